"""Every limit of the service has a dated row, and deadlines find theirs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from triage import UnknownLimit, limit, limit_keys
from triage.limits import Limit

TODAY = date(2026, 11, 20)
NEEDED = [
    "fault.dispatch",
    "fault.arrive.urban",
    "fault.arrive.rural",
    "fault.arrive.remote",
    "fault.restore.urban",
    "fault.restore.rural",
    "complaint.dispatch",
    "complaint.contact",
    "complaint.reply",
    "opinion.dispatch",
    "opinion.reply",
    "report.dispatch",
    "report.reply",
    "enquiry.dispatch",
    "enquiry.reply",
    "request.dispatch",
    "request.reply",
    "request.reconnect",
    "request.anomaly_check",
    "praise.verify",
    "urge.dispatch",
    "urge.min_interval",
    "urge.max_count",
]


@pytest.mark.parametrize("key", NEEDED)
def test_deadlines_find_their_limit(key: str) -> None:
    found = limit(key, TODAY)
    assert found.value > 0
    assert found.unit
    assert found.confidence in {"H", "M"}


def test_crews_reach_city_village_and_remote_places_in_45_minutes_90_minutes_and_two_hours() -> None:
    reached = [limit(f"fault.arrive.{area}", TODAY) for area in ("urban", "rural", "remote")]
    assert [(row.value, row.unit) for row in reached] == [
        (Decimal(45), "分钟"),
        (Decimal(90), "分钟"),
        (Decimal(2), "小时"),
    ]


def test_an_unknown_key_says_where_to_look() -> None:
    with pytest.raises(UnknownLimit, match=r"limits\.yml"):
        limit("fault.nowhere", TODAY)


def test_keys_are_listed() -> None:
    assert set(NEEDED) <= set(limit_keys())


@pytest.mark.parametrize(
    ("day", "holds"),
    [(date(2024, 12, 31), False), (date(2025, 1, 1), True), (date(2025, 6, 30), True), (date(2025, 7, 1), False)],
)
def test_a_row_holds_between_its_dates(day: date, holds: bool) -> None:
    row = Limit("a", Decimal(1), "天", "1天", "", "", "H", date(2025, 1, 1), date(2025, 6, 30))
    assert row.holds_on(day) is holds
