"""What the late fees of the unpaid bills come to on a day: today, or one that the customer thinks of."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.bills.presentation import money
from api.bills.service import BillService
from api.platform import Platform
from tariffs import Calculation

_JUST_PAST, _YEAR = timedelta(days=60), timedelta(days=365)


class LateFees:
    """The late fees of one account, inside the caller's session."""

    def __init__(self, session: AsyncSession, platform: Platform) -> None:
        self._bills = BillService(session, platform)
        self._today = platform.clock.today()

    async def on(self, account_number: str, day: date | None, month: str | None) -> dict[str, Any]:
        """Each unpaid bill (or that of ``month``) with its fee in yuan if it is paid on ``day`` (none: today), oldest
        first."""
        paid_on = self._coming(day)
        unpaid = [bill for bill in reversed(await self._bills.history(account_number)) if bill.paid_on is None]
        chosen = [bill for bill in unpaid if month in (None, bill.month)]
        fees = [self._bills.late_fee_on(bill, paid_on) for bill in chosen]
        rows = [
            {
                "month": bill.month,
                "amount": money(bill.total),
                "due_date": bill.due_date.isoformat(),
                "days": max(0, (paid_on - bill.due_date).days),
                "late_fee": money(fee.total if fee else Decimal(0)),
                "lines": fee.to_wire()["lines"] if fee else [],
            }
            for bill, fee in zip(chosen, fees, strict=True)
        ]
        total = sum((fee.total for fee in fees if fee), Decimal(0))
        return {"on": paid_on.isoformat(), "bills": rows, "late_fee_total": money(total), "source": _source(fees)}

    def _coming(self, day: date | None) -> date:
        """The day that is meant: a past one of a bare month (12月底) is that of the year to come, else it is today."""
        if day is None or self._today - _JUST_PAST < day < self._today:
            return self._today
        while day < self._today:
            day += _YEAR
        return day


def _source(fees: list[Calculation | None]) -> str | None:
    return next((fee.tariff.source for fee in fees if fee and fee.tariff), None)
