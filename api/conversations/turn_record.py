"""Turns in the database: a message stored once, its turn claimed, its answer kept for repetitions."""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING

from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations.models import AGENT, BOT, ConversationTurn
from api.conversations.repository import ConversationRepository
from api.conversations.schemas import Message, NewMessage, Reply
from api.conversations.service import ConversationService
from api.conversations.session import begin_session_if_due
from api.conversations.turn import Answered, Turn
from api.conversations.turns import Turns, TurnTaken
from api.errors import Conflict
from api.metrics import MESSAGES
from api.platform import Platform

if TYPE_CHECKING:
    from nlu import Parse


class TurnRecord:
    """Each method is one transaction of its own (or waits for the turn in several)."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._database = platform.database
        self._turns = platform.shared(Turns)

    async def earlier_answer(self, conversation_id: str, message: NewMessage) -> Reply | None:
        """What this message was answered before. Raises NotFound, and Conflict when its id stood for another text."""
        async with self._database.reading() as session:
            await ConversationService(session, self._platform).get(conversation_id)
            turn = await ConversationRepository(session).turn(conversation_id, message.client_message_id)
            return _answer_of(turn, message)

    async def begin(self, conversation_id: str, message: NewMessage, parse: Parse | None) -> Turn | Reply:
        """Store the message and claim its turn as soon as no other is in flight; or the answer it had meanwhile."""
        since = time.monotonic()
        while True:
            try:
                async with self._database.session() as session:
                    return await self._begin(session, conversation_id, message, parse)
            except TurnTaken:
                await self._turns.pause(since)
            if earlier := await self.earlier_answer(conversation_id, message):
                return earlier

    async def finish(self, turn: Turn, answered: Answered) -> Reply:
        """Store the answer and give the turn back. Raises Conflict when the turn was overtaken meanwhile."""
        async with self._database.session() as session:
            if not await self._turns.finish(session, turn.conversation.id, turn.fence):
                raise Conflict("这条消息处理得太久，已由后面的消息接替，请再发一次。", code="turn_overtaken")
            owner = (await ConversationService(session, self._platform).get(turn.conversation.id)).owner
            reply = Reply.model_validate(
                {
                    "messages": [each.model_dump() for each in await self._said(session, turn, answered, owner)],
                    "owner": owner,
                    "intent": turn.intent.model_dump() if turn.intent else None,
                    "tickets": await self._tickets_of(session, turn),
                }
            )
            stored = await ConversationRepository(session).turn(turn.conversation.id, turn.client_message_id)
            assert stored is not None
            stored.answer = reply.model_dump(mode="json")
            return reply

    async def give_up(self, turn: Turn) -> None:
        """Something broke: give the turn back, so that the repeated message does not wait for nothing."""
        async with self._database.session() as session:
            await self._turns.finish(session, turn.conversation.id, turn.fence)

    async def _begin(
        self, session: AsyncSession, conversation_id: str, message: NewMessage, parse: Parse | None
    ) -> Turn | Reply:
        fence = await self._turns.claim(session, conversation_id)
        known = await ConversationRepository(session).turn(conversation_id, message.client_message_id)
        if answer := _answer_of(known, message):
            await self._turns.finish(session, conversation_id, fence)
            return answer
        stored = known or await self._store(session, conversation_id, message, parse)
        conversation = await begin_session_if_due(session, self._platform, conversation_id)
        MESSAGES.labels(conversation.channel).inc()
        return Turn(conversation, message.text, message.client_message_id, stored.key, stored.number, fence, parse)

    async def _store(
        self, session: AsyncSession, conversation_id: str, message: NewMessage, parse: Parse | None
    ) -> ConversationTurn:
        conversations = ConversationService(session, self._platform)
        key = _key(conversation_id, message.client_message_id)
        intent = {"name": parse.intent.name, "confidence": float(parse.intent.confidence)} if parse else None
        body = {"text": message.text, "client_message_id": message.client_message_id, "intent": intent, "turn": key}
        number = await conversations.append(conversation_id, "message", "customer", **body)
        for entity in parse.entities if parse else ():
            if entity.name == "province":
                await conversations.note_province(conversation_id, entity.value)
        turn = ConversationTurn(
            conversation_id=conversation_id,
            client_message_id=message.client_message_id,
            key=key,
            digest=_digest(message.text),
            number=number,
            at=self._platform.clock.now(),
        )
        ConversationRepository(session).add(turn)
        return turn

    async def _said(self, session: AsyncSession, turn: Turn, answered: Answered, owner: str) -> tuple[Message, ...]:
        if owner == AGENT:  # also when an agent came in while the bot was thinking: they answer now
            return ()
        if answered.stored:
            return answered.messages
        return await self._say_once(session, turn, answered)

    async def _say_once(self, session: AsyncSession, turn: Turn, answered: Answered) -> tuple[Message, ...]:
        """Store the answers, but those that are in the thread already (the bot passes safety words on)."""
        conversations, repository = ConversationService(session, self._platform), ConversationRepository(session)
        since = await repository.events(turn.conversation.id, after=turn.number, kinds=("message",))
        said = {str(event.body["text"]): event.number for event in since if event.body.get("turn") == turn.key}
        actor = "bot" if answered.by == BOT else "system"
        return tuple(
            [
                each.model_copy(update={"id": said[each.text]})
                if each.text in said
                else await conversations.say(turn.conversation.id, actor, each, turn=turn.key, answered_by=answered.by)
                for each in answered.messages
            ]
        )

    @staticmethod
    async def _tickets_of(session: AsyncSession, turn: Turn) -> list[str]:
        repository = ConversationRepository(session)
        events = await repository.events(turn.conversation.id, after=turn.number, kinds=("ticket", "danger"))
        return list(dict.fromkeys(str(event.body["ticket_id"]) for event in events if event.body.get("ticket_id")))


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
