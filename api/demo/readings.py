"""Hourly readings of demonstration customers whose valley share is known: invented, and in keeping with their bills."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from api.demo.billing import month_after
from api.readings.models import ReadingDay
from tariffs import valley_hours

MONTHS = 12  # the newest ones
_WEEK = (0.96, 0.95, 0.97, 0.98, 1.0, 1.09, 1.05)  # Monday to Sunday, against the mean day


def reading_days_of(entry: Mapping[str, Any]) -> Iterator[ReadingDay]:
    """A row for every day of the last twelve months of ``kwh``: the month's energy and valley share come out of it."""
    if "valley_share" not in entry:
        return
    for position in range(len(entry["kwh"]) - MONTHS, len(entry["kwh"])):
        year, month = map(int, month_after(position).split("-"))
        days = [date(year, month, 1) + timedelta(days=ahead) for ahead in range(calendar.monthrange(year, month)[1])]
        mean = entry["kwh"][position] / sum(_WEEK[day.weekday()] for day in days)
        for day in days:
            kwh = _hours(entry, day, mean * _WEEK[day.weekday()])
            yield ReadingDay(account_number=entry["account_number"], day=day, kwh=kwh)


def _hours(entry: Mapping[str, Any], day: date, kwh: float) -> list[float]:
    valley = set(valley_hours(entry["province"], day) or ())
    share = float(entry["valley_share"])
    return [
        round(kwh * (share / len(valley) if hour in valley else (1 - share) / (24 - len(valley))), 4)
        for hour in range(24)
    ]
