"""Interval readings come from the metering system's files, are kept by the hour, and go when they are too old."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from api.files import UnreadableFile
from api.readings.importing import ReadingImport
from api.readings.models import ReadingDay
from api.readings.retention import Retention
from api.readings.service import ReadingService

HOME = "4201060001"
DAY = date(2026, 10, 1)


def quarter_hours(kwh=0.25, hours=range(24), number=HOME, day=DAY):
    """Rows of one day; every hour sums up to four times ``kwh``."""
    return [f"{number},{day} {hour:02d}:{minute:02d},{kwh}" for hour in hours for minute in (0, 15, 30, 45)]


@pytest.fixture
def take(desk, tmp_path):
    """Import rows; gives the report and the hours kept of the home's day."""

    async def run(rows, header="户号,开始时间,电量", minutes=15):
        path = tmp_path / "readings.csv"
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8-sig")
        report = await ReadingImport(desk.platform.database, minutes).run(path)
        async with desk.platform.database.reading() as session:
            row = await session.get(ReadingDay, (HOME, DAY))
        return report, row.kwh if row else None

    return run


async def test_quarters_become_hours_whatever_their_order(take):
    report, hours = await take(reversed(quarter_hours()))
    assert (report.days, report.bad, hours) == (1, 0, [1.0] * 24)


async def test_an_hour_with_a_quarter_missing_is_unknown_until_it_is_there(take):
    rows = quarter_hours()
    _, hours = await take(rows[:-1])
    assert hours == [1.0] * 23 + [None]
    _, hours = await take(quarter_hours(0.5, hours=[23]))
    assert hours == [1.0] * 23 + [2.0]


async def test_of_an_interval_given_twice_the_later_row_counts(take):
    _, hours = await take([*quarter_hours(), *quarter_hours(1.0, hours=[0])])
    assert hours == [4.0] + [1.0] * 23


async def test_bad_rows_are_named_and_stop_nothing(take):
    rows = [*quarter_hours(), "123,2026-10-01 00:00,1", f"{HOME},gestern,1", f"{HOME},2026-10-01 00:07,1"]
    report, hours = await take([*rows, f"{HOME},2026-10-01 00:00,-1", *quarter_hours(number="9999999999")])
    assert hours == [1.0] * 24
    assert [line for line, _ in report.errors] == [98, 99, 100, 101]
    assert (report.bad, report.strangers) == (4, {"9999999999"})


async def test_a_file_without_a_column_is_refused_as_a_whole(take):
    with pytest.raises(UnreadableFile, match="电量"):
        await take(["4201060001,2026-10-01 00:00"], header="户号,开始时间")


async def test_readings_are_given_back_by_the_hour_for_whom_and_since_when_was_asked(take, desk):
    await take([*quarter_hours(), *quarter_hours(day=DAY - timedelta(days=1))])
    async with desk.platform.database.reading() as session:
        found = await ReadingService(session).of([HOME, "4201060009"], DAY)
    assert list(found) == [HOME]
    assert [(each.read_at, each.kwh) for each in found[HOME]][:2] == [
        (datetime(2026, 10, 1, hour), 1.0) for hour in (0, 1)
    ]


async def test_what_features_no_longer_look_at_is_deleted(take, desk):
    await take([*quarter_hours(), *quarter_hours(day=date(2025, 10, 10))])
    desk.clock.advance(days=5)
    assert await Retention(desk.platform).look() == 1
    async with desk.platform.database.reading() as session:
        oldest = await session.scalar(select(ReadingDay.day).order_by(ReadingDay.day).limit(1))
    assert oldest == date(2025, 11, 1)


async def test_the_demonstrations_readings_are_in_keeping_with_its_bills(desk):
    async with desk.platform.database.reading() as session:
        found = await ReadingService(session).of(["3701020010"], date(2026, 10, 1))
    assert sum(each.kwh for each in found["3701020010"]) == pytest.approx(185, abs=0.1)
    evening = sum(each.kwh for each in found["3701020010"] if 8 <= each.read_at.hour < 22)
    assert evening == pytest.approx(0.3 * 185, abs=0.1)
