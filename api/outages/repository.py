"""Reads and writes outages and subscriptions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.outages.models import Outage, OutageSubscription


class OutageRepository:
    """The rows, nothing decided."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def current(self, now: datetime) -> Sequence[Outage]:
        """Those not over, and those that ended within two days, newest first."""
        over = or_(Outage.status != "restored", Outage.updated_at > now - timedelta(days=2))
        return (await self._session.scalars(select(Outage).where(over).order_by(Outage.start.desc()))).all()

    async def get(self, outage_id: str) -> Outage | None:
        """One by its id."""
        return await self._session.get(Outage, outage_id)

    async def subscription(self, account_number: str, kind: str) -> OutageSubscription | None:
        """A customer's wish to be told."""
        return await self._session.get(OutageSubscription, (account_number, kind))

    def add(self, subscription: OutageSubscription) -> None:
        """A first wish."""
        self._session.add(subscription)
