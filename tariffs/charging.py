"""Where to charge a car at home: on the household's meter, or on a meter of the pile's own, with or without periods.

A private pile on its own meter pays the combined price without tiers (发改价格〔2014〕1668号); some provinces publish
periods for piles. An option without a price on record is left out, never filled with another one's price.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from .calculation import TariffReference
from .calculator import calculate
from .errors import InvalidInput
from .money import plain
from .scenarios import AddAppliance, AddElectricCar, what_if

OptionKey = Literal["household_meter", "pile_meter", "pile_meter_valley"]
LABELS: dict[OptionKey, str] = {
    "household_meter": "用家里的电表充",
    "pile_meter": "单独装充电桩电表（合表电价，不分档）",
    "pile_meter_valley": "单独装充电桩电表（分时电价，全部在谷段充）",
}


@dataclass(frozen=True, slots=True)
class ChargingOption:
    """One way to charge: what the month's charging costs (yuan) and by which table."""

    key: OptionKey
    amount: Decimal
    tariff: TariffReference

    @property
    def label(self) -> str:
        """The option in Chinese."""
        return LABELS[self.key]


def charging_options(
    kind: str, input: Mapping[str, Any], change: AddElectricCar | AddAppliance
) -> tuple[ChargingOption, ...]:
    """What charging the change's energy costs in the household's month, cheapest first. Only tables that are verified.

    Raises InvalidInput when the household's own month cannot be calculated.
    """
    added = what_if(kind, input, change)
    options: list[ChargingOption] = []
    if added.after.tariff:
        options.append(ChargingOption("household_meter", added.difference, added.after.tariff))
    where = {"province": input["province"], "year_month": input["year_month"]}
    kwh = plain(change.kwh)
    combined = where | {"customer_type": "combined", "kwh": kwh, "cumulative_before": "0"}
    options += _option("pile_meter", "residential_tiered", combined)
    options += _option("pile_meter_valley", "ev_tou", where | {"kwh_by_period": {"valley": kwh}})
    verified = [option for option in options if option.tariff.confidence != "L"]
    return tuple(sorted(verified, key=lambda option: option.amount))


def _option(key: OptionKey, kind: str, source: Mapping[str, Any]) -> list[ChargingOption]:
    try:
        bill = calculate(kind, source)
    except InvalidInput:
        return []
    return [ChargingOption(key, bill.total, bill.tariff)] if bill.tariff else []
