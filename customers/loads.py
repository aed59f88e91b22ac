"""Interval readings of real households, brought to months of hourly energy, for backtests.

Two public sets (not part of the product, absent on most machines): 101 Australian households at 30 minutes over two
years and 537 Swiss ones at 15 minutes over seven weeks. Nothing of them is kept.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

COVERAGE = 0.9  # share of a month's readings that must be there
_YEARS_ON = 12  # 2012–2014 becomes 2024–2026, when all tables are in force; months keep their season's number
_WEEKS_A_MONTH = 365 / 12 / 7


@dataclass(frozen=True, slots=True)
class MonthLoad:
    """One month of a household: ``hours`` is the energy (kWh) used in each hour of the day, summed over the month."""

    month: str
    hours: tuple[float, ...]


Load = tuple[MonthLoad, ...]


def australian_loads(path: Path) -> Iterator[tuple[str, Load]]:
    """Households with their complete months, oldest first. Months with 90 % of their readings are scaled up."""
    rows = (
        duckdb.connect()
        .execute(
            """
        SELECT customer_id, date_part('year', reading_datetime)::INT, date_part('month', reading_datetime)::INT,
               date_part('hour', reading_datetime)::INT, sum(general_supply_kwh + controlled_load_kwh), count(*)
        FROM read_parquet(?) GROUP BY ALL ORDER BY ALL
        """,
            [str(path)],
        )
        .fetchall()
    )
    homes: dict[str, dict[tuple[int, int], list[tuple[float, int]]]] = {}
    for home, year, month, hour, kwh, count in rows:
        hours = homes.setdefault(home, {}).setdefault((year, month), [(0.0, 0)] * 24)
        hours[hour] = (kwh, count)
    for home, months in homes.items():
        load = tuple(found for key, hours in sorted(months.items()) if (found := _month(*key, hours)))
        yield f"au-{home}", load


def _month(year: int, month: int, hours: list[tuple[float, int]]) -> MonthLoad | None:
    readings = 2 * calendar.monthrange(year, month)[1]
    if min(count for _, count in hours) < COVERAGE * readings:
        return None
    return MonthLoad(f"{year + _YEARS_ON}-{month:02d}", tuple(kwh * readings / count for kwh, count in hours))


def swiss_loads(path: Path, trained_weeks: int = 4) -> Iterator[tuple[str, Load]]:
    """Households as a year made of their first weeks, followed by a year made of the weeks after: the test is whether
    the share learnt from the first weeks holds in the others."""
    table = duckdb.connect().execute("SELECT * FROM read_parquet(?)", [str(path)]).fetchnumpy()
    names = [name for name in table if name != "VID"]
    values = np.column_stack([np.asarray(table[name], dtype=float) for name in names])
    hours = np.nansum(values.reshape(len(values), -1, 7, 24, 4), axis=(2, 4))  # household, week, hour of the day
    for home, weeks in zip(table["VID"], hours, strict=True):
        first, second = (part.mean(axis=0) * _WEEKS_A_MONTH for part in (weeks[:trained_weeks], weeks[trained_weeks:]))
        yield f"ch-{home}", tuple(_typical(position, first if position < 12 else second) for position in range(24))


def _typical(position: int, hours: np.ndarray[tuple[int], np.dtype[np.float64]]) -> MonthLoad:
    return MonthLoad(f"{2024 + position // 12}-{position % 12 + 1:02d}", tuple(float(kwh) for kwh in hours))
