"""A change answered without anybody's bills: on the province and the monthly use that somebody names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from api.articles.answer import Answer
from api.bills.suppositions import wording
from api.bills.suppositions.household import by_tier, even_year
from api.bills.suppositions.supposition import Supposition
from tariffs import AddAppliance, AddElectricCar, AddHeatPump, InvalidInput, what_if_of_all, what_if_over


def answer_on_figures(supposition: Supposition, today: date) -> Answer:
    """Over a year where the monthly use is known, by tier where only the province is; else the question for them.

    Raises InvalidInput where a price is not on record, pydantic's ValidationError for impossible values.
    """
    province, kwh = supposition.values.get("province"), supposition.values.get("month_kwh")
    if province is None or supposition.scenario == "move_to_night":
        return wording.ask_household(supposition)
    if kwh is None:
        return _in_tiers(supposition, province, today)
    request = supposition.request(by_the_hour=False)
    result = what_if_over(even_year(province, Decimal(kwh), today), request.change(), request.months)
    if not result.is_verified:
        raise InvalidInput("province", f"{province}的电价或分档标准我这里还没有核实")
    return wording.on_figures(supposition, result, province, kwh)


def together_on_figures(found: Sequence[Supposition], province: str, kwh: str, today: date) -> Answer:
    """Several changes over an even year. Raises as ``answer_on_figures``."""
    asked = [each.request(by_the_hour=False) for each in found]
    result = what_if_of_all(
        even_year(province, Decimal(kwh), today), [(each.change(), each.months or range(1, 13)) for each in asked]
    )
    if not result.is_verified:
        raise InvalidInput("province", f"{province}的电价或分档标准我这里还没有核实")
    return wording.together_on_figures(found, result, province, kwh)


def _in_tiers(supposition: Supposition, province: str, today: date) -> Answer:
    change = supposition.request(by_the_hour=False).change()
    if isinstance(change, AddAppliance | AddElectricCar | AddHeatPump) and (
        tiers := by_tier(province, change.kwh, today)
    ):
        return wording.in_tiers(supposition, change.kwh, change.words, province, tiers)
    return wording.ask_household(supposition)
