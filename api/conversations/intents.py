"""Intents in Chinese, for agents."""

from __future__ import annotations

LABELS = {
    "query_bill": "查电费账单",
    "query_balance": "查余额欠费",
    "explain_bill": "问账单为什么高、怎么算",
    "pay_bill": "交电费",
    "ask_late_fee": "问违约金",
    "request_invoice": "发票",
    "ask_disconnection": "问停复电规则",
    "ask_tiered_tariff": "问阶梯电价",
    "ask_tou_tariff": "问峰谷电价",
    "apply_tou_tariff": "办峰谷电价",
    "ask_household_quota": "问一户多人口",
    "ask_ev_tariff": "问充电桩电价",
    "ask_business_tariff": "问工商业、农业电价",
    "query_outage": "问停电",
    "report_outage": "报修",
    "report_danger": "报险情",
    "report_power_quality": "电压问题",
    "query_ticket_progress": "查工单进度",
    "subscribe_outage": "停电通知订阅",
    "find_account_number": "找户号",
    "bind_account": "绑定户号",
    "transfer_account": "过户更名",
    "close_account": "销户",
    "update_contact": "改联系方式",
    "apply_connection": "新装增容",
    "apply_ev_charger": "装充电桩",
    "apply_pv": "光伏并网",
    "query_application": "查申请进度",
    "move_meter": "移表",
    "read_meter": "看电表读数",
    "report_meter_fault": "电表故障",
    "request_meter_test": "校表",
    "make_complaint": "投诉",
    "report_violation": "举报",
    "give_suggestion": "意见建议",
    "give_praise": "表扬",
    "urge_ticket": "催办",
    "withdraw_ticket": "撤销诉求",
    "claim_damage": "索赔",
    "recommend_package": "套餐推荐",
    "opt_out_recommendation": "关闭推荐",
    "find_service_hall": "找营业厅",
    "request_door_service": "上门服务",
    "human_agent": "转人工",
    "ask_privacy": "隐私",
    "greet": "问候",
    "goodbye": "告别",
    "thank": "感谢",
    "affirm": "肯定",
    "deny": "否定",
    "cancel": "取消",
    "repeat": "再说一遍",
    "inform": "提供信息",
    "bot_challenge": "问是不是机器人",
    "out_of_scope": "与用电无关",
}
DIALOGUE = frozenset(
    {"greet", "goodbye", "thank", "affirm", "deny", "cancel", "repeat", "inform", "bot_challenge", "human_agent"}
)


def label_of(name: str | None, *, wishes: bool = False) -> str | None:
    """The Chinese of an intent; with ``wishes`` only of those that ask for something of the service."""
    if not name or (wishes and name in DIALOGUE):
        return None
    return LABELS.get(name, name)
