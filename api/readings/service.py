"""Interval readings for other nouns: of a few customers at once, or of everybody day by day."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import delete, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from api.customers.models import Customer
from api.readings.models import ReadingDay
from customers import Reading

KEPT = timedelta(days=400)  # features look back to the beginning of the month a year ago


class ReadingService:
    """Inside the caller's session."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of(self, account_numbers: Sequence[str], since: date) -> dict[str, tuple[Reading, ...]]:
        """The hours on record from a day on, oldest first; customers without any are left out."""
        mine = ReadingDay.account_number.in_(account_numbers)
        query = select(ReadingDay).where(mine, ReadingDay.day >= since).order_by(ReadingDay.day)
        found: dict[str, list[Reading]] = {}
        for row in await self._session.scalars(query):
            found.setdefault(row.account_number, []).extend(hours_of(row))
        return {number: tuple(readings) for number, readings in found.items()}

    async def all_since(self, since: date, size: int) -> AsyncIterator[Sequence[ReadingDay]]:
        """The days of all who have not switched personal features off, in batches of ``size``."""
        last = ("", date.min)
        while True:
            query = (
                select(ReadingDay)
                .join(Customer, Customer.account_number == ReadingDay.account_number)
                .where(~Customer.recommendation_opt_out, ReadingDay.day >= since)
                .where(tuple_(ReadingDay.account_number, ReadingDay.day) > tuple_(*last))
                .order_by(ReadingDay.account_number, ReadingDay.day)
                .limit(size)
            )
            days = (await self._session.scalars(query)).all()
            if not days:
                return
            yield days
            last = (days[-1].account_number, days[-1].day)
            self._session.expunge_all()

    async def forget(self, before: date) -> int:
        """Delete what is older than a day; returns how many days of readings that were."""
        done = await self._session.execute(delete(ReadingDay).where(ReadingDay.day < before))
        return int(done.rowcount)  # type: ignore[attr-defined]


def hours_of(row: ReadingDay) -> list[Reading]:
    """The measured hours of a day, by local time."""
    midnight = datetime.combine(row.day, time())
    return [Reading(midnight + timedelta(hours=hour), kwh) for hour, kwh in enumerate(row.kwh) if kwh is not None]
