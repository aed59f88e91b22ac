"""Forecasts and scenarios as JSON, each with a Chinese sentence that says how it was estimated and by which table."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from api.bills.months_ahead import MonthsAhead
from api.bills.presentation import energy as plain
from api.bills.presentation import money
from tariffs import (
    BillForecast,
    ChargingOption,
    Interval,
    TariffReference,
    TierForecast,
    YearlyWhatIf,
)

COVERED_PERCENT = 80
ESTIMATE = "这是估计，以实际账单为准。"
NO_SEASON = "记录不足12个月，估计没有考虑季节变化，仅供参考。"
UNVERIFIED = "这里的电价或分档标准尚未核实，不能给出金额。"
_LIKELY, _UNLIKELY = Decimal("0.5"), Decimal("0.05")
_TIERS = {1: "第一档", 2: "第二档", 3: "第三档"}


def no_forecast_wire(note: str, months: int) -> dict[str, Any]:
    """An honest nothing."""
    empty = dict.fromkeys(("month", "kwh", "total", "tariff", "tier"))
    known = {"interval_percent": COVERED_PERCENT, "based_on_months": months, "months": []}
    return empty | known | {"note": note, "text": note, "tier_text": note}


def forecast_wire(ahead: MonthsAhead, bills: Sequence[BillForecast], given_kwh: Decimal | None) -> dict[str, Any]:
    """The last of ``bills`` and the way there; ``kwh`` and ``total`` are {"low", "middle", "high"} or null, ``tier``
    null where none is ahead. ``given_kwh``: what the customer said of the last month's use."""
    wanted, energy, tiers = bills[-1], ahead.energy, ahead.tiers()
    note = "".join((wanted.note, "" if energy.is_seasonal else NO_SEASON))
    told = [_sentence(bill, given_kwh if bill is wanted else None) for bill in bills]
    basis = f"按您最近{energy.months_used}个月的用电估计，"
    tier_text = "".join(_tier_sentence(tier, tiers[0]) for tier in tiers) or ahead.why_no_tier
    source = f"电价依据{wanted.tariff.source}。" if wanted.tariff and wanted.total else ""
    return _month_wire(wanted) | {
        "interval_percent": COVERED_PERCENT,
        "based_on_months": energy.months_used,
        "tariff": reference(wanted.tariff),
        "tier": _tier_wire(tiers[0]) if tiers else None,
        "months": [_month_wire(bill) for bill in bills],
        "note": note,
        "tier_text": f"{tier_text}{basis}以实际用电为准。" if tiers else tier_text,
        "text": "".join((basis, "；".join(told), "。", source, ESTIMATE, tier_text if tiers else "", note)),
    }


def _month_wire(bill: BillForecast) -> dict[str, Any]:
    return {
        "month": bill.month,
        "kwh": {name: plain(value) for name, value in _bounds(bill.kwh).items()},
        "total": {name: money(value) for name, value in _bounds(bill.total).items()} if bill.total else None,
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


def _sentence(bill: BillForecast, given_kwh: Decimal | None) -> str:
    kwh = bill.kwh
    use = f"{_month(bill.month)}大约用电{plain(kwh.middle)}千瓦时，八成可能在{plain(kwh.low)}到{plain(kwh.high)}之间"
    if given_kwh is not None:
        return f"{_month(bill.month)}用电{plain(given_kwh)}千瓦时的话" + (
            f"，电费大约{_yuan(bill.total.middle)}元" if bill.total else ""
        )
    if bill.total is None:
        return use
    return f"{use}，电费大约{_yuan(bill.total.middle)}元（{_yuan(bill.total.low)}到{_yuan(bill.total.high)}元）"


def _tier_sentence(tier: TierForecast, first: TierForecast) -> str:
    """When a tier begins; the used energy and the present tier are said once, with the first of two."""
    name, limit = _TIERS[tier.tier], plain(tier.limit)
    used = f"本年度已用{plain(tier.used)}千瓦时，目前在{_TIERS[tier.tier - 1]}，" if tier is first else ""
    head = f"{used}超过{limit}千瓦时进入{name}："
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
    span = (
        f"{_month(result.months[0])}到{_month(result.months[-1])}"
        if len(result.months) > 1
        else _month(result.months[0])
    )
    more = result.difference
    words = f"多{money(more)}元" if more > 0 else f"少{money(-more)}元" if more < 0 else "不变"
    source = f"电价依据{result.tariff.source}。" if result.tariff else ""
    return f"{result.explanation}按您{span}的账单重算，电费一共{words}。{source}这是测算，以实际账单为准。"


def _month(month: str) -> str:
    return f"{month[:4]}年{int(month[5:])}月"


def _yuan(amount: Decimal) -> str:
    """Whole yuan: an estimate has no cents."""
    return str(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))
