"""One customer's message, from receipt to answer.

``receive`` is the whole way:

1. ``Turns.queueing``: one message of a conversation after the other.
2. ``TurnRecord.begin``: a repeated message gets its first answer again; a new one claims the turn and is stored,
   committed before anybody is asked, because the bot's actions call back while it works.
3. ``_answer``: danger first, then whoever owns the conversation: the agent (we are silent), the queue, or the bot.
4. ``TurnRecord.finish``: the answer is stored with the turn and the turn given back.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from api.conversations.danger import DangerReport, DangerService
from api.conversations.degraded import DegradedAnswers
from api.conversations.leaving import leaving_words
from api.conversations.models import AGENT, BOT, QUEUE
from api.conversations.rasa import BotFailed, RasaClient
from api.conversations.repository import ConversationRepository
from api.conversations.schemas import Message, NewMessage, Reply
from api.conversations.sentences import Sentences
from api.conversations.service import ConversationService
from api.conversations.turn import Answered, Turn
from api.conversations.turn_record import TurnRecord
from api.conversations.turns import Turns
from api.errors import Unavailable
from api.metrics import TURN_SECONDS, TURNS
from api.platform import Platform
from api.second_reader.opinions import second_intent
from api.second_reader.reader import SecondReader
from nlu.text.safety import find_danger

if TYPE_CHECKING:
    from nlu import Parse

log = structlog.get_logger(__name__)


class Dialogue:
    """Receives customers' messages. Works in several short transactions, never one over the bot's answer."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._database = platform.database
        self._record = TurnRecord(platform)
        self._turns = platform.shared(Turns)
        self._rasa = platform.shared(RasaClient)
        self._sentences = platform.shared(Sentences)
        self._danger = DangerService(platform)
        self._second_reader = platform.shared(SecondReader)
        self._degraded = DegradedAnswers(platform)

    async def receive(self, conversation_id: str, message: NewMessage) -> Reply:
        """Answer a message once. Raises NotFound, Conflict (another text with the same id), Unavailable."""
        started = time.monotonic()
        parse = self._understand(message.text)
        async with self._turns.queueing(conversation_id):
            begun = await self._record.begin(conversation_id, message, parse)
            if isinstance(begun, Reply):
                return begun
            try:
                answered = await self._answer(begun)
                reply = await self._record.finish(begun, answered)
            except BaseException:
                await self._record.give_up(begun)
                raise
        TURNS.labels(answered.by).inc()
        TURN_SECONDS.labels(answered.by).observe(time.monotonic() - started)
        return reply

    def _understand(self, text: str) -> Parse | None:
        try:
            return self._platform.understanding.parse([text])[0]
        except Unavailable:  # the models are not there; safety words, queue and agents still work
            return None

    async def _answer(self, turn: Turn) -> Answered:
        conversation = turn.conversation
        if _is_danger(turn):
            return await self._answer_danger(turn)
        if conversation.owner == BOT:
            return await self._ask_bot(turn, turn.text)
        is_added = bool(_details(turn)) and await self._danger.supplement(conversation, _report(turn))
        if conversation.owner == AGENT:
            if is_added:
                await self._confirm_beside_agent(turn)
            return Answered(AGENT)
        rest = leaving_words(turn.text)
        if rest is None:
            return Answered(QUEUE, (await self._place(turn, is_added=is_added),))
        return await self._leave_queue(turn, rest)

    async def _answer_danger(self, turn: Turn) -> Answered:
        answer = await self._danger.handle(turn.conversation.id, _report(turn))
        return Answered("danger", answer.messages, stored=True)

    async def _place(self, turn: Turn, *, is_added: bool) -> Message:
        async with self._database.reading() as session:
            place = await ConversationService(session, self._platform).place(turn.conversation.id)
        position, details, ticket_id = place.position or 1, _details(turn), turn.conversation.danger_ticket
        if is_added:
            words = {"details": details, "ticket_id": ticket_id, "position": position}
            return self._sentences.say("utter_queue_details_added", **words)
        if ticket_id and details:
            return self._sentences.say("utter_queue_details_noted", details=details, position=position)
        return self._sentences.say("utter_queue_place", position=position)

    async def _confirm_beside_agent(self, turn: Turn) -> None:
        """Into the thread, since the turn itself has no answer while an agent owns the conversation."""
        conversation = turn.conversation
        words = {"details": _details(turn), "ticket_id": conversation.danger_ticket}
        async with self._database.session() as session:
            if await ConversationRepository(session).said_in_turn(conversation.id, turn.key):
                return
            conversations = ConversationService(session, self._platform)
            message = self._sentences.say("utter_agent_details_added", **words)
            await conversations.say(conversation.id, "system", message, turn=turn.key, answered_by="danger")

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
        try:
            reading = await second_intent(self._second_reader, text, turn.parse)
            reply = await self._rasa.send(f"{conversation.id}.{conversation.session}", text, turn.key, reading)
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


def _is_danger(turn: Turn) -> bool:
    """By the words, or by the classifier where it is sure; by the words alone while there is no classifier."""
    return (turn.parse.danger if turn.parse else find_danger(turn.text)) is not None


def _report(turn: Turn) -> DangerReport:
    return DangerReport(turn.text, turn.key, turn.entity("address"), turn.entity("phone"))


def _details(turn: Turn) -> str:
    """What a message adds to a report of danger, in the customer's words; empty when it adds nothing."""
    return "和".join(word for name, word in (("address", "地址"), ("phone", "联系电话")) if turn.entity(name))
