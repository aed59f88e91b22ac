"""A household that nobody knows: a province and what it uses in a month, as somebody says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from api.bills.presentation import energy
from tariffs import InvalidInput, TariffReference, calculate, figure

KIND = "residential_tiered"
MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class InTier:
    """What some energy costs when all of it lies in one tier, yuan."""

    name: str
    amount: Decimal
    tariff: TariffReference | None


def even_year(province: str, kwh: Decimal, today: date) -> list[tuple[str, dict[str, Any]]]:
    """Twelve months of the same use by the prices in force from now on: the coming calendar year, tiers from zero."""
    return [
        (
            KIND,
            {
                "province": province,
                "year_month": f"{today.year + 1}-{month:02d}",
                "kwh": energy(kwh),
                "cumulative_before": energy(kwh * (month - 1)),
            },
        )
        for month in MONTHS
    ]


def by_tier(province: str, kwh: Decimal, today: date) -> Sequence[InTier]:
    """The energy of a month in each tier; empty where it is too much for one. Raises InvalidInput, also for tiers that
    are not verified."""
    limits = [figure(f"residential_tiered.limit{tier}_year", province, today) for tier in (1, 2)]
    known = [limit.value for limit in limits if limit and limit.value is not None and limit.confidence != "L"]
    if len(known) < len(limits):
        raise InvalidInput("province", f"{province}的居民分档标准我这里没有收录经核实的数据")
    rows = []
    for name, start in zip(("第一档", "第二档", "第三档"), (Decimal(0), *known), strict=True):
        given = {"province": province, "year_month": f"{today:%Y-%m}", "kwh": energy(kwh)}
        result = calculate(KIND, given | {"cumulative_before": energy(start)})
        if _crosses(result.tiers):
            return ()
        rows.append(InTier(name, result.total, result.tariff))
    return rows


def _crosses(tiers: Sequence[Decimal] | None) -> bool:
    return tiers is not None and sum(tier > 0 for tier in tiers) > 1
