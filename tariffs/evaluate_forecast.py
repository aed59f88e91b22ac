"""``python -m tariffs.evaluate_forecast``: how often the true energy lies in the 80 % interval.

For every customer and every month with enough months before it, the forecast is made from what came before. The factor
of the interval's width was chosen on the households; the enterprises were not looked at for that. Beside it stands the
naive forecast: the same month of last year, or the newest month where there is none.
"""

from __future__ import annotations

import argparse
import calendar
import csv
import json
import lzma
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

from .energy_forecast import YEAR, forecast_energy

_COVERAGE = 0.9  # share of a month's half-hours that must be there; such months are scaled up
_AHEAD = 3
History = Mapping[str, Decimal]


def monthly_energy(path: Path) -> dict[str, dict[str, Decimal]]:
    """Household → month → kWh of the Australian half-hourly readings (CC BY 3.0 AU), complete months only."""
    import duckdb  # only this evaluation reads files

    rows = (
        duckdb.connect()
        .execute(
            """
        SELECT customer_id, strftime(reading_datetime, '%Y-%m'), sum(general_supply_kwh + controlled_load_kwh), count(*)
        FROM read_parquet(?) GROUP BY ALL ORDER BY ALL
        """,
            [str(path)],
        )
        .fetchall()
    )
    homes: dict[str, dict[str, Decimal]] = {}
    for home, month, kwh, count in rows:
        readings = 48 * _days(month)
        if count >= _COVERAGE * readings:
            homes.setdefault(str(home), {})[month] = Decimal(f"{kwh * readings / count:.3f}")
    return homes


def enterprise_energy(path: Path, every: int = 3) -> dict[str, dict[str, Decimal]]:
    """Enterprise → month → kWh of the Yangzhong days (1 kWh a day means idle), complete months of each n-th one."""
    with lzma.open(path, "rt", encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        columns = [place for place, name in enumerate(next(rows)) if name.isdecimal() and int(name) % every == 0]
        months: dict[str, list[list[float]]] = {}
        for row in rows:
            months.setdefault(row[0][:7], []).append([float(row[place] or 0) for place in columns])
    whole = {month: days for month, days in months.items() if len(days) == _days(month)}
    return {
        str(place): {month: Decimal(f"{sum(day[place] for day in days):.1f}") for month, days in whole.items()}
        for place in range(len(columns))
    }


def score_forecasts(customers: Mapping[str, History]) -> dict[str, Any]:
    """Coverage of the interval, median error (ours and naive) and median width, for the next month and for three."""
    parts: dict[str, list[Outcome]] = {}
    for history in customers.values():
        for is_seasonal, outcome in _outcomes(history, 1):
            parts.setdefault("a year or more" if is_seasonal else "under a year", []).append(outcome)
        for is_seasonal, outcome in _outcomes(history, _AHEAD):
            if is_seasonal:
                parts.setdefault(f"{_AHEAD} months ahead", []).append(outcome)
    return {name: _score(found) for name, found in sorted(parts.items())}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One forecast against what came: errors and width relative to the true energy."""

    is_covered: bool
    error: float
    naive_error: float
    width: float


def _outcomes(history: History, ahead: int) -> Iterator[tuple[bool, Outcome]]:
    months = sorted(history)
    for position in range(1, len(months) - ahead + 1):
        found = forecast_energy({month: history[month] for month in months[:position]}, ahead)
        coming = tuple(months[position : position + ahead])
        if found is None or found.months != coming or any(history[month] < 1 for month in coming):
            continue
        truth = float(sum(history[month] for month in coming))
        if ahead == 1:
            low, middle, high = map(float, (found.kwh[0].low, found.kwh[0].middle, found.kwh[0].high))
        else:
            sums = sorted(sum(path) for path in found.paths)
            low, high = sums[len(sums) // 10], sums[-len(sums) // 10]
            middle = float(sum(each.middle for each in found.kwh))
        naive = float(sum(_naive(history, months[position - 1], month) for month in coming))
        outcome = Outcome(
            is_covered=low <= truth <= high,
            error=abs(middle - truth) / truth,
            naive_error=abs(naive - truth) / truth,
            width=(high - low) / truth,
        )
        yield found.months_used >= YEAR, outcome


def _naive(history: History, newest: str, month: str) -> Decimal:
    """The same month of last year, else the newest month known."""
    return history.get(f"{int(month[:4]) - 1}{month[4:]}", history[newest])


def _score(found: Sequence[Outcome]) -> dict[str, float | int]:
    return {
        "forecasts": len(found),
        "covered": round(sum(each.is_covered for each in found) / len(found), 3),
        "median_error": round(median(each.error for each in found), 3),
        "median_error_naive": round(median(each.naive_error for each in found), 3),
        "median_width": round(median(each.width for each in found), 3),
    }


def _days(month: str) -> int:
    return calendar.monthrange(int(month[:4]), int(month[5:]))[1]


SOURCES: dict[str, Callable[[Path], dict[str, dict[str, Decimal]]]] = {
    "sgsc_halfhourly.parquet": monthly_energy,
    "yangzhong_daily.csv.xz": enterprise_energy,
}


def forecast_backtest(folder: Path) -> dict[str, dict[str, Any]]:
    """The scores of each set of loads that is there."""
    return {name: score_forecasts(read(folder / name)) for name, read in SOURCES.items() if (folder / name).exists()}


def main() -> None:
    """Print the scores of the sets that are there."""
    parser = argparse.ArgumentParser(description="Backtest of the energy forecast on real customers.")
    parser.add_argument("--loads", type=Path, default=Path("../shared/data/load"))
    folder = parser.parse_args().loads
    scores = forecast_backtest(folder)
    print(json.dumps(scores, indent=1) if scores else f"no loads under {folder}: skipped")


if __name__ == "__main__":
    main()
