"""The few records an agent wants to see at once: the newest bills, what is owed, applications under way, outages."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.applications.service import ApplicationService
from api.bills.service import BillService
from api.customers.service import CustomerService
from api.outages.service import OutageService
from api.platform import Platform

BILLS_SHOWN = 3


class RecentRecords:
    """Reads other nouns' records through their services."""

    def __init__(self, session: AsyncSession, platform: Platform) -> None:
        self._session = session
        self._platform = platform

    async def of(self, account_number: str | None) -> dict[str, Any]:
        """Empty for a customer who is not verified."""
        customer = await CustomerService(self._session, self._platform).find(account_number) if account_number else None
        if customer is None:
            return {}
        bills = BillService(self._session, self._platform)
        outages = OutageService(self._session, self._platform.clock)
        outage = await outages.at(None, customer.address, customer.account_number)  # the feeder says more than the road
        return {
            "bills": [_bill(each) for each in (await bills.all_of(customer.account_number))[:BILLS_SHOWN]],
            "balance": await bills.balance(customer.account_number, customer.balance),
            "applications": await ApplicationService(self._session, self._platform).of(customer.account_number),
            "outage": outage.to_wire() if outage.status not in {"none", "unknown_address"} else None,
        }


def _bill(bill: dict[str, Any]) -> dict[str, Any]:
    return {name: bill.get(name) for name in ("month", "kwh", "total", "due_date", "paid", "late_fee")}
