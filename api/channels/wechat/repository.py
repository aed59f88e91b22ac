"""Reads and writes the channel's rows."""

from __future__ import annotations

import time
from datetime import datetime

from sqlalchemy import and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.channels.wechat.models import WeChatDelivery, WeChatFollower, WeChatOutgoing

CLAIM_SECONDS = 60.0  # longer than one push can take; one whose process died is taken up by another after this


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

    async def claim_outgoing(self) -> WeChatOutgoing | None:
        """The oldest text to push, taken so that no other process pushes it meanwhile; None when there is none."""
        now = time.time()
        due = or_(
            WeChatOutgoing.state == "waiting",
            and_(WeChatOutgoing.state == "sending", WeChatOutgoing.claimed_until < now),
        )
        oldest = select(WeChatOutgoing.id).where(due).order_by(WeChatOutgoing.id).limit(1)
        claimed: WeChatOutgoing | None = await self._session.scalar(
            update(WeChatOutgoing)
            .where(WeChatOutgoing.id == oldest.with_for_update(skip_locked=True).scalar_subquery())
            .values(state="sending", claimed_until=now + CLAIM_SECONDS, attempts=WeChatOutgoing.attempts + 1)
            .returning(WeChatOutgoing)
            .execution_options(synchronize_session=False)
        )
        return claimed

    async def settle(self, outgoing: WeChatOutgoing, state: str, error: str | None = None) -> None:
        """How a push ended; nothing when it took so long that another process has claimed the text since."""
        await self._session.execute(
            update(WeChatOutgoing)
            .where(WeChatOutgoing.id == outgoing.id, WeChatOutgoing.attempts == outgoing.attempts)
            .values(state=state, error=error[:200] if error else None)
            .execution_options(synchronize_session=False)
        )
