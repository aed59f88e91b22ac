"""Danger to life: safety words first, then an urgent ticket, then a person, in the same turn and without the bot.

1. ``say_safety`` puts the safety words into the thread at once.
2. ``_file`` files the urgent ticket with what is known; that failing never takes the safety words back. What is said
   later, while the customer waits or talks with an agent, is added to it (``supplement``).
3. ``_hand_over`` puts the conversation at the head of the queue (or alarms the agent who owns it).
"""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from api.conversations.models import Conversation
from api.conversations.repository import ConversationRepository
from api.conversations.schemas import Message
from api.conversations.sentences import Sentences
from api.conversations.service import ConversationService
from api.metrics import DANGERS, ERRORS
from api.platform import Platform
from api.tickets.announcing import announce
from api.tickets.filing import NewTicket
from api.tickets.intake import TicketIntake
from api.tickets.service import TicketService
from nlu.text.safety import find_danger

log = structlog.get_logger(__name__)
INTENT = "report_danger"


@dataclass(frozen=True, slots=True)
class DangerReport:
    """What a customer reported; ``key`` makes the ticket happen once."""

    text: str
    key: str
    address: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class DangerAnswer:
    """What the customer reads, safety words first."""

    messages: tuple[Message, ...]
    ticket_id: str | None
    owner: str


class DangerService:
    """Works in transactions of its own: the ticket must be kept whatever happens to the conversation's turn."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._sentences = platform.shared(Sentences)

    async def handle(self, conversation_id: str, report: DangerReport) -> DangerAnswer:
        """All three steps. Raises NotFound for an unknown conversation."""
        evidence = find_danger(report.text)
        kind = evidence.kind if evidence else None
        DANGERS.labels(kind or "general").inc()
        conversation, safety = await self._say_safety(conversation_id, report, kind)
        ticket_id, is_new = conversation.danger_ticket, False
        if ticket_id is None:
            ticket_id, is_new = await self._file(conversation, report), True
        else:
            await self.supplement(conversation, report)
        return await self._hand_over(conversation, report, safety, ticket_id, is_new)

    async def supplement(self, conversation: Conversation, report: DangerReport) -> bool:
        """Add to the urgent ticket of a conversation, once a message; False when there is none, it is closed, or that
        failed (what was said is in the thread then, which the agent reads)."""
        if conversation.danger_ticket is None:
            return False
        try:
            async with self._platform.database.session() as session:
                if await ConversationRepository(session).changed_in_turn(conversation.id, "danger", report.key):
                    return False  # the message that filed the ticket, come again through the bot
                outcome, ticket = await TicketService(session, self._platform).supplement(
                    conversation.danger_ticket,
                    "customer",
                    address=report.address,
                    phone=report.phone,
                    note=report.text,
                    message_key=report.key,
                )
                if outcome == "added":
                    await announce(session, self._platform, ticket, "supplemented", conversation.id)
                return outcome != "closed"
        except Exception as error:
            ERRORS.labels("danger_not_supplemented").inc()
            log.exception("danger_not_supplemented", error=type(error).__name__)
            return False

    async def _say_safety(
        self, conversation_id: str, report: DangerReport, kind: str | None
    ) -> tuple[Conversation, Message]:
        async with self._platform.database.session() as session:
            conversations = ConversationService(session, self._platform)
            conversation = await conversations.get(conversation_id)
            said = await ConversationRepository(session).said_in_turn(conversation_id, report.key)
            if said:  # the action server asks again for a message that was handled before the bot was asked
                return conversation, Message(id=said.number, text=str(said.body["text"]))
            words = self._sentences.danger(kind)
            return conversation, await conversations.say(
                conversation_id, "system", words, turn=report.key, answered_by="danger"
            )

    async def _file(self, conversation: Conversation, report: DangerReport) -> str | None:
        new = NewTicket(
            text=report.text,
            channel=conversation.channel,
            idempotency_key=f"danger:{report.key}",
            scope=f"conversation:{conversation.id}",
            account_number=conversation.account_number,
            phone=report.phone,
            address=report.address,
            conversation_id=conversation.id,
            intent=INTENT,
        )
        try:
            return (await TicketIntake(self._platform).receive(new)).ticket_id
        except Exception as error:
            ERRORS.labels("danger_not_filed").inc()
            log.exception("danger_not_filed", error=type(error).__name__)
            return None

    async def _hand_over(
        self,
        conversation: Conversation,
        report: DangerReport,
        safety: Message,
        ticket_id: str | None,
        is_new: bool,
    ) -> DangerAnswer:
        async with self._platform.database.session() as session:
            ticket = await TicketService(session, self._platform).find(ticket_id) if ticket_id else None
            known = (ticket.address, ticket.phone) if ticket else (report.address, report.phone)
            ask = self._question(conversation, report, *known) if is_new or not conversation.account_number else ""
            notice = self._notice(ticket_id, is_new, ask)
            conversations = ConversationService(session, self._platform)
            repository = ConversationRepository(session)
            if await repository.changed_in_turn(conversation.id, "danger", report.key):
                place = await conversations.place(conversation.id)
                return DangerAnswer((safety, notice), ticket_id, place.owner)
            await conversations.append(
                conversation.id, "danger", "system", ticket_id=ticket_id, turn=report.key, text=report.text
            )
            if ticket_id and is_new:
                await conversations.note_ticket(conversation.id, ticket_id)
                await repository.change(conversation.id, danger_ticket=ticket_id)
            notice = await conversations.say(conversation.id, "system", notice, turn=report.key, answered_by="danger")
            place = await conversations.queue(conversation.id, "danger", danger=True)
            return DangerAnswer((safety, notice), ticket_id, place.owner)

    def _question(
        self, conversation: Conversation, report: DangerReport, address: str | None, phone: str | None
    ) -> str:
        """What has to be asked. A known customer's ticket bears their address, but danger may be elsewhere: that is
        asked once, when it is filed."""
        if conversation.account_number:
            return "" if report.address else self._sentences.say("utter_danger_ask_elsewhere").text
        missing = [name for name, value in (("address", address), ("phone", phone)) if not value]
        return self._sentences.say("utter_danger_ask_" + "_and_".join(missing)).text if missing else ""

    def _notice(self, ticket_id: str | None, is_new: bool, ask: str) -> Message:
        if ticket_id is None:
            return self._sentences.say("utter_danger_not_filed", ask=ask)
        name = "utter_danger_filed" if is_new else "utter_danger_noted"
        return self._sentences.say(name, ticket_id=ticket_id, ask=ask)
