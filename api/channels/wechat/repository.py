"""Reads and writes the channel's rows."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.channels.wechat.models import WeChatDelivery, WeChatFollower, WeChatOutgoing

CLAIM_SECONDS = 60.0  # a push whose process died is taken up by another after this


class WeChatRepository:
    """The rows of one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, *rows: WeChatDelivery | WeChatFollower | WeChatOutgoing) -> None:
        """Write with the transaction."""
        self._session.add_all(rows)

    async def delivery(self, key: str) -> WeChatDelivery | None:
        """What came with a key."""
        return await self._session.get(WeChatDelivery, key, populate_existing=True)

    async def follower(self, openid: str, now: datetime) -> WeChatFollower:
        """The follower, made on first sight."""
        found = await self._session.get(WeChatFollower, openid)
        if found is None:
            found = WeChatFollower(openid=openid, is_subscribed=True, changed_at=now, choices=[])
            self._session.add(found)
            await self._session.flush()
        return found

    async def is_outgoing(self, source: str) -> bool:
        """Whether something that answers ``source`` was put into the outbox before."""
        return await self._session.scalar(select(WeChatOutgoing.id).where(WeChatOutgoing.source == source)) is not None

    async def claim_outgoing(self, limit: int) -> Sequence[WeChatOutgoing]:
        """Texts to push, oldest first, taken so that no other process pushes them meanwhile."""
        now = time.time()
        due = or_(
            WeChatOutgoing.state == "waiting",
            and_(WeChatOutgoing.state == "sending", WeChatOutgoing.claimed_until < now),
        )
        ids = (
            await self._session.scalars(select(WeChatOutgoing.id).where(due).order_by(WeChatOutgoing.id).limit(limit))
        ).all()
        claimed = await self._session.scalars(
            update(WeChatOutgoing)
            .where(WeChatOutgoing.id.in_(ids), due)
            .values(state="sending", claimed_until=now + CLAIM_SECONDS, attempts=WeChatOutgoing.attempts + 1)
            .returning(WeChatOutgoing)
            .execution_options(synchronize_session=False)
        )
        return sorted(claimed.all(), key=lambda each: each.id)

    async def settle(self, outgoing_id: int, state: str, error: str | None = None) -> None:
        """How a push ended."""
        await self._session.execute(
            update(WeChatOutgoing)
            .where(WeChatOutgoing.id == outgoing_id)
            .values(state=state, error=error[:200] if error else None)
            .execution_options(synchronize_session=False)
        )
