"""One customer's message, from receipt to answer.

``receive`` is the whole way:

1. ``_earlier_answer``: a repeated message gets its first answer again.
2. ``_begin``: the turn is claimed and the message stored, committed before anybody is asked, because the bot's actions
   call back while it works.
3. ``_answer``: danger first, then whoever owns the conversation: the agent (we are silent), the queue, or the bot.
4. ``_record``: the answer is stored with the turn and the turn given back.
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import structlog

from api.conversations.danger import INTENT as DANGER_INTENT
from api.conversations.danger import DangerReport, DangerService
from api.conversations.degraded import DegradedAnswers
from api.conversations.hub import EventHub
from api.conversations.leaving import leaving_words
from api.conversations.models import AGENT, BOT, QUEUE, Conversation, ConversationTurn
from api.conversations.rasa import BotFailed, RasaClient
from api.conversations.repository import ConversationRepository
from api.conversations.schemas import IntentBody, Message, NewMessage, Reply
from api.conversations.sentences import Sentences
from api.conversations.service import ConversationService
from api.conversations.session import begin_session_if_due
from api.conversations.turns import Turns, TurnTaken
from api.errors import Conflict, Unavailable
from api.metrics import MESSAGES, TURN_SECONDS, TURNS
from api.platform import Platform
from nlu.text.safety import find_danger

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from nlu import Parse

log = structlog.get_logger(__name__)
SURE_OF_DANGER = 0.5  # from here on the classifier alone, without a safety word, is enough


@dataclass(frozen=True, slots=True)
class Turn:
    """A message being answered."""

    conversation: Conversation  # as it was when the turn began
    text: str
    client_message_id: str
    key: str
    number: int  # of the event that holds the message
    fence: int
    parse: Parse | None
    started: float = field(default_factory=time.monotonic)

    @property
    def intent(self) -> IntentBody | None:
        """What the message was understood to want."""
        if self.parse is None:
            return None
        found = self.parse.intent
        return IntentBody(name=found.name, confidence=round(float(found.confidence), 4))

    def entity(self, name: str) -> str | None:
        """The first entity of a name."""
        found = self.parse.entities if self.parse else ()
        return next((entity.value for entity in found if entity.name == name), None)


@dataclass(frozen=True, slots=True)
class Answered:
    """What to tell the customer; ``stored`` messages are in the thread already."""

    by: str  # bot | queue | agent | danger | knowledge
    messages: tuple[Message, ...] = ()
    stored: bool = False


class Dialogue:
    """Receives customers' messages. Works in several short transactions, never one over the bot's answer."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._database = platform.database
        self._turns = platform.shared(Turns)
        self._rasa = platform.shared(RasaClient)
        self._hub = platform.shared(EventHub)
        self._sentences = platform.shared(Sentences)
        self._danger = DangerService(platform)
        self._degraded = DegradedAnswers(platform)

    async def receive(self, conversation_id: str, message: NewMessage) -> Reply:
        """Answer a message once. Raises NotFound, Conflict (another text with the same id), Unavailable."""
        if earlier := await self._earlier_answer(conversation_id, message):
            return earlier
        async with self._turns.queueing(conversation_id):
            begun = await self._begin_when_free(conversation_id, message)
            if isinstance(begun, Reply):
                return begun
            try:
                answered = await self._answer(begun)
                reply = await self._record(begun, answered)
            except BaseException:
                await self._give_up(begun)
                raise
        TURNS.labels(answered.by).inc()
        TURN_SECONDS.labels(answered.by).observe(time.monotonic() - begun.started)
        return reply

    async def _earlier_answer(self, conversation_id: str, message: NewMessage) -> Reply | None:
        async with self._database.reading() as session:
            await ConversationService(session, self._platform).get(conversation_id)
            return _answer_of(await self._turn_of(session, conversation_id, message), message)

    # --- step 2 ---

    async def _begin_when_free(self, conversation_id: str, message: NewMessage) -> Turn | Reply:
        since = time.monotonic()
        while True:
            try:
                async with self._database.session() as session:
                    return await self._begin(session, conversation_id, message)
            except TurnTaken:
                await self._turns.pause(since)
            if earlier := await self._earlier_answer(conversation_id, message):
                return earlier

    async def _begin(self, session: AsyncSession, conversation_id: str, message: NewMessage) -> Turn | Reply:
        fence = await self._turns.claim(session, conversation_id)
        known = await self._turn_of(session, conversation_id, message)
        if answer := _answer_of(known, message):
            await self._turns.finish(session, conversation_id, fence)
            return answer
        parse = self._understand(message.text)
        stored = known or await self._store(session, conversation_id, message, parse)
        conversation = await begin_session_if_due(session, self._platform, conversation_id)
        return Turn(conversation, message.text, message.client_message_id, stored.key, stored.number, fence, parse)

    async def _store(
        self, session: AsyncSession, conversation_id: str, message: NewMessage, parse: Parse | None
    ) -> ConversationTurn:
        conversations = ConversationService(session, self._platform)
        key = _key(conversation_id, message.client_message_id)
        intent = {"name": parse.intent.name, "confidence": float(parse.intent.confidence)} if parse else None
        number = await conversations.append(
            conversation_id,
            "message",
            "customer",
            text=message.text,
            client_message_id=message.client_message_id,
            intent=intent,
            turn=key,
        )
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
        conversation = await conversations.get(conversation_id)
        MESSAGES.labels(conversation.channel).inc()
        return turn

    def _understand(self, text: str) -> Parse | None:
        try:
            return self._platform.understanding.parse([text])[0]
        except Unavailable:  # the models are not there; safety words, queue and agents still work
            return None

    @staticmethod
    async def _turn_of(session: AsyncSession, conversation_id: str, message: NewMessage) -> ConversationTurn | None:
        return await ConversationRepository(session).turn(conversation_id, message.client_message_id)

    # --- step 3 ---

    async def _answer(self, turn: Turn) -> Answered:
        conversation = turn.conversation
        if _is_danger(turn):
            return await self._answer_danger(turn)
        if conversation.owner == AGENT:
            return Answered(AGENT)
        if conversation.owner == QUEUE:
            rest = leaving_words(turn.text)
            if rest is None:
                return Answered(QUEUE, (await self._place(turn),))
            return await self._leave_queue(turn, rest)
        return await self._ask_bot(turn, turn.text)

    async def _answer_danger(self, turn: Turn) -> Answered:
        report = DangerReport(turn.text, turn.key, turn.entity("address"), turn.entity("phone"))
        answer = await self._danger.handle(turn.conversation.id, report)
        return Answered("danger", answer.messages, stored=True)

    async def _place(self, turn: Turn) -> Message:
        async with self._database.reading() as session:
            place = await ConversationService(session, self._platform).place(turn.conversation.id)
        if turn.conversation.danger_ticket:
            given = [word for name, word in (("address", "地址"), ("phone", "联系电话")) if turn.entity(name)]
            if given:
                details = "和".join(given)
                return self._sentences.say("utter_queue_details_noted", details=details, position=place.position or 1)
        return self._sentences.say("utter_queue_place", position=place.position or 1)

    async def _leave_queue(self, turn: Turn, rest: str) -> Answered:
        async with self._database.session() as session:
            conversations = ConversationService(session, self._platform)
            left = await conversations.leave_queue(turn.conversation.id)
            turn = replace(turn, conversation=await conversations.get(turn.conversation.id))
        if not left:  # an agent was quicker
            return Answered(AGENT)
        if rest:
            return await self._ask_bot(turn, rest)
        return Answered(BOT, (self._sentences.say("utter_queue_left"),))

    async def _ask_bot(self, turn: Turn, text: str) -> Answered:
        conversation = turn.conversation
        await self._hub.publish(conversation.id, {"kind": "typing", "actor": "bot"})
        try:
            reply = await self._rasa.send(f"{conversation.id}.{conversation.session}", text, turn.key)
        except BotFailed as failure:
            return await self._without_bot(turn, text, failure)
        return Answered(BOT, reply.messages)

    async def _without_bot(self, turn: Turn, text: str, failure: BotFailed) -> Answered:
        log.warning("bot_failed", kind=failure.kind)
        if turn.intent and turn.intent.name == "human_agent":
            async with self._database.session() as session:
                conversations = ConversationService(session, self._platform)
                place = await conversations.queue(turn.conversation.id, "bot_down")
            return Answered(QUEUE, (self._sentences.say("utter_queue_joined", position=place.position or 1),))
        messages = await self._degraded.answer(turn.conversation, text, turn.parse, failure.kind)
        return Answered("knowledge", messages)

    # --- step 4 ---

    async def _record(self, turn: Turn, answered: Answered) -> Reply:
        async with self._database.session() as session:
            if not await self._turns.finish(session, turn.conversation.id, turn.fence):
                raise Conflict("这条消息处理得太久，已由后面的消息接替，请再发一次。", code="turn_overtaken")
            conversations = ConversationService(session, self._platform)
            owner = (await conversations.get(turn.conversation.id)).owner
            messages = answered.messages
            if owner == AGENT:
                messages = ()  # an agent came in meanwhile: they answer now
            elif not answered.stored:
                messages = await self._say_once(session, turn, answered)
            reply = Reply.model_validate(
                {
                    "messages": [each.model_dump() for each in messages],
                    "owner": owner,
                    "intent": turn.intent.model_dump() if turn.intent else None,
                    "tickets": await self._tickets_of(session, turn),
                }
            )
            stored = await ConversationRepository(session).turn(turn.conversation.id, turn.client_message_id)
            assert stored is not None
            stored.answer = reply.model_dump(mode="json")
            return reply

    async def _say_once(self, session: AsyncSession, turn: Turn, answered: Answered) -> tuple[Message, ...]:
        """Store the answers, but those that are in the thread already (the bot passes safety words on)."""
        conversations = ConversationService(session, self._platform)
        since = await ConversationRepository(session).events(
            turn.conversation.id, after=turn.number, kinds=("message",)
        )
        said = {str(event.body["text"]): event.number for event in since if event.body.get("turn") == turn.key}
        actor = "bot" if answered.by == BOT else "system"
        return tuple(
            [
                each.model_copy(update={"id": said[each.text]})
                if each.text in said
                else await conversations.say(turn.conversation.id, actor, each, turn=turn.key)
                for each in answered.messages
            ]
        )

    async def _tickets_of(self, session: AsyncSession, turn: Turn) -> list[str]:
        events = await ConversationRepository(session).events(
            turn.conversation.id, after=turn.number, kinds=("ticket", "danger")
        )
        return list(dict.fromkeys(str(event.body["ticket_id"]) for event in events if event.body.get("ticket_id")))

    async def _give_up(self, turn: Turn) -> None:
        """Something broke: give the turn back, so that the repeated message does not wait for nothing."""
        async with self._database.session() as session:
            await self._turns.finish(session, turn.conversation.id, turn.fence)


def _is_danger(turn: Turn) -> bool:
    if find_danger(turn.text) is not None:
        return True
    intent = turn.intent
    return intent is not None and intent.name == DANGER_INTENT and intent.confidence >= SURE_OF_DANGER


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
