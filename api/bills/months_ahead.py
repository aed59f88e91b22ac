"""The coming months of one account: each bill with an interval, and how far into the tiers the year will go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tariffs import (
    RESIDENTIAL,
    BillForecast,
    EnergyForecast,
    Interval,
    TierForecast,
    calculate,
    forecast_bill,
    forecast_energy,
    forecast_tier,
)

MOST_AHEAD = 3  # a bill further off is a guess
YEAR = 12
NO_TIERS = "这一户不执行居民阶梯电价，没有分档。"
HIGHEST = "今年的用电已经进了第三档，明年1月起重新从第一档算。"
UNKNOWN = "这里的分档标准尚未核实，说不准什么时候进下一档。"


@dataclass(frozen=True, slots=True)
class RecordedMonth:
    """A month on record: ``given`` is the input of its calculation, the energy in kWh."""

    month: str
    kind: str
    given: Mapping[str, Any]
    kwh: Decimal


@dataclass(frozen=True, slots=True)
class MonthsAhead:
    """``recorded``: newest first; ``energy``: what comes, at least to January."""

    recorded: Sequence[RecordedMonth]
    energy: EnergyForecast

    @classmethod
    def of(cls, recorded: Sequence[RecordedMonth]) -> MonthsAhead | None:
        """None where too few months are on record."""
        to_january = YEAR - int(recorded[0].month[5:]) % YEAR + 1
        energy = forecast_energy({each.month: each.kwh for each in recorded}, to_january)
        return cls(recorded, energy) if energy else None

    def bills(self, until: str, kwh: Decimal | None = None) -> list[BillForecast]:
        """Every bill up to the month ``until``; ``kwh`` replaces what that month is expected to use."""
        last = self.energy.months.index(until)
        return [self._bill(at, kwh if at == last else None) for at in range(last + 1)]

    def tiers(self) -> list[TierForecast]:
        """The next tier, and after the second the third; none where there are no tiers or they are not verified."""
        newest = self.recorded[0]
        first = forecast_tier(newest.given, newest.kind, newest.month, self.energy)
        if first is None or first.tier == 3 or not self._continues_the_year:
            return [first] if first else []
        return [first, self._third(first)]

    @property
    def why_no_tier(self) -> str:
        """Why no tier is ahead."""
        newest = self.recorded[0]
        if newest.kind not in RESIDENTIAL or newest.given.get("customer_type") == "combined":
            return NO_TIERS
        tiers = calculate(newest.kind, newest.given).tiers
        return HIGHEST if tiers and tiers[2] > 0 else UNKNOWN

    @property
    def _continues_the_year(self) -> bool:
        return self.recorded[0].month[:4] == self.energy.months[0][:4]

    def _bill(self, at: int, kwh: Decimal | None) -> BillForecast:
        """The bill of the month ``at`` ahead, after the months before it went as expected."""
        newest, months = self.recorded[0], self.energy.months
        interval = Interval(kwh, kwh, kwh) if kwh is not None else self.energy.kwh[at]
        energy = replace(self.energy, months=months[at:], kwh=(interval, *self.energy.kwh[at + 1 :]))
        last_year = f"{int(months[at][:4]) - 1}{months[at][4:]}"
        like = next((each.given for each in self.recorded if each.month == last_year), None)
        before = months[at - 1] if at else newest.month
        return forecast_bill(self._carried_on(at), newest.kind, before, energy, like)

    def _carried_on(self, at: int) -> Mapping[str, Any]:
        """The newest month's input as if the months before ``at`` had been used: the tiers go on from there."""
        newest, months = self.recorded[0], self.energy.months
        if not at or newest.kind not in RESIDENTIAL:
            return newest.given
        skipped = zip(months[:at], self.energy.kwh[:at], strict=True)
        used = sum((each.middle for month, each in skipped if month[:4] == months[at][:4]), Decimal(0))
        if newest.month[:4] == months[at][:4]:
            used += Decimal(str(newest.given.get("cumulative_before", 0))) + newest.kwh
        return {**newest.given, "cumulative_before": used - newest.kwh}

    def _third(self, second: TierForecast) -> TierForecast:
        """How likely the year goes beyond the second tier's end as well."""
        newest, year = self.recorded[0], self.energy.months[0][:4]
        raised = {**newest.given, "cumulative_before": second.limit - newest.kwh}
        third = forecast_tier(raised, newest.kind, newest.month, self.energy) or second
        length = sum(month[:4] == year for month in self.energy.months)
        over = sum(sum(path[:length]) > third.limit - second.used for path in self.energy.paths)
        share = (Decimal(over) / len(self.energy.paths)).quantize(Decimal("0.01"), ROUND_HALF_UP)
        return replace(third, used=second.used, probability=share, likely_month=None, earliest=None, latest=None)
