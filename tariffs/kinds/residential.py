"""Residential tiers without time-of-use, and combined customers at one price.

Source: 发改价格〔2011〕2617号, 〔2013〕2523号 and the provinces' price tables. Free energy (低保, 五保) is
taken off the month's energy before the tiers, so it neither costs anything nor fills a tier.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ..calculation import Calculation, Line, TariffReference
from ..errors import InvalidInput
from ..fields import Fields
from ..money import half_up
from ..schedules import CombinedRow, Voltage
from .household import ALIASES, COMMON_FIELDS, Household, require_row
from .readings import energy_or_readings

KIND = "residential_tiered"
_TIER_NAMES = ("第一档", "第二档", "第三档")
_VOLTAGE_NAMES: dict[Voltage, str] = {"lt1kv": "不满1千伏", "ge1kv": "1千伏及以上", "rural": "农村"}


def calculate(source: Mapping[str, Any]) -> Calculation:
    """One month's bill. Raises InvalidInput."""
    fields = Fields(source, COMMON_FIELDS | {"kwh", "segments"}, ALIASES)
    kwh = energy_or_readings(fields, "kwh")
    household = Household.read(fields)
    billed = max(Decimal(0), kwh - household.free_kwh)
    free = _free_lines(min(kwh, household.free_kwh))
    if household.is_combined:
        return _combined(household, billed, free)
    return _tiered(household, billed, free)


def _tiered(household: Household, kwh: Decimal, free: tuple[Line, ...]) -> Calculation:
    row = household.tiered_row()
    tiers = household.tiers_of(kwh, row)
    lines = tuple(
        Line("tier", f"{_TIER_NAMES[index]}电费", half_up(part * price), tier=index + 1, kwh=part, price=price)
        for index, (part, price) in enumerate(zip(tiers, row.prices, strict=True))
        if part
    )
    return Calculation(KIND, free + lines, TariffReference.of(row, also=household.doubt(kwh, row)), tiers)


def _combined(household: Household, kwh: Decimal, free: tuple[Line, ...]) -> Calculation:
    row = require_row(CombinedRow, household.province, household.month, "合表电价")
    price = row.prices.get(household.voltage)
    if price is None:
        raise InvalidInput("voltage", f"{household.province}合表电价没有“{_VOLTAGE_NAMES[household.voltage]}”这一档")
    line = Line("combined", "合表电费", half_up(kwh * price), kwh=kwh, price=price)
    return Calculation(KIND, (*free, line), TariffReference.of(row))


def _free_lines(kwh: Decimal) -> tuple[Line, ...]:
    return (Line("free", "免费电量", half_up(Decimal(0)), kwh=kwh, price=Decimal(0)),) if kwh else ()
