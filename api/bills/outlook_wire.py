"""Forecasts and scenarios as JSON, each with a Chinese sentence that says how it was estimated and by which table."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from api.bills.presentation import energy as plain
from api.bills.presentation import money
from tariffs import (
    BillForecast,
    ChargingOption,
    EnergyForecast,
    Interval,
    TariffReference,
    TierForecast,
    YearlyWhatIf,
)

COVERED_PERCENT = 80
NO_SEASON = "记录不足12个月，估计没有考虑季节变化，仅供参考。"
UNVERIFIED = "这里的电价或分档标准尚未核实，不能给出金额。"
_LIKELY, _UNLIKELY = Decimal("0.5"), Decimal("0.05")
_TIERS = {2: "第二档", 3: "第三档"}


def no_forecast_wire(note: str, months: int) -> dict[str, Any]:
    """An honest nothing."""
    empty = dict.fromkeys(("month", "kwh", "total", "tariff", "tier"))
    return empty | {"interval_percent": COVERED_PERCENT, "based_on_months": months, "note": note, "text": note}


def forecast_wire(bill: BillForecast, tier: TierForecast | None, energy: EnergyForecast) -> dict[str, Any]:
    """The next bill; ``kwh`` and ``total`` are {"low", "middle", "high"} or null, ``tier`` null where none is ahead."""
    note = "".join((bill.note, "" if energy.is_seasonal else NO_SEASON))
    return {
        "month": bill.month,
        "kwh": {name: plain(value) for name, value in _bounds(bill.kwh).items()},
        "total": {name: money(value) for name, value in _bounds(bill.total).items()} if bill.total else None,
        "interval_percent": COVERED_PERCENT,
        "based_on_months": energy.months_used,
        "tariff": reference(bill.tariff),
        "tier": _tier_wire(tier) if tier else None,
        "note": note,
        "text": "".join((_sentence(bill, energy), _tier_sentence(tier), note)),
    }


def _bounds(interval: Interval) -> dict[str, Decimal]:
    return {"low": interval.low, "middle": interval.middle, "high": interval.high}


def reference(tariff: TariffReference | None) -> dict[str, Any] | None:
    """Source and validity of the table that was used."""
    return {name: tariff.to_wire()[name] for name in ("source", "effective_from", "confidence")} if tariff else None


def _tier_wire(tier: TierForecast) -> dict[str, Any]:
    return {
        "tier": tier.tier,
        "limit": plain(tier.limit),
        "used": plain(tier.used),
        "probability": f"{tier.probability:.2f}",
        "likely_month": tier.likely_month,
        "earliest": tier.earliest,
        "latest": tier.latest,
        "tariff": reference(tier.tariff),
    }


def _sentence(bill: BillForecast, energy: EnergyForecast) -> str:
    kwh = bill.kwh
    basis = f"按您最近{energy.months_used}个月的用电估计，"
    use = f"{_month(bill.month)}大约用电{plain(kwh.middle)}千瓦时，八成可能在{plain(kwh.low)}到{plain(kwh.high)}之间"
    if bill.total is None:
        return f"{basis}{use}。"
    total = f"电费大约{_yuan(bill.total.middle)}元（{_yuan(bill.total.low)}到{_yuan(bill.total.high)}元）"
    source = (
        f"，电价依据{bill.tariff.source}" if bill.tariff else ""
    )  # else the note says that the bill's own prices hold
    return f"{basis}{use}；{total}{source}。这是估计，以实际账单为准。"


def _tier_sentence(tier: TierForecast | None) -> str:
    if tier is None:
        return ""
    name, limit = _TIERS[tier.tier], plain(tier.limit)
    head = f"本年度已用{plain(tier.used)}千瓦时，超过{limit}千瓦时进入{name}："
    if tier.likely_month and tier.earliest and tier.latest:
        span = "" if tier.earliest == tier.latest else f"（{_month(tier.earliest)}到{_month(tier.latest)}之间）"
        return f"{head}多半在{_month(tier.likely_month)}{span}。"
    if tier.probability < _UNLIKELY:
        return f"{head}年底前基本不会。"
    return f"{head}年底前的可能性约{int(tier.probability * 100)}%。"


def what_if_wire(scenario: str, result: YearlyWhatIf, options: Sequence[ChargingOption]) -> dict[str, Any]:
    """The months as they were and as they would be; no amounts where a table is not verified."""
    known = result.is_verified
    before, after = (sum((bill.total for bill in bills), Decimal(0)) for bills in (result.before, result.after))
    return {
        "scenario": scenario,
        "months": list(result.months),
        "before": money(before) if known else None,
        "after": money(after) if known else None,
        "difference": money(result.difference) if known else None,
        "explanation": result.explanation,
        "options": [
            {"key": each.key, "label": each.label, "amount": money(each.amount), "tariff": reference(each.tariff)}
            for each in options
        ],
        "tariff": reference(result.tariff) if known else None,
        "text": _what_if_sentence(result) if known else f"{result.explanation}{UNVERIFIED}",
    }


def _what_if_sentence(result: YearlyWhatIf) -> str:
    span = f"{_month(result.months[0])}到{_month(result.months[-1])}" if len(result.months) > 1 else result.months[0]
    more = result.difference
    words = f"多{money(more)}元" if more > 0 else f"少{money(-more)}元" if more < 0 else "不变"
    source = f"电价依据{result.tariff.source}。" if result.tariff else ""
    return f"{result.explanation}按您{span}的账单重算，电费一共{words}。{source}这是测算，以实际账单为准。"


def _month(month: str) -> str:
    return f"{month[:4]}年{int(month[5:])}月"


def _yuan(amount: Decimal) -> str:
    """Whole yuan: an estimate has no cents."""
    return str(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))
