"""``python -m customers.backtest``: was the time-of-use advice right on real loads?

For every household and province: advise on the first twelve complete months, then bill the months after that both ways.
The oracle switches exactly those who would have saved; "cheapest on average" switches everybody or nobody by the
average of the first year. Prices are those of the province, loads those of other countries: this tests the method.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from tariffs import calculate, valley_hours

from .accounts import Account, score_accounts
from .loads import Load, MonthLoad, australian_loads, swiss_loads
from .packages import time_of_use
from .records import CustomerRecord, MonthRecord

PROVINCES = ("山东", "浙江", "江苏")  # complete verified tables with time-of-use
TRAINED, LEAST_TESTED = 12, 6  # months
SOURCES = {"sgsc_halfhourly.parquet": australian_loads, "swiss_15min.parquet": swiss_loads}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One household in one province: what was advised, the saving (yuan) of a switch later, and the bill without."""

    household: str
    province: str
    is_advised: bool
    saving_before: Decimal
    saving_after: Decimal
    bill_after: Decimal


def outcomes(loads: Iterable[tuple[str, Load]], provinces: Sequence[str] = PROVINCES) -> Iterator[Outcome]:
    """Advise and account for every household that has enough months."""
    for household, load in loads:
        run = longest_run(load)
        if len(run) < TRAINED + LEAST_TESTED:
            continue
        for province in provinces:
            months = tuple(record_month(month, province) for month in run)
            yield _outcome(household, province, months)


def score(found: Sequence[Outcome]) -> dict[str, Any]:
    """How often the advice was right, and its saving against the oracle and against one answer for all."""
    before: dict[str, Decimal] = {}
    for each in found:
        before[each.province] = before.get(each.province, Decimal(0)) + each.saving_before
    return score_accounts([_account(each, before[each.province] > 0) for each in found])


def _account(outcome: Outcome, is_cheaper_on_average: bool) -> Account:
    nothing, saving = Decimal(0), outcome.saving_after
    return Account(
        case=f"{outcome.household}, {outcome.province}",
        bill=outcome.bill_after,
        is_advised=outcome.is_advised,
        ours=saving if outcome.is_advised else nothing,
        oracle=max(nothing, saving),
        average=saving if is_cheaper_on_average else nothing,
    )


def longest_run(load: Load) -> Load:
    """The longest stretch of months without a gap."""
    best: Load = ()
    run: Load = ()
    for month in load:
        run = (*run, month) if run and _number(month) == _number(run[-1]) + 1 else (month,)
        best = max(best, run, key=len)
    return best


def _number(month: MonthLoad) -> int:
    return int(month.month[:4]) * 12 + int(month.month[5:])


def record_month(load: MonthLoad, province: str) -> MonthRecord:
    """The month as interval readings give it in a province's windows."""
    day = date.fromisoformat(f"{load.month}-01")
    valley = sum(load.hours[hour] for hour in valley_hours(province, day) or ())
    peak = sum(load.hours) - valley
    valley_kwh, peak_kwh = (Decimal(str(round(kwh, 3))) for kwh in (valley, peak))
    return MonthRecord(load.month, valley_kwh + peak_kwh, peak_kwh=peak_kwh, valley_kwh=valley_kwh)


def _outcome(household: str, province: str, months: tuple[MonthRecord, ...]) -> Outcome:
    record = CustomerRecord(
        account_number=household,
        province=province,
        area="urban",
        category="residential",
        tariff="residential_tiered",
        months=months[:TRAINED],
        kwh_before=Decimal(0),
    )
    day = date.fromisoformat(f"{months[TRAINED - 1].month}-28")
    later = months[TRAINED:]
    before, _ = _switch(province, months[:TRAINED])
    after, bill = _switch(province, later)
    return Outcome(household, province, time_of_use.consider(record, day) is not None, before, after, bill)


def _switch(province: str, months: Sequence[MonthRecord]) -> tuple[Decimal, Decimal]:
    """What a switch saves over months (yuan), and the bill without it. The year's energy before is counted from the
    first month: it changes both bills by the same tiers."""
    saving, bill, used = Decimal(0), Decimal(0), Decimal(0)
    for month in months:
        used = Decimal(0) if month.month.endswith("-01") else used
        common = {"province": province, "year_month": month.month, "cumulative_before": used}
        plain = calculate("residential_tiered", common | {"kwh": month.kwh}).total
        energy = {"peak_kwh": month.peak_kwh, "valley_kwh": month.valley_kwh}
        saving += plain - calculate("residential_tiered_tou", common | energy).total
        bill += plain
        used += month.kwh
    return saving, bill


def backtest(folder: Path, every: int = 1) -> dict[str, dict[str, Any]]:
    """The score of each set that is there and of all together; ``every`` = n takes each n-th household only."""
    scores: dict[str, dict[str, Any]] = {}
    found: list[Outcome] = []
    for name, read in SOURCES.items():
        if (folder / name).exists():
            part = list(outcomes(islice(read(folder / name), 0, None, every)))
            scores[name] = score(part)
            found += part
    return scores | ({"all": score(found)} if found else {})


def main() -> None:
    """Run on the sets that are there and print the scores."""
    parser = argparse.ArgumentParser(description="Backtest of the time-of-use advice on real loads.")
    shared = Path(os.environ.get("DIANDA_SHARED", "../shared"))
    parser.add_argument("--loads", type=Path, default=shared / "data" / "load")
    parser.add_argument("--every", type=int, default=1, help="take each n-th household only")
    given = parser.parse_args()
    scores = backtest(given.loads, given.every)
    print(json.dumps(scores, indent=1) if scores else f"no loads under {given.loads}: skipped")


if __name__ == "__main__":
    main()
