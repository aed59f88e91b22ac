"""A customer as segments and recommendations see them: months, payments and tickets put together."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any, cast

from sqlalchemy.ext.asyncio import AsyncSession

import customers
from api.bills.service import BillService
from api.customers.models import Customer
from api.platform import Platform, in_thread
from api.tickets.history import TicketHistory
from customers.records import Category, CustomerRecord

YEAR = timedelta(days=365)


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
        result = await in_thread(lambda: customers.segment(record, today))
        return {
            "segment": result.segment,
            "tags": list(result.tags),
            "reasons": list(result.reasons),
            "as_of": result.as_of.isoformat(),
        }

    async def recommendations(self, customer: Customer) -> dict[str, Any]:
        """Packages computed on the customer's own months, or the neutral list when they have opted out."""
        record, today = await self.record(customer), self._clock.today()
        found = await in_thread(lambda: customers.recommend(record, today))
        items = [_item_wire(item) for item in found.items]
        why = list(dict.fromkeys(reason for item in items for reason in item["reasons"]))
        return {"personalised": found.personalised, "items": items, "why": why}


def _item_wire(item: Any) -> dict[str, Any]:
    return {
        "package_id": item.package_id,
        "title": item.title,
        "yearly_saving": None if item.yearly_saving is None else f"{item.yearly_saving:.2f}",
        "interval": [f"{bound:.2f}" for bound in item.interval] if item.interval else None,
        "break_even": item.break_even,
        "reasons": list(item.reasons),
        "eligibility": list(item.eligibility),
        "how_to_apply": item.how_to_apply,
        "unchanged": item.unchanged,
    }
