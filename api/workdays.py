"""Working days of China: holidays and the weekends worked in exchange, as published by the State Council."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import chinese_calendar

from nlu.text.clock import SHANGHAI

LAST_MOMENT = time(23, 59, 59)


def is_working_day(day: date) -> bool:
    """Whether offices work. A year whose holidays are not published yet counts Monday to Friday."""
    try:
        return bool(chinese_calendar.is_workday(day))  # type: ignore[no-untyped-call]
    except NotImplementedError:
        return day.weekday() < 5


def after_working_days(start: datetime, days: int) -> datetime:
    """The end of the ``days``-th working day after the day of ``start``; the day itself does not count."""
    day = start.astimezone(SHANGHAI).date()
    left = days
    while left > 0:
        day += timedelta(days=1)
        left -= is_working_day(day)
    return datetime.combine(day, LAST_MOMENT, SHANGHAI)


def working_days_between(earlier: date, later: date) -> int:
    """How many working days lie after ``earlier`` up to and including ``later``; 0 when there are none."""
    days = (later - earlier).days
    return sum(is_working_day(earlier + timedelta(days=step)) for step in range(1, days + 1))
