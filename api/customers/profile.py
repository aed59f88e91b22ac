"""A customer's segment and recommendations, computed on their record."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.customers.models import Customer
from api.customers.records import CustomerRecords
from api.platform import Platform, in_thread
from customers import CustomerRecord, Recommendations, recommend, segment

NOTHING_PERSONAL = "这份清单对同类客户都一样，没有使用您个人的用电特征"


class CustomerProfile:
    """Reads inside the caller's session; the libraries compute beside the event loop."""

    def __init__(self, session: AsyncSession, platform: Platform) -> None:
        self._records = CustomerRecords(session, platform)
        self._clock = platform.clock

    async def record(self, customer: Customer) -> CustomerRecord:
        """Everything that features are computed from."""
        [record] = await self._records.of([customer])
        return record

    async def segment(self, customer: Customer) -> dict[str, Any]:
        """Segment, tags and reasons, for staff only."""
        record, today = await self.record(customer), self._clock.today()
        result = await in_thread(lambda: segment(record, today))
        return result.to_wire()

    async def recommendations(self, customer: Customer, ev_kwh_month: Decimal | None = None) -> dict[str, Any]:
        """Packages computed on the customer's own months, or the neutral list when they have opted out.

        ``ev_kwh_month``: what the customer says they charge into their car; used for this answer and not kept.
        """
        record, today = await self.record(customer), self._clock.today()
        record = replace(record, ev_kwh_month=ev_kwh_month or record.ev_kwh_month)
        found = await in_thread(lambda: recommend(record, today))
        return found.to_wire() | {"why": _why(found)}


def _why(found: Recommendations) -> list[str]:
    """The reasons used, a sentence for each package in the order of the list."""
    if not found.personalised:
        return [NOTHING_PERSONAL]
    return [f"{item.title}：{'，'.join(item.reasons)}" for item in found.items]
