"""The topics of articles as editors read them."""

from __future__ import annotations

from knowledge import Topic

TOPIC_LABELS: dict[Topic, str] = {
    Topic.tiered_tariff: "阶梯电价",
    Topic.tou_tariff: "峰谷电价",
    Topic.household_quota: "一户多人口",
    Topic.ev_tariff: "充电电价",
    Topic.business_tariff: "工商业电价",
    Topic.power_factor: "力率电费",
    Topic.late_fee: "违约金",
    Topic.disconnection: "欠费停电与复电",
    Topic.payment: "交费",
    Topic.invoice: "发票",
    Topic.bill_layout: "看懂账单",
    Topic.meter: "电表",
    Topic.self_check: "自己先检查",
    Topic.safety: "用电安全",
    Topic.outage_notice: "停电与通知",
    Topic.service_promise: "服务承诺",
    Topic.new_connection: "新装增容",
    Topic.transfer: "过户更名",
    Topic.close_account: "销户",
    Topic.ev_charger: "充电桩报装",
    Topic.pv: "光伏",
    Topic.privacy: "个人信息",
    Topic.complaint: "投诉与建议",
    Topic.energy_saving: "节电",
    Topic.special_service: "特殊服务",
    Topic.recommendation: "推荐与提醒",
    Topic.account: "户号与账户",
    Topic.refusal: "不能办的事",
}
