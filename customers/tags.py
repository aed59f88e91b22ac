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
    "online": "习惯线上办理",
    "night_use": "夜间用电多",
}
# Only the register may make somebody a special-service customer (国网 list: 空巢老人, 五保户, 留守儿童, 残障)
SPECIAL_TAGS = ("elderly_living_alone", "disabled", "five_guarantee", "left_behind_child", "home_medical_equipment")
_RISING, _SUMMER, _ONLINE, _NIGHT = 0.2, 1.6, 0.8, 0.5


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
        "summer_peak": features.summer_ratio > _SUMMER,
        "online": (features.online_share or 0) > _ONLINE,
        "night_use": (features.valley_share or 0) > _NIGHT,
    }
    return [tag for tag, is_so in seen.items() if is_so]
