"""Residential tiers with time-of-use: period prices of tier 1 plus the tier surcharge on the tier's energy.

The surcharge of a tier applies to the tier's energy whatever its period, so the split of the tiers over peak and
valley is not needed (发改价格〔2011〕2617号; the provinces' time-of-use documents). The season follows
the billing month.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ..calculation import Calculation, Line, TariffReference
from ..errors import InvalidInput
from ..fields import Fields
from ..money import half_up
from ..schedules import TimeOfUseRow
from .household import ALIASES, COMMON_FIELDS, Household, Tiers, require_row
from .readings import energy_or_readings

KIND = "residential_tiered_tou"
_KNOWN = {"peak_kwh", "valley_kwh", "kwh", "peak_segments", "valley_segments"}
_SURCHARGE_LABELS = {2: "第二档加价", 3: "第三档加价"}


def calculate(source: Mapping[str, Any]) -> Calculation:
    """One month's bill from peak and valley energy. Raises InvalidInput."""
    fields = Fields(source, COMMON_FIELDS | _KNOWN, ALIASES)
    peak, valley = (energy_or_readings(fields, name) for name in ("peak_kwh", "valley_kwh"))
    if "kwh" in fields and fields.number("kwh") != peak + valley:
        raise InvalidInput("kwh", "总电量应等于峰段电量加谷段电量")
    household = Household.read(fields)
    if household.is_combined:
        raise InvalidInput("customer_type", "合表用户没有收录峰谷分时电价，请按合表电价（residential_tiered）计算")
    peak, valley, free = _without_free(peak, valley, household.free_kwh)
    return _bill(household, peak, valley, free)


def _bill(household: Household, peak: Decimal, valley: Decimal, free: Decimal) -> Calculation:
    row = household.tiered_row()
    tou = require_row(TimeOfUseRow, household.province, household.month, "居民峰谷分时电价")
    prices = period_prices(tou, household.month.month)
    tiers = household.tiers_of(peak + valley, row)
    lines = [Line("free", "免费电量", half_up(Decimal(0)), kwh=free, price=Decimal(0))] if free else []
    for item, label, kwh in (("peak", "峰段电费", peak), ("valley", "谷段电费", valley)):
        if kwh:
            lines.append(Line(item, label, half_up(kwh * prices[item]), kwh=kwh, price=prices[item]))
    reference = TariffReference.of(tou, row, also=household.doubt(peak + valley, row))
    return Calculation(KIND, (*lines, *_surcharges(tiers, tou)), reference, tiers)


def _surcharges(tiers: Tiers, row: TimeOfUseRow) -> tuple[Line, ...]:
    lines = []
    for tier in (2, 3):
        kwh, surcharge = tiers[tier - 1], row.surcharge(tier)
        if kwh and surcharge is not None:
            amount = half_up(kwh * surcharge)
            lines.append(Line("tier_surcharge", _SURCHARGE_LABELS[tier], amount, tier=tier, kwh=kwh, price=surcharge))
    return tuple(lines)


def period_prices(row: TimeOfUseRow, month: int) -> dict[str, Decimal]:
    """The tier 1 prices of peak and valley energy in a month (1–12), yuan/kWh."""
    season = row.season_of(month)
    peak = season.peak_price if season else None
    valley = season.valley_price if season else None
    return {"peak": peak or row.peak_price, "valley": valley or row.valley_price}


def _without_free(peak: Decimal, valley: Decimal, free: Decimal) -> tuple[Decimal, Decimal, Decimal]:
    """Take the free energy off the dearer peak energy first: the reading that favours the customer."""
    from_peak = min(peak, free)
    from_valley = min(valley, free - from_peak)
    return peak - from_peak, valley - from_valley, from_peak + from_valley
