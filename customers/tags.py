"""Tags of a customer: those of the register, and plain observations from the records. Never a guess about a person."""

from __future__ import annotations

from .features import Features
from .records import CustomerRecord

TAG_LABELS = {
    "elderly_living_alone": "空巢老人",
    "disabled": "残障人士",
    "five_guarantee": "五保户",
    "left_behind_child": "留守儿童",
    "home_medical_equipment": "居家医疗设备",
    "low_income": "低保户",
    "ev_owner": "有电动汽车",
    "important_customer": "重要客户",
    "agricultural_irrigation": "农业排灌",
    "on_time_of_use": "执行峰谷电价",
    "rising_use": "用电增长",
    "summer_peak": "夏季用电高",
    "winter_peak": "冬季用电高",
    "online": "习惯线上办理",
    "night_use": "夜间用电多",
    "evening_use": "晚高峰用电多",
    "pays_late": "多次逾期缴费",
    "repeated_faults": "一年内多次报修",
    "bill_questions": "多次咨询电费",
    "saving_interest": "关注省电方案",
    "new_energy_interest": "关注充电桩或光伏",
}
# Only the register may make somebody a special-service customer (国网 list: 空巢老人, 五保户, 留守儿童, 残障)
SPECIAL_TAGS = ("elderly_living_alone", "disabled", "five_guarantee", "left_behind_child", "home_medical_equipment")
_RISING, _SEASON, _ONLINE = 0.2, 1.6, 0.8
NIGHT, EVENING = 0.5, 0.35  # shares of the energy
_REPEATED = 2  # times in a year


def special_tags(record: CustomerRecord) -> tuple[str, ...]:
    """The register's reasons for special service; an agricultural account counts as one (irrigation must not stop)."""
    tags = tuple(tag for tag in record.tags if tag in SPECIAL_TAGS)
    return (*tags, "agricultural_irrigation") if record.category == "agricultural" else tags


def tags_of(record: CustomerRecord, features: Features | None) -> tuple[str, ...]:
    """All tags: the register's first, then observations from the features."""
    tags = list(record.tags)
    tags += [tag for tag in special_tags(record) if tag not in tags]
    if "_tou" in record.tariff:
        tags.append("on_time_of_use")
    return tuple(tags + _observed(features)) if features else tuple(tags)


def _observed(features: Features) -> list[str]:
    seen = {
        "rising_use": features.growth > _RISING,
        "summer_peak": features.summer_ratio > _SEASON,
        "winter_peak": features.winter_ratio > _SEASON,
        "online": (features.online_share or 0) > _ONLINE,
        "night_use": (features.valley_share or 0) > NIGHT,
        "evening_use": (features.evening_share or 0) > EVENING,
        "pays_late": features.late_bills >= _REPEATED,
        "repeated_faults": features.fault_contacts >= _REPEATED,
        "bill_questions": features.bill_contacts >= _REPEATED,
        "saving_interest": features.saving_contacts > 0,
        "new_energy_interest": features.new_energy_contacts > 0,
    }
    return [tag for tag, is_so in seen.items() if is_so]
