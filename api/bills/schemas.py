"""What the calculator, the scenarios and the refund after a meter test take."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from tariffs import (
    AddAppliance,
    AddElectricCar,
    AddHeatPump,
    Change,
    InvalidInput,
    MoveShareToValley,
    SwitchToTimeOfUse,
)

Month = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
Amount = Annotated[Decimal, Field(ge=0, le=100_000, allow_inf_nan=False)]
Share = Annotated[Decimal, Field(ge=0, le=1, allow_inf_nan=False)]

Kind = Literal[
    "residential_tiered",
    "residential_tiered_tou",
    "ev_tou",
    "late_fee",
    "power_factor",
    "two_part",
    "single_part",
    "meter",
    "meter_error_refund",
    "agency_purchase",
    "agricultural",
]


class MoreUse(AddAppliance):
    """More energy in the month, whatever uses it: ``kilowatts`` for one hour on one day."""

    @property
    def words(self) -> str:
        """In Chinese."""
        return "用电增加"


class BillSpan(BaseModel):
    """A stretch of months: a calendar year or the part of it ``from_month`` to ``to_month``, the newest ``months``, or
    from ``first`` to ``last``; none: a usual one."""

    model_config = ConfigDict(extra="forbid")

    months: Annotated[int | None, Field(ge=1, le=36)] = None
    year: Literal["this", "last"] | None = None
    from_month: Annotated[int, Field(ge=1, le=12)] = 1
    to_month: Annotated[int, Field(ge=1, le=12)] = 12
    first: Month | None = None
    last: Month | None = None


class CalculationRequest(BaseModel):
    """``POST /v1/bills/calculate``: the kind and its inputs, decimals as text."""

    kind: Kind
    input: dict[str, Any]


class MeterRefundRequest(BaseModel):
    """What the test report says: the error, what the meter's class allows (percent), and the months concerned."""

    model_config = ConfigDict(extra="forbid")

    error_percent: Annotated[Decimal, Field(gt=-99, le=1000, allow_inf_nan=False)]
    tolerance_percent: Annotated[Decimal, Field(ge=0, le=100, allow_inf_nan=False)]
    from_month: Month
    to_month: Month


Scenario = Literal[
    "air_conditioner", "appliance", "electric_car", "heat_pump", "move_to_night", "time_of_use", "more_use"
]


class WhatIfRequest(BaseModel):
    """A change of a household. Nothing is assumed: what the scenario needs and is not given is asked for by name."""

    model_config = ConfigDict(extra="forbid")

    scenario: Scenario
    span: Literal["month", "year"] = "year"
    months: tuple[Annotated[int, Field(ge=1, le=12)], ...] = ()  # calendar months concerned; none: all
    name: Annotated[str, StringConstraints(max_length=20)] = ""
    kilowatts: Amount | None = None
    hours_a_day: Annotated[Decimal, Field(ge=0, le=24, allow_inf_nan=False)] | None = None
    days: Annotated[int, Field(ge=0, le=31)] | None = None
    kilometres: Amount | None = None
    kwh_per_100km: Amount | None = None
    heat_kwh: Amount | None = None
    efficiency: Annotated[Decimal, Field(gt=0, le=20, allow_inf_nan=False)] | None = None
    kwh: Amount | None = None
    valley_share: Share | None = None
    share: Share | None = None

    def change(self) -> Change:
        """The change this asks for. Raises InvalidInput naming what is missing."""
        valley = self.valley_share or Decimal(0)
        match self.scenario:
            case "air_conditioner" | "appliance":
                name = self.name or ("空调" if self.scenario == "air_conditioner" else "电器")
                hours, days = self._given("hours_a_day"), int(self._given("days"))
                return AddAppliance(name, self._given("kilowatts"), hours, days, valley)
            case "electric_car":
                return AddElectricCar(self._given("kilometres"), self._given("kwh_per_100km"), valley)
            case "heat_pump":
                return AddHeatPump(self._given("heat_kwh"), self._given("efficiency"), valley)
            case "move_to_night":
                return MoveShareToValley(self._given("share"))
            case "time_of_use":
                return SwitchToTimeOfUse(self._given("valley_share"))
            case "more_use":
                return MoreUse("", self._given("kwh"), Decimal(1), 1, valley)

    def _given(self, name: str) -> Decimal:
        value = getattr(self, name)
        if value is None:
            raise InvalidInput(name, f"请补充{_ASKED[name]}")
        return Decimal(value)


_ASKED = {
    "kilowatts": "电器的功率（千瓦，铭牌上有）",
    "hours_a_day": "每天用几小时",
    "days": "每月用几天",
    "kilometres": "每月大约开多少公里",
    "kwh_per_100km": "车的百公里电耗（千瓦时）",
    "heat_kwh": "每月需要的热量（千瓦时）",
    "efficiency": "热泵的能效比（说明书或能效标识上有）",
    "kwh": "每月多用多少度",
    "share": "白天用电里能移到谷段的比例（0到1）",
    "valley_share": "谷段用电占比（0到1）",
}


class SuppositionRequest(BaseModel):
    """A change in the customer's words, and what they said of it before (values as the last answer gave them)."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
    known: dict[str, Annotated[str, StringConstraints(max_length=200)]] = {}
