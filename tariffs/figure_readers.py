"""How each figure key is read from a row of its table, and how it is written for a sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .money import plain
from .schedules import (
    AgencyPurchaseRow,
    AgencyRuleRow,
    BusinessTouRow,
    CombinedRow,
    Confidence,
    EvRow,
    FundsRow,
    Hours,
    LateFeeRow,
    MeterErrorRow,
    PowerFactorRow,
    PriceRow,
    QuotaRow,
    Season,
    TieredRow,
    TimeOfUseRow,
    TransmissionRow,
    TwoPartRow,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure as read: its value, its words, its unit, and a confidence of its own where it has one."""

    value: Decimal | None
    text: str
    unit: str = ""
    confidence: Confidence | None = None


Reader = Callable[[Any], Reading | None]


def price(value: Decimal | None, confidence: Confidence | None = None) -> Reading | None:
    """A price per kWh."""
    return None if value is None else Reading(value, f"{plain(value)}元/千瓦时", "元/千瓦时", confidence)


def energy(value: Decimal | None, confidence: Confidence | None = None) -> Reading | None:
    """An amount of energy."""
    return None if value is None else Reading(value, f"{plain(value)}千瓦时", "千瓦时", confidence)


def number(value: Decimal | int | None, unit: str, confidence: Confidence | None = None) -> Reading | None:
    """A number with a unit of its own."""
    if value is None:
        return None
    return Reading(Decimal(value), f"{plain(Decimal(value))}{unit}", unit, confidence)


def words(text: str | None, confidence: Confidence | None = None) -> Reading | None:
    """A figure that is words: hours, ratios, rules."""
    return None if not text else Reading(None, text, "", confidence)


def hours_text(windows: Hours) -> str:
    """``((22, 8),)`` → ``22:00–次日8:00``."""
    return "、".join(f"{start}:00–{'次日' if end < start else ''}{end}:00" for start, end in windows)


def _tier_price(tier: int) -> Reader:
    return lambda row: price(row.prices[tier - 1]) if tier <= len(row.prices) else None


def _limit(span: str, tier: int) -> Reader:
    def read(row: TieredRow) -> Reading | None:
        limits = row.yearly_limits if span == "year" else row.monthly_limits
        return energy(limits[tier - 1], row.limits_confidence) if limits else None

    return read


def _settlement(row: TieredRow) -> Reading | None:
    return words("按年结算" if row.settlement == "year" else "按月结算")


def _season(row: TimeOfUseRow, heating: bool) -> Season | None:
    """The heating season, or the rest of the year (all of it where there is no heating season)."""
    return next((season for season in row.seasons if (season.name == "heating") == heating), None)


def _period_hours(period: str, heating: bool) -> Reader:
    def read(row: TimeOfUseRow) -> Reading | None:
        season = _season(row, heating)
        text = hours_text(getattr(season, f"{period}_hours")) if season else None
        if text is None or heating:
            return words(text)
        cold = _season(row, True)
        return words(_with_heating(text, cold, hours_text(getattr(cold, f"{period}_hours")) if cold else text))

    return read


def _period_price(period: str, tier: int, heating: bool = False) -> Reader:
    def read(row: TimeOfUseRow) -> Reading | None:
        usual, cold = _price_in(row, False, period, tier), _price_in(row, True, period, tier)
        if heating or usual is None or cold is None:
            return price(cold if heating else usual)
        text = _with_heating(f"{plain(usual)}元/千瓦时", _season(row, True), f"{plain(cold)}元/千瓦时")
        return Reading(usual, text, "元/千瓦时")

    return read


def _price_in(row: TimeOfUseRow, heating: bool, period: str, tier: int) -> Decimal | None:
    season, surcharge = _season(row, heating), row.surcharge(tier)
    if surcharge is None or (heating and season is None):
        return None
    first: Decimal = (getattr(season, f"{period}_price") if season else None) or getattr(row, f"{period}_price")
    return first + surcharge


def _with_heating(usual: str, season: Season | None, cold: str) -> str:
    """The figure of most of the year together with that of the heating season: either alone is wrong half the time."""
    if season is None or cold == usual:
        return usual
    label = season.label.replace("（", "").replace("）", "")
    return f"{usual}（{label}为{cold}）"


def _free(row: QuotaRow) -> Reading | None:
    if row.free_kwh_month is not None:
        return energy(row.free_kwh_month, row.free_confidence)
    return words(row.free_kwh_text, row.free_confidence)


def _shift(row: QuotaRow) -> Reading | None:
    text = "第一、二档上限同时提高" if row.tiers_shift else "只提高第一档上限，第二档上限不变"
    return words(text, row.tiers_shift_confidence)


def _per_mille(name: str) -> Reader:
    return lambda row: Reading(getattr(row, name), f"每日{plain(getattr(row, name) * 1000)}‰", "每日")


def _standard(value: str) -> Reader:
    def read(row: PowerFactorRow) -> Reading | None:
        return Reading(row.standard, f"{row.standard:.2f}") if row.standard == Decimal(value) else None

    return read


Keyed = dict[str, tuple[type[PriceRow], Reader]]

_TIERED: Keyed = {
    **{f"residential_tiered.price{tier}": (TieredRow, _tier_price(tier)) for tier in (1, 2, 3)},
    **{
        f"residential_tiered.limit{tier}_{span}": (TieredRow, _limit(span, tier))
        for tier in (1, 2)
        for span in ("year", "month")
    },
    "residential_tiered.settlement": (TieredRow, _settlement),
}
_COMBINED: Keyed = {
    "combined.price_lt1kv": (CombinedRow, lambda row: price(row.prices.get("lt1kv"))),
    "combined.price_1_10kv": (CombinedRow, lambda row: price(row.prices.get("ge1kv"))),
    "combined.price_rural": (CombinedRow, lambda row: price(row.prices.get("rural"))),
}
_TIME_OF_USE: Keyed = {
    **{
        f"residential_tou.{prefix}{period}_price{tier}": (TimeOfUseRow, _period_price(period, tier, bool(prefix)))
        for prefix in ("", "heating_")
        for period in ("peak", "valley")
        for tier in (1, 2, 3)
    },
    **{
        f"residential_tou.{prefix}{period}_hours": (TimeOfUseRow, _period_hours(period, bool(prefix)))
        for prefix in ("", "heating_")
        for period in ("peak", "valley")
    },
    "residential_tou.heating_months": (
        TimeOfUseRow,
        lambda row: words(season.label) if (season := _season(row, True)) else None,
    ),
}
_QUOTA: Keyed = {
    "quota.extra_kwh_month": (QuotaRow, lambda row: energy(row.extra_kwh_month)),
    "quota.min_members": (QuotaRow, lambda row: number(row.min_members, "人")),
    "quota.combined_from_members": (QuotaRow, lambda row: number(row.combined_from_members, "人")),
    "quota.free_kwh_month": (QuotaRow, _free),
    "quota.tiers_shift": (QuotaRow, _shift),
    "quota.renew_years": (QuotaRow, lambda row: number(row.renew_years, "年")),
}


def _ev_price(period: str) -> Reader:
    return lambda row: price(row.prices.get(period))


def _ev_hours(period: str) -> Reader:
    return lambda row: words(hours_text(row.hours[period])) if period in row.hours else None


def _business_hours(period: str) -> Reader:
    return lambda row: words(row.hours.get(period))


_PERIODS = ("tip", "peak", "flat", "valley")
_EV: Keyed = {
    **{f"ev_tou.{period}_price": (EvRow, _ev_price(period)) for period in _PERIODS},
    **{f"ev_tou.{period}_hours": (EvRow, _ev_hours(period)) for period in _PERIODS},
}
_RULES: Keyed = {
    "late_fee.residential_rate": (LateFeeRow, _per_mille("residential_rate")),
    "late_fee.other_rate_in_year": (LateFeeRow, _per_mille("other_rate_in_year")),
    "late_fee.other_rate_later_years": (LateFeeRow, _per_mille("other_rate_later_years")),
    "late_fee.minimum": (LateFeeRow, lambda row: number(row.minimum, "元")),
    "power_factor.standard_large": (PowerFactorRow, _standard("0.90")),
    "power_factor.standard_general": (PowerFactorRow, _standard("0.85")),
    "power_factor.standard_agricultural": (PowerFactorRow, _standard("0.80")),
    "two_part.threshold_must_kva": (TwoPartRow, lambda row: number(row.threshold_must_kva, "千伏安")),
    "two_part.threshold_may_kva": (TwoPartRow, lambda row: number(row.threshold_may_kva, "千伏安")),
    "two_part.demand_excess_ratio": (TwoPartRow, lambda row: _percent(row.demand_excess_ratio)),
    "two_part.load_rate_kwh_per_kva": (
        TwoPartRow,
        lambda row: number(row.load_rate_kwh_per_kva, "千瓦时", row.load_rate_confidence),
    ),
    "two_part.load_rate_discount": (
        TwoPartRow,
        lambda row: _percent(row.load_rate_discount, row.load_rate_confidence),
    ),
    "two_part.suspension_min_days": (TwoPartRow, lambda row: number(row.suspension_min_days, "天")),
}
_BUSINESS: Keyed = {
    "business_tou.ratio": (BusinessTouRow, lambda row: words(row.ratio)),
    **{f"business_tou.{period}_hours": (BusinessTouRow, _business_hours(period)) for period in _PERIODS},
    "funds.price": (FundsRow, lambda row: price(row.price)),
}


def _transmission(row: TransmissionRow) -> Reading | None:
    return price(row.price) if (row.scheme, row.level) == ("two_part", "ge220kv") else None


def _agency(name: str) -> Reader:
    return lambda row: price(getattr(row, name))


_AGENCY: Keyed = {
    **{f"agency_purchase.{name}": (AgencyPurchaseRow, _agency(name)) for name in ("purchase", "losses", "system")},
    "agency_purchase.left_market_multiplier": (AgencyRuleRow, lambda row: number(row.left_market_multiplier, "倍")),
    "transmission.two_part_ge220kv": (TransmissionRow, _transmission),
    "meter_error.rule": (MeterErrorRow, lambda row: words(row.rule)),
}


def _percent(value: Decimal, confidence: Confidence | None = None) -> Reading:
    return Reading(value, f"{plain(value * 100)}%", "%", confidence)


READERS: Keyed = _TIERED | _COMBINED | _TIME_OF_USE | _QUOTA | _EV | _RULES | _BUSINESS | _AGENCY
