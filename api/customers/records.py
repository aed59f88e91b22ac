"""The records that segments and recommendations read, put together from the register, bills, tickets, chats and meters.

One customer or a batch of them go the same way, so that a nightly export says what an agent's view says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any, cast

from sqlalchemy.ext.asyncio import AsyncSession

from api.bills.service import BillService
from api.conversations.wishes import Wishes
from api.customers.contacts import contacts_of
from api.customers.models import Customer
from api.platform import Platform
from api.readings.service import ReadingService
from api.tickets.history import TicketHistory
from customers import Category, Contact, CustomerRecord, MonthRecord, Reading

YEAR = timedelta(days=365)


class CustomerRecords:
    """Reads inside the caller's session, a few statements for a batch of customers.

    Who switched personal features off has neither chats nor readings in the record: bills and tickets are the
    contract's, those are theirs.
    """

    def __init__(self, session: AsyncSession, platform: Platform) -> None:
        self._bills = BillService(session, platform)
        self._tickets = TicketHistory(session)
        self._wishes = Wishes(session)
        self._readings = ReadingService(session)
        self._clock = platform.clock

    async def of(
        self, customers: Sequence[Customer], *, months_since: str = "", with_readings: bool = True
    ) -> list[CustomerRecord]:
        """The record of each customer as of today, in the order given. A bulk may go without old months (before
        YYYY-MM) and without readings, which are many."""
        numbers = [each.account_number for each in customers]
        personal = [each.account_number for each in customers if not each.recommendation_opt_out]
        year_ago = self._clock.now() - YEAR
        months = await self._bills.months_of(numbers, months_since)
        contacts = contacts_of(await self._tickets.filed(numbers, year_ago), await self._wishes.of(personal, year_ago))
        since = year_ago.date().replace(day=1)
        readings = await self._readings.of(personal, since) if with_readings else {}
        return [_record(each, months, contacts, readings) for each in customers]


def _record(
    customer: Customer,
    months: Mapping[str, tuple[MonthRecord, ...]],
    contacts: Mapping[str, tuple[Contact, ...]],
    readings: Mapping[str, tuple[Reading, ...]],
) -> CustomerRecord:
    number = customer.account_number
    return CustomerRecord(
        account_number=number,
        province=customer.province,
        area=cast(Any, customer.area),
        category=cast(Category, customer.category),
        tariff=customer.tariff,
        months=months.get(number, ()),
        kwh_before=customer.kwh_before,
        valley_share=customer.valley_share,
        household_members=customer.household_members,
        has_household_quota=customer.has_household_quota,
        ev_kwh_month=customer.ev_kwh_month,
        tags=tuple(customer.tags),
        prices={name: Decimal(price) for name, price in customer.prices.items()},
        period_shares={name: Decimal(share) for name, share in customer.period_shares.items()},
        capacity_kva=customer.capacity_kva,
        contract_demand_kw=customer.contract_demand_kw,
        basis=cast(Any, customer.demand_basis),
        reminders=customer.reminders,
        online_share=customer.online_share,
        contacts=contacts.get(number, ()),
        readings=readings.get(number, ()),
        recommendation_opt_out=customer.recommendation_opt_out,
    )
