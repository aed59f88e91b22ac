"""``python -m api.readings.importing FILE.csv --minutes 15``: interval readings from the metering system.

A header and the columns 户号 account_number, 开始时间 begins_at (local time), 电量 kwh; a row an interval.
Their order does not matter; of one interval given twice the later row counts. An hour is kept once all its
intervals are there; hours that a file does not have stay as they were. Bad rows are named by their number and stop
nothing. DuckDB sorts, so that the size does not matter.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from sqlalchemy import select

from api.customers.models import Customer
from api.database import Database
from api.files import UnreadableFile
from api.outages.upserting import upsert
from api.readings.models import ReadingDay
from api.settings import get_settings

BATCH = 500  # days
NAMED = 20  # bad rows that are named one by one
MOST_KWH = 1_000_000  # in an interval; more is a slip
HEADINGS = {"户号": "account_number", "开始时间": "begins_at", "电量": "kwh"}
_ROWS = """
CREATE TABLE given AS
SELECT row_number() OVER () AS number, trim(account_number) AS account_number,
       try_cast(trim(begins_at) AS TIMESTAMP) AS begins_at, try_cast(trim(kwh) AS DOUBLE) AS kwh,
       CASE WHEN NOT regexp_full_match(coalesce(trim(account_number), ''), '\\d{10}|\\d{13}')
            THEN '户号应为 10 位或 13 位数字'
            WHEN try_cast(trim(begins_at) AS TIMESTAMP) IS NULL THEN '开始时间看不懂，应如 2026-10-01 00:15'
            WHEN epoch(try_cast(trim(begins_at) AS TIMESTAMP)) % (60 * $minutes) <> 0 THEN '开始时间和间隔对不上'
            WHEN NOT coalesce(try_cast(trim(kwh) AS DOUBLE) BETWEEN 0 AND $most, false) THEN '电量应为不小于 0 的数'
       END AS error
FROM read_csv($path, all_varchar = true, header = false, skip = 1, names = $names, null_padding = true)
"""
_DAYS = """
WITH intervals AS (
    SELECT account_number, begins_at, arg_max(kwh, number) AS kwh FROM given WHERE error IS NULL GROUP BY ALL
), hours AS (
    SELECT account_number, begins_at::DATE AS day, hour(begins_at) AS hour, round(sum(kwh), 4) AS kwh FROM intervals
    GROUP BY ALL HAVING count(*) = 60 // $minutes
)
SELECT account_number, day, list(hour ORDER BY hour), list(kwh ORDER BY hour) FROM hours
GROUP BY ALL ORDER BY account_number, day
"""


@dataclass(slots=True)
class ReadingReport:
    """What became of the rows: days of readings stored, bad rows in all and the first of them."""

    days: int = 0
    bad: int = 0
    errors: list[tuple[int, str]] = field(default_factory=list)
    strangers: set[str] = field(default_factory=set)  # account numbers that are not in the register


class ReadingImport:
    """Files of intervals of one length."""

    def __init__(self, database: Database, minutes: int) -> None:
        self._database = database
        self._minutes = minutes

    async def run(self, path: Path) -> ReadingReport:
        """Store what is good. Raises UnreadableFile before anything is stored when the header lacks a column."""
        report = ReadingReport()
        with tempfile.TemporaryDirectory() as folder, duckdb.connect(f"{folder}/readings.duckdb") as connection:
            await asyncio.to_thread(self._read, connection, path, report)
            days = await asyncio.to_thread(connection.execute, _DAYS, {"minutes": self._minutes})
            while batch := await asyncio.to_thread(days.fetchmany, BATCH):
                await self._store(batch, report)
        return report

    def _read(self, connection: duckdb.DuckDBPyConnection, path: Path, report: ReadingReport) -> None:
        given = {"path": str(path), "names": _columns(path), "minutes": self._minutes, "most": MOST_KWH}
        try:
            connection.execute(_ROWS, given)
        except duckdb.Error as error:
            raise UnreadableFile(f"不是可读的 CSV 文件（{str(error).splitlines()[0][:120]}）") from error
        bad = connection.execute("SELECT number, error FROM given WHERE error IS NOT NULL ORDER BY number").fetchmany
        report.errors = [(int(number) + 1, str(reason)) for number, reason in bad(NAMED)]
        counted = connection.execute("SELECT count(*) FROM given WHERE error IS NOT NULL").fetchone()
        report.bad = int(counted[0]) if counted else 0

    async def _store(self, batch: Sequence[tuple[Any, ...]], report: ReadingReport) -> None:
        numbers = {row[0] for row in batch}
        async with self._database.session() as session:
            mine = Customer.account_number.in_(numbers)
            known = set(await session.scalars(select(Customer.account_number).where(mine)))
            report.strangers |= numbers - known
            good = [row for row in batch if row[0] in known]
            query = select(ReadingDay).where(
                ReadingDay.account_number.in_(known), ReadingDay.day.in_({row[1] for row in good})
            )
            before = {(each.account_number, each.day): each.kwh for each in await session.scalars(query)}
            await upsert(session, ReadingDay, [_row(row, before) for row in good])
        report.days += len(good)


def _columns(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        names = [HEADINGS.get(name.strip(), name.strip()) for name in next(csv.reader(file), [])]
    missing = [chinese for chinese, name in HEADINGS.items() if name not in names]
    if missing:
        raise UnreadableFile(f"表头缺少：{'、'.join(missing)}。")
    return names


def _row(row: tuple[str, date, list[int], list[float]], before: dict[tuple[str, date], Any]) -> dict[str, Any]:
    number, day, hours, kwh = row
    known = list(before.get((number, day)) or [None] * 24)
    for hour, energy in zip(hours, kwh, strict=True):
        known[hour] = energy
    return {"account_number": number, "day": day, "kwh": known}


async def main(arguments: list[str]) -> int:
    """Import one file; says how many days were taken and which rows were not."""
    parser = argparse.ArgumentParser(prog="python -m api.readings.importing")
    parser.add_argument("file", type=Path)
    parser.add_argument("--minutes", type=int, choices=(15, 30, 60), required=True, help="length of an interval")
    options = parser.parse_args(arguments)
    database = Database(get_settings().database_url)
    try:
        report = await ReadingImport(database, options.minutes).run(options.file)
    except (OSError, UnicodeDecodeError, UnreadableFile) as error:
        print(f"{options.file}：{error}", file=sys.stderr)
        return 1
    finally:
        await database.close()
    for line, reason in report.errors:
        print(f"第{line}行：{reason}", file=sys.stderr)
    if report.strangers:
        print(f"没有登记的户号 {len(report.strangers)} 个，未导入。", file=sys.stderr)
    print(f"已导入 {report.days} 户日的读数，未导入 {report.bad} 行。")
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
