"""Three plain reasons for a segment: the features that decided first, then the most unusual ones. For agents only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from .features import MIN_MONTHS, Features
from .records import CustomerRecord, MonthRecord
from .segment_model import FEATURES, SegmentModel, Step
from .tags import TAG_LABELS

COUNT = 3
_CATEGORIES = {"residential": "居民", "commercial": "商业", "industrial": "工业", "agricultural": "农业"}
_STEADY = 0.08


def decision_reasons(
    record: CustomerRecord, features: Features, model: SegmentModel, steps: tuple[Step, ...]
) -> tuple[str, ...]:
    """The reasons of a segment that the tree decided."""
    decisive = list(dict.fromkeys(step.feature for step in reversed(steps)))
    others = sorted(
        (name for name in FEATURES if name not in decisive),
        key=lambda name: model.deviation(name, features),
        reverse=True,
    )
    sentences = (_SENTENCES[name](record, features, model) for name in decisive + others)
    return tuple(sentence for sentence in sentences if sentence)[:COUNT]


def register_reasons(
    record: CustomerRecord, features: Features | None, model: SegmentModel, tags: tuple[str, ...]
) -> tuple[str, ...]:
    """The reasons of a special-service customer: what the register says, not what we infer."""
    names = "、".join(TAG_LABELS.get(tag, tag) for tag in tags)
    use = _value(record, features, model) if features else "用电记录不足，暂不分析用电情况"
    return (f"客户档案登记为{names}", "特殊服务只按档案登记认定，不由系统推测", use)


def thin_reasons(months: tuple[MonthRecord, ...], as_of: date) -> tuple[str, ...]:
    """Why nothing can be said yet."""
    newest = f"最近一次用电记录是{months[-1].month}" if months else "还没有用电记录"
    return (
        f"截至{as_of:%Y-%m-%d}可用的用电记录有{len(months)}个月，至少需要{MIN_MONTHS}个月",
        newest,
        "数据充足后会自动重新判断，期间按一般客户服务",
    )


def _value(record: CustomerRecord, features: Features, model: SegmentModel) -> str:
    use = f"近一年用电约{features.yearly_kwh:.0f}千瓦时"
    quantiles = model.quantiles.get(record.category)
    if not quantiles:
        return use
    names = (
        "在同类客户中偏低",
        "在同类客户中处于中等偏低",
        "在同类客户中处于中等偏高",
        "在同类客户中较高",
        "在同类客户中属最高的一批",
    )
    position = sum(features.yearly_kwh > quantile for quantile in quantiles)
    return f"{use}，{names[position]}（{_CATEGORIES[record.category]}）"


def _growth(record: CustomerRecord, features: Features, model: SegmentModel) -> str:
    percent = f"{features.growth * 100:+.0f}%"
    if abs(features.growth) <= _STEADY:
        return f"剔除季节因素后，一年来用电平稳（{percent}）"
    return f"剔除季节因素后，一年来用电{'增长' if features.growth > 0 else '下降'}约{percent}"


def _volatility(record: CustomerRecord, features: Features, model: SegmentModel) -> str:
    return f"剔除季节和趋势后，各月用电波动约{features.volatility * 100:.0f}%"


def _arrears(record: CustomerRecord, features: Features, model: SegmentModel) -> str:
    if not features.overdue and not features.reminders:
        return "没有逾期未缴的账单"
    return f"有{features.overdue}张账单逾期未缴，近一年缴费提醒{features.reminders}次"


def _online(record: CustomerRecord, features: Features, model: SegmentModel) -> str:
    if features.online_share is None:
        return ""
    knows_payments = record.online_share is not None or any(month.paid_online is not None for month in record.months)
    return f"{'缴费和联系' if knows_payments else '联系我们'}有{features.online_share * 100:.0f}%在线上完成"


def _complaints(record: CustomerRecord, features: Features, model: SegmentModel) -> str:
    return f"近一年投诉{features.complaints}次" if features.complaints else "近一年没有投诉"


_SENTENCES: dict[str, Callable[[CustomerRecord, Features, SegmentModel], str]] = {
    "value": _value,
    "growth": _growth,
    "volatility": _volatility,
    "arrears": _arrears,
    "online_share": _online,
    "complaints": _complaints,
}
