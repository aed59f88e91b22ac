"""Reads and writes notices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from api.channels.wechat.models import WeChatFollower, WeChatOutgoing
from api.conversations.models import Conversation
from api.notices.models import CONVERSATION, DELIVERED, EXPIRED, HANDED, OBSOLETE, WAITING, WECHAT, OutageNotice
from api.outages.models import OutageSubscription
from api.outages.upserting import insert_new

OPEN_FOR = timedelta(minutes=30)  # a conversation silent for longer has probably been left
OPEN_CHANNELS = ("web", "app")  # a WeChat thread is read in WeChat only: that is a channel of its own


class Raised(NamedTuple):
    """What matters of a notice when the next ones are raised; there may be very many."""

    id: int
    account_number: str
    event: str
    channel: str
    state: str


class NoticeRepository:
    """The rows, nothing decided."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    # --- raising ---

    async def of_outage(self, outage_id: str) -> list[Raised]:
        """Every notice of an outage as it is now, in the order in which they were raised."""
        query = select(*(getattr(OutageNotice, name) for name in Raised._fields))
        rows = await self._session.execute(query.where(OutageNotice.outage_id == outage_id).order_by(OutageNotice.id))
        return [Raised(*row) for row in rows]

    async def insert(self, rows: Sequence[dict[str, Any]]) -> list[int]:
        """Write notices, those that are there already left as they are; the ids of the new ones."""
        return await insert_new(self._session, OutageNotice, rows, OutageNotice.id)

    async def make_obsolete(self, *conditions: ColumnElement[bool]) -> None:
        """What waits and meets the conditions is not delivered any more."""
        await self._change(OutageNotice.state == WAITING, *conditions, state=OBSOLETE)

    async def keep_until(self, expires_at: datetime, *conditions: ColumnElement[bool]) -> None:
        """What waits and meets the conditions is news until then."""
        await self._change(OutageNotice.state == WAITING, *conditions, expires_at=expires_at)

    async def delete(self, ids: Collection[int]) -> None:
        """Take notices back."""
        await self._session.execute(delete(OutageNotice).where(OutageNotice.id.in_(ids)))

    async def active_among(self, accounts: Collection[str]) -> set[str]:
        """Those of the accounts that still want to be told."""
        query = select(OutageSubscription.account_number).where(
            OutageSubscription.account_number.in_(accounts), OutageSubscription.kind == "outage"
        )
        return set((await self._session.scalars(query.where(OutageSubscription.active))).all())

    # --- delivering ---

    async def locked(self, notice_id: int) -> OutageNotice | None:
        """A notice that waits, held until the transaction ends; None when another has it or it waits no longer."""
        query = select(OutageNotice).where(OutageNotice.id == notice_id, OutageNotice.state.in_((WAITING, HANDED)))
        found: OutageNotice | None = await self._session.scalar(query.with_for_update(skip_locked=True, key_share=True))
        return found

    async def due_in_conversations(self, now: datetime, limit: int) -> Sequence[int]:
        """Notices whose customers have a conversation open, oldest first."""
        mine = Conversation.account_number == OutageNotice.account_number
        query = select(OutageNotice.id).join(Conversation, mine).where(*_due(CONVERSATION, now), *_is_open(now))
        ordered = query.distinct().order_by(OutageNotice.id).limit(limit)
        return (await self._session.scalars(ordered)).all()

    async def due_in_wechat(self, now: datetime, limit: int) -> Sequence[int]:
        """Notices to hand to WeChat's outbox, oldest first."""
        query = select(OutageNotice.id).where(*_due(WECHAT, now)).order_by(OutageNotice.id).limit(limit)
        return (await self._session.scalars(query)).all()

    async def pushed(self, limit: int) -> Sequence[tuple[int, str, str | None]]:
        """``(id, state, error)`` of notices of which WeChat's outbox says how they ended."""
        query = (
            select(OutageNotice.id, WeChatOutgoing.state, WeChatOutgoing.error)
            .join(WeChatOutgoing, WeChatOutgoing.source == OutageNotice.target)
            .where(OutageNotice.state == HANDED, WeChatOutgoing.state.in_(("sent", "failed")))
            .order_by(OutageNotice.id)
            .limit(limit)
        )
        return [(row[0], row[1], row[2]) for row in await self._session.execute(query)]

    async def told_otherwise(self, limit: int) -> Sequence[int]:
        """Notices that wait for a conversation though WeChat has delivered the same."""
        other = aliased(OutageNotice)
        same = [
            getattr(other, name) == getattr(OutageNotice, name)
            for name in ("outage_id", "account_number", "event", "revision")
        ]
        query = select(OutageNotice.id).join(other, and_(*same))
        query = query.where(OutageNotice.state == WAITING, OutageNotice.channel == CONVERSATION)
        return (await self._session.scalars(query.where(other.state == DELIVERED).limit(limit))).all()

    async def open_conversation(self, account_number: str, now: datetime) -> Conversation | None:
        """Where the customer was heard last, if that was not long ago."""
        query = select(Conversation).where(Conversation.account_number == account_number, *_is_open(now))
        found: Conversation | None = await self._session.scalar(query.order_by(_last_sign().desc()).limit(1))
        return found

    async def has_unfollowed(self, openid: str) -> bool:
        """Whether a follower has left the account; one we never saw may have followed before we listened."""
        query = select(WeChatFollower.is_subscribed).where(WeChatFollower.openid == openid)
        return await self._session.scalar(query) is False

    async def has_overdue(self, now: datetime) -> bool:
        """Whether something waits that is no news any more."""
        return await self._session.scalar(select(OutageNotice.id).where(*_overdue(now)).limit(1)) is not None

    async def expire(self, now: datetime) -> None:
        """What waits for too long is no news any more."""
        await self._change(*_overdue(now), state=EXPIRED)

    async def counts(self, outage_id: str) -> Counter[tuple[str, str, str]]:
        """How many notices of an outage there are by event, channel and state."""
        kinds = (OutageNotice.event, OutageNotice.channel, OutageNotice.state)
        query = select(*kinds, func.count()).where(OutageNotice.outage_id == outage_id).group_by(*kinds)
        return Counter({(row[0], row[1], row[2]): row[3] for row in await self._session.execute(query)})

    async def _change(self, *conditions: ColumnElement[bool], **values: Any) -> None:
        statement = update(OutageNotice).where(*conditions).values(**values)
        await self._session.execute(statement.execution_options(synchronize_session=False))


def _due(channel: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        OutageNotice.state == WAITING,
        OutageNotice.channel == channel,
        OutageNotice.next_try <= now,
        OutageNotice.expires_at > now,
    )


def _overdue(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return OutageNotice.state == WAITING, OutageNotice.expires_at <= now


def _last_sign() -> ColumnElement[datetime]:
    return func.coalesce(Conversation.last_message_at, Conversation.created_at)


def _is_open(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return Conversation.channel.in_(OPEN_CHANNELS), _last_sign() > now - OPEN_FOR
