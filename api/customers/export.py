"""``python -m api.customers.export FOLDER``: the product's database as the tables that ``customers.refresh`` reads.

Reads SQLite or PostgreSQL by the gateway's settings, a batch of customers in a transaction of its own, through the same
records as an agent's view. What goes out: account number, category, tags, shares, counts, months, matters and hours.
Names, addresses, telephone numbers and texts are never read. An older export is replaced once the new one is whole.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func, select
from sqlalchemy.orm import load_only

from api.customers.models import Customer
from api.customers.records import YEAR, CustomerRecords
from api.platform import Platform
from api.readings.models import ReadingDay
from api.readings.service import ReadingService
from api.settings import get_settings
from customers import TableFiles

BATCH = 2000  # customers
DAYS = 10_000  # of readings
MONTHS_BACK = timedelta(days=18 * 31)  # older months cannot decide: a newest month of four months ago is too old
_READ = (
    Customer.province, Customer.area, Customer.category, Customer.tariff, Customer.tags, Customer.prices,
    Customer.period_shares, Customer.household_members, Customer.has_household_quota, Customer.capacity_kva,
    Customer.contract_demand_kw, Customer.demand_basis, Customer.valley_share, Customer.kwh_before, Customer.reminders,
    Customer.online_share, Customer.ev_kwh_month, Customer.recommendation_opt_out,
)  # fmt: skip
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Exported:
    """What one run wrote."""

    as_of: str
    customers: int
    days_of_readings: int
    seconds: float


class CustomerExport:
    """One database into one folder."""

    def __init__(self, platform: Platform, say: Say | None = None) -> None:
        self._platform = platform
        self._say = say or (lambda _: None)

    async def run(self, folder: Path) -> Exported:
        """Write the folder as of the platform's today."""
        started, today = time.perf_counter(), self._platform.clock.today()
        files = TableFiles(folder)
        customers = await self._write_customers(files, today)
        days = await self._write_readings(files, today)
        files.finish()
        return Exported(today.isoformat(), customers, days, round(time.perf_counter() - started, 1))

    async def _write_customers(self, files: TableFiles, today: date) -> int:
        since, done, last = f"{today - MONTHS_BACK:%Y-%m}", 0, ""
        async with self._platform.database.reading() as session:
            total = await session.scalar(select(func.count()).select_from(Customer))
        while True:
            async with self._platform.database.reading() as session:
                after = (
                    select(Customer).options(load_only(*_READ, raiseload=True)).where(Customer.account_number > last)
                )
                customers = (await session.scalars(after.order_by(Customer.account_number).limit(BATCH))).all()
                if not customers:
                    return done
                wanted = CustomerRecords(session, self._platform)
                records = await wanted.of(customers, months_since=since, with_readings=False)
            await asyncio.to_thread(files.add_records, records)
            done, last = done + len(customers), customers[-1].account_number
            self._say(f"{done} of {total} customers")

    async def _write_readings(self, files: TableFiles, today: date) -> int:
        since, done = (today - YEAR).replace(day=1), 0
        async for days in self._days(since):
            await asyncio.to_thread(files.add, {"readings": _columns(days)})
            done += len(days)
            self._say(f"{done} days of readings")
        return done

    async def _days(self, since: date) -> AsyncIterator[Sequence[ReadingDay]]:
        async with self._platform.database.reading() as session:
            async for days in ReadingService(session).all_since(since, DAYS):
                yield days


def _columns(days: Sequence[ReadingDay]) -> dict[str, NDArray[Any]]:
    """A row for each measured hour."""
    kwh = np.array([day.kwh for day in days], dtype=float)  # days × 24; None becomes NaN
    is_measured = ~np.isnan(kwh)
    midnights = np.array([day.day for day in days], dtype="datetime64[us]")
    moments = midnights[:, None] + np.arange(24) * np.timedelta64(1, "h")
    numbers = np.array([day.account_number for day in days], dtype=object)
    return {
        "account_number": np.repeat(numbers, is_measured.sum(axis=1)),
        "read_at": moments[is_measured],
        "kwh": kwh[is_measured],
    }


async def _main() -> None:
    parser = argparse.ArgumentParser(description="Export the customers for customers.refresh.")
    parser.add_argument("folder", type=Path, help="where the tables go: <table>/*.parquet")
    given = parser.parse_args()
    platform = Platform(get_settings())
    try:
        export = CustomerExport(platform, lambda line: print(line, file=sys.stderr, flush=True))
        print(json.dumps(asdict(await export.run(given.folder))))
    finally:
        await platform.close()


if __name__ == "__main__":
    asyncio.run(_main())
