"""Is it true what is said of moving use into the night and of a meter for the car? Tried on real half-hourly loads.

Told on a household's first twelve months, accounted on those after them (six at least) beside the same months of the
first year. What is real: the homes' loads and, for the car, the hours of the one night load in the data that has a
meter of its own (an Australian boiler). What is assumed: that a tenth of the peak was moved (``peak_shift``), and a car
that charges CAR kWh every month (``ev_meter``). Neither can tell whether somebody does so. Photovoltaics and registered
members of a household are in no set: roofs and the household quota cannot be tried at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

import duckdb

from .accounts import share
from .backtest import LEAST_TESTED, PROVINCES, TRAINED, longest_run, record_month
from .loads import Load, australian_loads
from .packages import ev_meter, peak_shift
from .packages.peak_shift import shift_saving
from .records import CustomerRecord, MonthRecord
from .year import Case, cases_of, saving_between

LOADS = "sgsc_halfhourly.parquet"
CAR, CAR_PROVINCE = Decimal(150), "湖北"  # kWh a month (1000 km); the province with prices for piles
_NEAR = 0.2  # a promise is kept when what came lies within a fifth of it, or above


@dataclass(frozen=True, slots=True)
class Told:
    """What one household was told that some months would bring (yuan), what they brought, and their bill
    without."""

    promised: Decimal | None  # None: told nothing
    came: Decimal
    bill: Decimal


def shifts(loads: Iterable[tuple[str, Load]], provinces: Sequence[str] = PROVINCES) -> Iterator[Told]:
    """A tenth of the peak moved, for households on time-of-use."""
    for home, run in _long_enough(loads):
        for province in provinces:
            months = tuple(record_month(month, province) for month in run)
            record = _record(home, province, "residential_tiered_tou", months)
            first, later = _periods(record)
            is_told = peak_shift.consider(*_after_a_year(record)) is not None
            yield Told(shift_saving(first).amount if is_told else None, shift_saving(later).amount, _bill(later))


def cars(loads: Iterable[tuple[str, Load]], hours: Sequence[float]) -> Iterator[Told]:
    """A car added to each home and put on a meter of its own. ``hours``: the share of its energy in each hour."""
    for home, run in _long_enough(loads):
        months = tuple(MonthRecord(month.month, _kwh(sum(month.hours)) + CAR) for month in run)
        record = replace(
            _record(home, CAR_PROVINCE, "residential_tiered", months), tags=("ev_owner",), ev_kwh_month=CAR
        )
        first, later = _periods(record)
        found = ev_meter.consider(*_after_a_year(record))
        is_told = found is not None and found.yearly_saving is not None
        promised = saving_between(first, ev_meter.apart(first, CAR, Decimal(1))).amount
        came = saving_between(later, _by_hours(ev_meter.apart(later, CAR, Decimal(1)), hours)).amount
        yield Told(promised if is_told else None, came, _bill(later))


def score_told(found: Sequence[Told]) -> dict[str, Any]:
    """Of those who were told something: what came against the promise; of all: the saving against who knew it."""
    told = [each for each in found if each.promised]
    kept = [float(each.came / each.promised) for each in told if each.promised]
    return {
        "cases": len(found),
        "advised": len(told),
        "saving_of_oracle": share(
            float(sum(each.came for each in told)), float(sum(max(Decimal(0), each.came) for each in found))
        ),
        "came_of_promised_median": round(median(kept), 3) if kept else 0.0,
        "promise_kept": share(sum(each >= 1 - _NEAR for each in kept), len(kept)),
        "worse_off_by_more_than_1_percent": sum(each.came < -each.bill / 100 for each in told),
    }


def habit_backtest(folder: Path, every: int = 1) -> dict[str, dict[str, Any]]:
    """The scores of both; empty where the data are absent."""
    path = folder / LOADS
    if not path.exists():
        return {}
    loads = [each for place, each in enumerate(australian_loads(path)) if place % every == 0]
    scores = {"a tenth of the peak moved": score_told(list(shifts(loads)))}
    if hours := night_hours(path):
        scores[f"a car of {CAR} kWh a month on its own meter"] = score_told(list(cars(loads, hours)))
    return scores


def night_hours(path: Path) -> tuple[float, ...]:
    """The share of the separately metered night load in each hour of the day; empty where nobody has one."""
    rows = (
        duckdb.connect()
        .execute(
            """
        SELECT date_part('hour', reading_datetime)::INT AS hour, sum(controlled_load_kwh) FROM read_parquet(?)
        GROUP BY ALL ORDER BY ALL
        """,
            [str(path)],
        )
        .fetchall()
    )
    total = sum(kwh for _, kwh in rows)
    return tuple(kwh / total for _, kwh in rows) if total else ()


def _long_enough(loads: Iterable[tuple[str, Load]]) -> Iterator[tuple[str, Load]]:
    for home, load in loads:
        run = longest_run(load)
        if len(run) >= TRAINED + LEAST_TESTED:
            yield home, run


def _record(home: str, province: str, tariff: str, months: tuple[MonthRecord, ...]) -> CustomerRecord:
    return CustomerRecord(home, province, "urban", "residential", tariff, months, kwh_before=Decimal(0))


def _after_a_year(record: CustomerRecord) -> tuple[CustomerRecord, date]:
    """The record as it was when the advice was given, and the day."""
    return replace(record, months=record.months[:TRAINED]), date.fromisoformat(f"{record.months[TRAINED - 1].month}-28")


def _periods(record: CustomerRecord) -> tuple[tuple[Case, ...], tuple[Case, ...]]:
    """The months after the first year, a year at most, and before them the same calendar months of the first year."""
    later = record.months[TRAINED : 2 * TRAINED]
    seasons = {month.month[5:] for month in later}
    first = [month for month in record.months[:TRAINED] if month.month[5:] in seasons]
    return cases_of(record, first) or (), cases_of(record, later) or ()


def _by_hours(cases: Sequence[Case], hours: Sequence[float]) -> list[Case]:
    """The car's months by the hours in which it really charges."""
    by_hour = {"kwh_by_hour": [_kwh(float(CAR) * part) for part in hours]}
    return [
        Case("ev_tou", {name: each.input[name] for name in ("province", "year_month")} | by_hour)
        if each.kind == "ev_tou"
        else each
        for each in cases
    ]


def _bill(cases: Sequence[Case]) -> Decimal:
    return sum((case.bill().total for case in cases), Decimal(0))


def _kwh(value: float) -> Decimal:
    return Decimal(str(round(value, 3)))
