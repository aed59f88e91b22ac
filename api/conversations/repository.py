"""Reads and writes conversations, events and turns. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations.models import AGENT, QUEUE, Conversation, ConversationEvent, ConversationTurn


class ConversationRepository:
    """The rows of one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, *rows: Conversation | ConversationTurn) -> None:
        """Write with the transaction."""
        self._session.add_all(rows)

    async def get(self, conversation_id: str, *, fresh: bool = False) -> Conversation | None:
        """One conversation; ``fresh`` reads again what this session already holds."""
        return await self._session.get(Conversation, conversation_id, populate_existing=fresh)

    async def by_openid(self, openid: str) -> Conversation | None:
        """The conversation of a WeChat follower."""
        found: Conversation | None = await self._session.scalar(
            select(Conversation).where(Conversation.openid == openid)
        )
        return found

    async def turn(self, conversation_id: str, client_message_id: str) -> ConversationTurn | None:
        """The turn of a customer's message."""
        return await self._session.get(ConversationTurn, (conversation_id, client_message_id), populate_existing=True)

    async def append(self, conversation_id: str, kind: str, actor: str, at: datetime, body: dict[str, Any]) -> int:
        """Add an event and return its number.

        Taking the number locks the conversation's row until the transaction ends, so events become visible in the
        order of their numbers and a reader that resumes after number n misses nothing.
        """
        number = await self._session.scalar(
            update(Conversation)
            .where(Conversation.id == conversation_id)
            .values(last_event=Conversation.last_event + 1)
            .returning(Conversation.last_event)
            .execution_options(synchronize_session=False)
        )
        assert number is not None, "events are appended to conversations that exist"
        event = ConversationEvent(
            conversation_id=conversation_id, number=number, kind=kind, actor=actor, at=at, body=body
        )
        self._session.add(event)
        await self._session.flush()
        return int(number)

    async def events(
        self, conversation_id: str, *, after: int = 0, kinds: Sequence[str] | None = None, limit: int = 500
    ) -> Sequence[ConversationEvent]:
        """Events with larger numbers, oldest first."""
        query = select(ConversationEvent).where(
            ConversationEvent.conversation_id == conversation_id, ConversationEvent.number > after
        )
        if kinds is not None:
            query = query.where(ConversationEvent.kind.in_(kinds))
        return (await self._session.scalars(query.order_by(ConversationEvent.number).limit(limit))).all()

    async def latest_events(self, conversation_id: str, limit: int) -> Sequence[ConversationEvent]:
        """The newest events, oldest first."""
        query = select(ConversationEvent).where(ConversationEvent.conversation_id == conversation_id)
        rows = (await self._session.scalars(query.order_by(ConversationEvent.number.desc()).limit(limit))).all()
        return rows[::-1]

    async def wishes(self, account_numbers: Sequence[str], since: datetime) -> Sequence[Any]:
        """Of the conversations that are these customers' now, what their messages since a moment wanted and when who
        they are was shown: ``(account_number, conversation_id, kind, at, intent, confidence, account_ends)``."""
        body = ConversationEvent.body
        is_message = (ConversationEvent.kind == "message") & (ConversationEvent.actor == "customer")
        query = (
            select(
                Conversation.account_number,
                ConversationEvent.conversation_id,
                ConversationEvent.kind,
                ConversationEvent.at,
                body[("intent", "name")].as_string().label("intent"),
                body[("intent", "confidence")].as_float().label("confidence"),
                body["account_ends"].as_string().label("account_ends"),
            )
            .join(Conversation, Conversation.id == ConversationEvent.conversation_id)
            .where(Conversation.account_number.in_(account_numbers), ConversationEvent.at >= since)
            .where(is_message | (ConversationEvent.kind == "identity"))
        )
        ordered = query.order_by(ConversationEvent.conversation_id, ConversationEvent.number)
        return (await self._session.execute(ordered)).all()

    async def said_in_turn(self, conversation_id: str, key: str) -> ConversationEvent | None:
        """The first message that answered the customer's message of this key, if one did."""
        for event in await self.latest_events(conversation_id, 50):
            if event.kind == "message" and event.actor != "customer" and event.body.get("turn") == key:
                return event
        return None

    async def changed_in_turn(self, conversation_id: str, kind: str, key: str) -> bool:
        """Whether an event of a kind was added for the customer's message of this key."""
        recent = await self.latest_events(conversation_id, 50)
        return any(event.kind == kind and event.body.get("turn") == key for event in recent)

    async def change(self, conversation_id: str, *conditions: Any, **values: Any) -> bool:
        """Compare and set: change the row if the conditions hold now; whether they did."""
        done = await self._session.execute(
            update(Conversation)
            .where(Conversation.id == conversation_id, *conditions)
            .values(**values)
            .execution_options(synchronize_session=False)
        )
        return bool(done.rowcount)  # type: ignore[attr-defined]

    async def with_turn(
        self, conversation_id: str, client_message_id: str
    ) -> tuple[Conversation, ConversationTurn | None] | None:
        """A conversation and the turn of a customer's message, if there was one; None without the conversation."""
        mine = (ConversationTurn.conversation_id == Conversation.id) & (
            ConversationTurn.client_message_id == client_message_id
        )
        query = select(Conversation, ConversationTurn).outerjoin(ConversationTurn, mine)
        row = (await self._session.execute(query.where(Conversation.id == conversation_id))).one_or_none()
        return (row[0], row[1]) if row else None

    async def claim_turn(
        self, conversation_id: str, now: float, until: float, changes: Mapping[str, Any]
    ) -> Conversation | None:
        """Take the conversation's turn if nobody has it, with ``changes`` to its row; the conversation, or None."""
        claim = {"turn_fence": Conversation.turn_fence + 1, "turn_until": until}
        return await self._update_if(conversation_id, Conversation.turn_until < now, {**changes, **claim})

    async def finish_turn(self, conversation_id: str, fence: int, events: int = 0) -> Conversation | None:
        """Give the turn back and take the numbers of so many events; None when the turn was overtaken."""
        mine = Conversation.turn_fence == fence
        taken = Conversation.last_event + events
        return await self._update_if(conversation_id, mine, {"turn_until": 0.0, "last_event": taken})

    async def add_events(self, rows: Sequence[dict[str, Any]]) -> None:
        """Add events whose numbers are taken already."""
        if rows:
            await self._session.execute(insert(ConversationEvent), list(rows))

    async def add_turn(self, **values: Any) -> None:
        """Add a turn."""
        await self._session.execute(insert(ConversationTurn).values(**values))

    async def keep_answer(self, key: str, answer: dict[str, Any]) -> None:
        """Keep a turn's answer for repetitions."""
        await self._session.execute(
            update(ConversationTurn)
            .where(ConversationTurn.key == key)
            .values(answer=answer)
            .execution_options(synchronize_session=False)
        )

    async def _update_if(self, conversation_id: str, condition: Any, values: Mapping[str, Any]) -> Conversation | None:
        found: Conversation | None = await self._session.scalar(
            update(Conversation)
            .where(Conversation.id == conversation_id, condition)
            .values(values)
            .returning(Conversation)
            .execution_options(synchronize_session=False, populate_existing=True)
        )
        return found

    async def waiting(self) -> Sequence[Conversation]:
        """The queue, first to be served first: danger before others, then the longest wait."""
        query = select(Conversation).where(Conversation.owner == QUEUE)
        order = (Conversation.queue_priority.desc(), Conversation.queued_at, Conversation.id)
        return (await self._session.scalars(query.order_by(*order))).all()

    async def ahead_of(self, conversation: Conversation) -> int:
        """How many wait before this one."""
        mine = (conversation.queued_at, conversation.id)
        earlier = tuple_(Conversation.queued_at, Conversation.id) < mine
        query = (
            select(func.count())
            .select_from(Conversation)
            .where(
                Conversation.owner == QUEUE,
                or_(
                    Conversation.queue_priority > conversation.queue_priority,
                    (Conversation.queue_priority == conversation.queue_priority) & earlier,
                ),
            )
        )
        return await self._session.scalar(query) or 0

    async def owned_by(self, username: str) -> Sequence[Conversation]:
        """The conversations an agent owns now, the newest message first."""
        query = select(Conversation).where(Conversation.owner == AGENT, Conversation.agent == username)
        return (await self._session.scalars(query.order_by(Conversation.last_message_at.desc()))).all()
