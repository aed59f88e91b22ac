"""Turns in the database: a message stored once, its turn claimed, its answer kept for repetitions."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations.models import AGENT, BOT, Conversation, ConversationEvent, ConversationTurn
from api.conversations.repository import ConversationRepository
from api.conversations.schemas import Message, NewMessage, Reply
from api.conversations.service import ConversationService
from api.conversations.session import proof_has_lapsed, session_after
from api.conversations.turn import Answered, Turn
from api.conversations.turns import Turns, TurnTaken
from api.errors import Conflict, NotFound
from api.metrics import MESSAGES
from api.platform import Platform

if TYPE_CHECKING:
    from nlu import Parse


class TurnRecord:
    """Each method is one transaction (``begin`` as many as it takes) of few statements: all messages go this way."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._database = platform.database
        self._turns = platform.shared(Turns)

    async def begin(self, conversation_id: str, message: NewMessage, parse: Parse | None) -> Turn | Reply:
        """Store the message and claim its turn as soon as no other is in flight; or the answer it had before.

        Raises NotFound, Conflict when the message's id stood for another text, and Unavailable after a long wait.
        """
        since = time.monotonic()
        while True:
            try:
                async with self._database.session() as session:
                    return await self._begin(session, conversation_id, message, parse)
            except TurnTaken:
                await self._turns.pause(since)

    async def finish(self, turn: Turn, answered: Answered) -> Reply:
        """Store the answer and give the turn back. Raises Conflict when the turn was overtaken meanwhile."""
        conversation_id = turn.conversation.id
        async with self._database.session() as session:
            repository = ConversationRepository(session)
            since = await repository.events(conversation_id, after=turn.number, kinds=("message", "ticket", "danger"))
            known = {str(each.body["text"]): each.number for each in since if each.body.get("turn") == turn.key}
            new = [] if answered.stored else [each for each in answered.messages if each.text not in known]
            conversation = await repository.finish_turn(conversation_id, turn.fence, len(new))
            if conversation is None:
                raise Conflict("这条消息处理得太久，已由后面的消息接替，请再发一次。", code="turn_overtaken")
            messages: list[Message] = []
            if conversation.owner != AGENT:  # else an agent came in while the bot was thinking: they answer now
                first = conversation.last_event - len(new) + 1
                numbers = known | {each.text: first + place for place, each in enumerate(new)}
                messages = [each.model_copy(update={"id": numbers.get(each.text)}) for each in answered.messages]
                await repository.add_events(self._events_of(turn, answered, new, first))
            reply = _reply(turn, conversation.owner, messages, since)
            await repository.keep_answer(turn.key, reply.model_dump(mode="json"))
            ConversationService(session, self._platform).wake_after_commit(conversation_id)
            return reply

    async def give_up(self, turn: Turn) -> None:
        """Something broke: give the turn back, so that the repeated message does not wait for nothing."""
        async with self._database.session() as session:
            await ConversationRepository(session).finish_turn(turn.conversation.id, turn.fence)

    async def _begin(
        self, session: AsyncSession, conversation_id: str, message: NewMessage, parse: Parse | None
    ) -> Turn | Reply:
        found = await ConversationRepository(session).with_turn(conversation_id, message.client_message_id)
        if found is None:
            raise NotFound("没有这个会话，请重新开始。")
        conversation, known = found
        if answer := _answer_of(known, message):
            return answer
        if known:  # its process died before it answered
            conversation = await self._turns.claim(session, conversation_id)
            key, number = known.key, known.number
        else:
            conversation = await self._claim_new(session, conversation, parse)
            key, number = _key(conversation_id, message.client_message_id), conversation.last_event
            await self._store(session, key, number, conversation_id, message, parse)
        sign = {"kind": "typing", "actor": BOT} if conversation.owner == BOT else None
        ConversationService(session, self._platform).wake_after_commit(conversation_id, sign)
        MESSAGES.labels(conversation.channel).inc()
        fence = conversation.turn_fence
        return Turn(conversation, message.text, message.client_message_id, key, number, fence, parse)

    async def _claim_new(self, session: AsyncSession, before: Conversation, parse: Parse | None) -> Conversation:
        """Claim with everything that a new message changes: the event's number, the session, the province named."""
        now = self._platform.clock.now()
        if proof_has_lapsed(before, now):
            await ConversationService(session, self._platform).unbind(before.id)
        provinces = [entity.value for entity in (parse.entities if parse else ()) if entity.name == "province"]
        changes = {
            "last_event": Conversation.last_event + 1,
            "last_message_at": now,
            **session_after(before, now),
            **({"province": provinces[0]} if len(provinces) == 1 else {}),
        }
        return await self._turns.claim(session, before.id, changes)

    async def _store(
        self,
        session: AsyncSession,
        key: str,
        number: int,
        conversation_id: str,
        message: NewMessage,
        parse: Parse | None,
    ) -> None:
        repository, at = ConversationRepository(session), self._platform.clock.now()
        intent = {"name": parse.intent.name, "confidence": float(parse.intent.confidence)} if parse else None
        body = {"text": message.text, "client_message_id": message.client_message_id, "intent": intent, "turn": key}
        event = {"kind": "message", "actor": "customer", "at": at, "body": body}
        await repository.add_events([{"conversation_id": conversation_id, "number": number, **event}])
        await repository.add_turn(
            conversation_id=conversation_id,
            client_message_id=message.client_message_id,
            key=key,
            digest=_digest(message.text),
            number=number,
            at=at,
        )

    def _events_of(self, turn: Turn, answered: Answered, new: Sequence[Message], first: int) -> list[dict[str, Any]]:
        shared = {
            "conversation_id": turn.conversation.id,
            "kind": "message",
            "actor": "bot" if answered.by == BOT else "system",
            "at": self._platform.clock.now(),
        }
        more = {"turn": turn.key, "answered_by": answered.by}
        return [
            {**shared, "number": first + place, "body": each.model_dump(exclude={"id"}) | more}
            for place, each in enumerate(new)
        ]


def _reply(turn: Turn, owner: str, messages: Sequence[Message], since: Sequence[ConversationEvent]) -> Reply:
    tickets = [str(each.body["ticket_id"]) for each in since if each.kind != "message" and each.body.get("ticket_id")]
    return Reply.model_validate(
        {
            "messages": [each.model_dump() for each in messages],
            "owner": owner,
            "intent": turn.intent.model_dump() if turn.intent else None,
            "tickets": list(dict.fromkeys(tickets)),
        }
    )


def _answer_of(turn: ConversationTurn | None, message: NewMessage) -> Reply | None:
    if turn is None:
        return None
    if turn.digest != _digest(message.text):
        raise Conflict("这个 client_message_id 已用于另一条消息，新消息请换一个。", code="idempotency_conflict")
    return Reply.model_validate(turn.answer) if turn.answer else None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _key(conversation_id: str, client_message_id: str) -> str:
    """The message's own key: short, and nobody else's, whatever ids clients choose."""
    return hashlib.sha256(f"{conversation_id}\n{client_message_id}".encode()).hexdigest()[:32]
