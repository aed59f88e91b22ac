"""A change of a household as far as it is known: what the customer said, what is assumed, what must be asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from api.bills.schemas import Scenario, WhatIfRequest
from api.bills.suppositions.assumptions import ALL_YEAR, Assumption, assumptions_of, months_of
from api.bills.suppositions.reading import read_appliance, read_scenario, read_values

WINTER = "11-3"
CALLED = {"air_conditioner": "空调", "electric_car": "电动汽车", "heat_pump": "热泵", "more_use": "多用"}
_HEATING = re.compile(r"暖|油汀|小太阳|电热毯|热泵")
_OF_THE_HOUSEHOLD = ("province", "month_kwh")
SCENARIOS: Mapping[str, Scenario] = {
    name: name
    for name in Scenario.__args__  # type: ignore[attr-defined]  # a Literal lists its values there
}


@dataclass(frozen=True, slots=True)
class Supposition:
    """``values``: what was said, by name (decimals as text)."""

    scenario: Scenario
    values: Mapping[str, str]

    @classmethod
    def read(cls, text: str, known: Mapping[str, str]) -> Supposition | None:
        """What ``text`` supposes, or changes of what was supposed before (``known``); None when it is neither."""
        named = read_scenario(text)
        before = known.get("scenario")
        scenario = SCENARIOS.get(named or before or "")
        if scenario is None:
            return None
        kept = known if scenario == before else {name: known[name] for name in _OF_THE_HOUSEHOLD if name in known}
        called = {"name": read_appliance(text)} if named == "appliance" else {}
        values = {**kept, **called, **read_values(text, scenario), "scenario": scenario}
        return cls(scenario, _by_power(values) if scenario == "heat_pump" else values)

    def assumptions(self, by_the_hour: bool) -> tuple[Assumption, ...]:
        """What belongs to the change, said or not."""
        return assumptions_of(self._counted_as, by_the_hour=by_the_hour)

    def assumed(self, by_the_hour: bool) -> dict[str, str]:
        """What is assumed because it was not said."""
        rows = self.assumptions(by_the_hour)
        usual = {each.name: each.value for each in rows if each.value is not None}
        if "season" in usual and _HEATING.search(self.values.get("name", "")):
            usual["season"] = WINTER
        return {name: value for name, value in usual.items() if name not in self.values}

    def missing(self) -> Assumption | None:
        """What has to be asked first."""
        rows = self.assumptions(by_the_hour=False)
        return next((each for each in rows if each.value is None and each.name not in self.values), None)

    def request(self, by_the_hour: bool) -> WhatIfRequest:
        """What is calculated. Raises pydantic's ValidationError for impossible values."""
        values = {**self.assumed(by_the_hour), **self.values}
        given = {name: values[name] for name in WhatIfRequest.model_fields if name in values and name != "scenario"}
        months = months_of(values.get("season", ALL_YEAR))
        return WhatIfRequest.model_validate({**given, "scenario": self._counted_as, "months": months})

    @property
    def called(self) -> str:
        """What the thing is called: 空调, 电热水器."""
        return self.values.get("name") or CALLED.get(self.scenario, "")

    def of_a_month(self) -> Supposition:
        """The same change in one of its months: the season is no question then."""
        return Supposition(self.scenario, {**self.values, "season": ALL_YEAR})

    @property
    def _counted_as(self) -> Scenario:
        return "appliance" if self.scenario == "heat_pump" and "kilowatts" in self.values else self.scenario


def _by_power(values: Mapping[str, str]) -> dict[str, str]:
    """A heat pump of known power is an appliance that runs in winter."""
    return {"name": "热泵", **values} if "kilowatts" in values else dict(values)
