"""A customer as segments and recommendations see them: months, payments and tickets put together."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any, cast

from sqlalchemy.ext.asyncio import AsyncSession

from api.bills.service import BillService
from api.customers.models import Customer
from api.platform import Platform, in_thread
from api.tickets.history import TicketHistory
from customers import Category, CustomerRecord, Recommendations, recommend, segment

YEAR = timedelta(days=365)
NOTHING_PERSONAL = "这份清单对同类客户都一样，没有使用您个人的用电特征"


class CustomerProfile:
    """Reads inside the caller's session; the libraries compute beside the event loop."""

    def __init__(self, session: AsyncSession, platform: Platform) -> None:
        self._bills = BillService(session, platform)
        self._tickets = TicketHistory(session)
        self._clock = platform.clock

    async def record(self, customer: Customer) -> CustomerRecord:
        """Everything that features are computed from."""
        now = self._clock.now()
        return CustomerRecord(
            account_number=customer.account_number,
            province=customer.province,
            area=cast(Any, customer.area),
            category=cast(Category, customer.category),
            tariff=customer.tariff,
            months=await self._bills.month_records(customer.account_number),
            kwh_before=customer.kwh_before,
            valley_share=customer.valley_share,
            household_members=customer.household_members,
            has_household_quota=customer.has_household_quota,
            tags=tuple(customer.tags),
            prices={name: Decimal(price) for name, price in customer.prices.items()},
            period_shares={name: Decimal(share) for name, share in customer.period_shares.items()},
            capacity_kva=customer.capacity_kva,
            contract_demand_kw=customer.contract_demand_kw,
            reminders=customer.reminders,
            complaints=await self._tickets.complaints_of(customer.account_number, now - YEAR),
            online_share=customer.online_share,
            recommendation_opt_out=customer.recommendation_opt_out,
        )

    async def segment(self, customer: Customer) -> dict[str, Any]:
        """Segment, tags and reasons, for staff only."""
        record, today = await self.record(customer), self._clock.today()
        result = await in_thread(lambda: segment(record, today))
        return result.to_wire()

    async def recommendations(self, customer: Customer) -> dict[str, Any]:
        """Packages computed on the customer's own months, or the neutral list when they have opted out."""
        record, today = await self.record(customer), self._clock.today()
        found = await in_thread(lambda: recommend(record, today))
        return found.to_wire() | {"why": _why(found)}


def _why(found: Recommendations) -> list[str]:
    """The reasons used, a sentence for each package in the order of the list."""
    if not found.personalised:
        return [NOTHING_PERSONAL]
    return [f"{item.title}：{'，'.join(item.reasons)}" for item in found.items]
