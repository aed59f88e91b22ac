"""The tariff-saving letter of one customer: for agents to read, print or save as PDF, and hand to the customer.

It holds nothing but what ``customers.recommend`` computed and the months it was computed from. After the opt-out it is
the neutral list: no month, no figure, no chart.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.customers.letter_charts import line_of, month_bars, saving_bars
from api.customers.models import Customer
from api.customers.presentation import mask_account
from api.customers.profile import CustomerProfile
from api.customers.service import CustomerService
from api.platform import Platform, in_thread
from customers import CustomerRecord, last_year, recommend, saving_curves


class SavingLetter:
    """Reads inside the caller's session and notes there who read which letter."""

    def __init__(self, session: AsyncSession, platform: Platform) -> None:
        self._profile = CustomerProfile(session, platform)
        self._customers = CustomerService(session, platform)
        self._clock = platform.clock

    async def of(self, customer: Customer, agent: str) -> dict[str, Any]:
        """What the template shows."""
        record, today = await self._profile.record(customer), self._clock.today()
        self._customers.note("letter_read", agent, customer.account_number)
        content = await in_thread(lambda: _content(record, today))
        return {"name": customer.name, "account": mask_account(customer.account_number)} | content


def _content(record: CustomerRecord, today: date) -> dict[str, Any]:
    found = recommend(record, today)
    months = (last_year(record, today) or ()) if found.personalised else ()
    savings = [item for item in found.items if item.yearly_saving is not None]
    return {
        "as_of": f"{today.year}年{today.month}月{today.day}日",
        "is_personal": found.personalised,
        "savings": savings,
        "services": [item for item in found.items if item.yearly_saving is None],
        "has_year": bool(months),
        "kwh": f"{sum((month.kwh for month in months), Decimal(0)).normalize():,f}",
        "first_month": _in_chinese(months[0].month) if months else None,
        "last_month": _in_chinese(months[-1].month) if months else None,
        "month_bars": month_bars(months),
        "saving_bars": saving_bars(savings),
        "lines": {curve.package_id: line_of(curve) for curve in saving_curves(record, today)},
    }


def _in_chinese(month: str) -> str:
    """2026-03 → 2026年3月."""
    return f"{month[:4]}年{int(month[5:])}月"
