"""What a year of even use costs in a province under a plan, by the prices in force from now on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from api.articles.answer import Button
from api.articles.calculations.working import is_verified, plain
from nlu.text.normalize import normalize
from tariffs import Calculation, InvalidInput, TariffReference, calculate

Plan = Literal["tiered", "combined", "time_of_use"]
MONTHS = 12
_PLACE = Decimal("0.01")
_ENERGY = re.compile(r"\d+(?:\.\d+)?(?=(?:来|多)?(?:度|千瓦时))")


@dataclass(frozen=True, slots=True)
class YearCost:
    """A year's amount in yuan and the table it comes from."""

    total: Decimal
    tariff: TariffReference | None

    @property
    def month(self) -> Decimal:
        """The mean month."""
        return (self.total / MONTHS).quantize(_PLACE)


def year_cost(
    province: str, kwh: Decimal, today: date, plan: Plan = "tiered", valley_share: Decimal = Decimal(0)
) -> YearCost | None:
    """``kwh`` in each of twelve months from January; None where a price or tier is not on record or not verified."""
    try:
        bills = [_month(province, kwh, today, number, plan, valley_share) for number in range(1, MONTHS + 1)]
    except InvalidInput:
        return None
    if not all(is_verified(bill) for bill in bills):
        return None
    return YearCost(sum((bill.total for bill in bills), Decimal(0)), bills[-1].tariff)


def _month(province: str, kwh: Decimal, today: date, number: int, plan: Plan, valley_share: Decimal) -> Calculation:
    valley = (kwh * valley_share).quantize(_PLACE)
    by_the_hour = {"peak_kwh": plain(kwh - valley), "valley_kwh": plain(valley)}
    given = {
        "province": province,
        "year_month": f"{today.year + 1}-{number:02d}",
        "customer_type": "combined" if plan == "combined" else "household",
        "cumulative_before": plain(kwh * (number - 1)),
        **(by_the_hour if plan == "time_of_use" else {"kwh": plain(kwh)}),
    }
    return calculate("residential_tiered_tou" if plan == "time_of_use" else "residential_tiered", given)


def energy_buttons(question: str, kwh: Decimal | None) -> tuple[Button, ...]:
    """The same question with other amounts of energy."""
    usual = [Decimal(100), Decimal(200), Decimal(300), Decimal(400), Decimal(600)]
    others = [each for each in usual if each != kwh]
    near = sorted(others, key=lambda each: abs(each - (kwh or Decimal(250))))[:3]
    return tuple(Button(f"每月{plain(each)}度", with_energy(question, each)) for each in sorted(near))


def with_energy(question: str, kwh: Decimal) -> str:
    """The question with ``kwh`` in place of its amount of energy, or behind it when it has none."""
    text = normalize(question).text
    if _ENERGY.search(text):
        return _ENERGY.sub(plain(kwh), text, count=1)
    return f"{text.rstrip('?？。')}，一个月{plain(kwh)}度"
