"""The complaint hint of a customer, put together from tickets, bills and outages. For the agents' briefing alone.

No endpoint of customers, no ticket, no deadline and no recommendation may ask for it: a test reads every import.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.bills.service import BillService
from api.customers.models import Customer
from api.customers.service import CustomerService
from api.outages.service import OutageService
from api.platform import Platform
from api.tickets.history import TicketHistory
from customers import ComplaintRates, ServiceEvent, ServiceHistory, complaint_hint

LOOKED_BACK, OUTAGES_BACK = timedelta(days=365), timedelta(days=62)  # not shorter than the signals' windows
RATES = "complaint_rates.json"  # beside the other state, once a review has found enough complaints


class ComplaintHints:
    """Reads inside the caller's session."""

    def __init__(self, session: AsyncSession, platform: Platform) -> None:
        self._customers = CustomerService(session, platform)
        self._tickets = TicketHistory(session)
        self._bills = BillService(session, platform)
        self._outages = OutageService(session, platform.clock)
        self._platform = platform

    async def of(self, account_number: str | None) -> dict[str, Any] | None:
        """The hint of today; None for strangers, for who switched personal features off, and without a reason."""
        customer = await self._customers.find(account_number) if account_number else None
        if customer is None or customer.recommendation_opt_out:
            return None
        now = self._platform.clock.now()
        history = await self.history(customer, now - LOOKED_BACK, now - OUTAGES_BACK)
        rates = ComplaintRates.read(self._platform.settings.var / RATES)
        hint = complaint_hint(history, now.date(), rates)
        return hint.to_wire() if hint else None

    async def history(self, customer: Customer, since: datetime, outages_since: datetime) -> ServiceHistory:
        """What happened between a customer and us since a moment; their outages may be asked for a shorter time."""
        now, account = self._platform.clock.now(), customer.account_number
        events = await self._tickets.service_events(account, since, now)
        outages = await self._outages.faults_of(customer, outages_since)
        events += [ServiceEvent("outage", each.start.date()) for each in outages]
        events += await self._late_payments(account, since.date(), now.date())
        return ServiceHistory(account, tuple(events))

    async def _late_payments(self, account_number: str, since: date, today: date) -> list[ServiceEvent]:
        bills = await self._bills.history(account_number)
        late = [bill for bill in bills if since <= bill.due_date < (bill.paid_on or today)]
        return [ServiceEvent("late_payment", bill.due_date + timedelta(days=1)) for bill in late]
