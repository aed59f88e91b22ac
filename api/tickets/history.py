"""What tickets tell about a customer, for other nouns to read without knowing the tickets' service."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.tickets.models import Ticket, TicketEvent
from api.tickets.repository import TicketRepository
from customers import ServiceEvent

DEMANDS = frozenset({"fault", "complaint", "report", "opinion", "request"})  # enquiries ask for nothing to be done
HOTLINE = "hotline_note"  # the channel of what a person took down at the telephone; all others are online


@dataclass(frozen=True, slots=True)
class FiledTicket:
    """A ticket as a contact: by whom, when, about what and how; ``conversation_id`` where a chat led to it."""

    account_number: str
    at: datetime
    type: str
    intent: str | None  # what the chat wanted
    is_online: bool
    conversation_id: str | None


class TicketHistory:
    """The past, as contacts and as events."""

    def __init__(self, session: AsyncSession) -> None:
        self._repository = TicketRepository(session)

    async def filed(self, account_numbers: Sequence[str], since: datetime) -> list[FiledTicket]:
        """The tickets that customers have filed since a moment, oldest first.

        Withdrawn ones are left out, and so is a report that was merged into an earlier one of the same customer: one
        fault told twice is one fault. Urges are events of a ticket and no tickets. Of each matter this is the whole
        count: whoever adds chats must leave out those that a ticket came of (``conversation_id``).
        """
        rows = await self._repository.filed(account_numbers, since)
        mine = {row.ticket_id: row.account_number for row in rows}
        return [_filed(row) for row in rows if mine.get(row.merged_into) != row.account_number]

    async def service_events(self, account_number: str, since: datetime, now: datetime) -> list[ServiceEvent]:
        """Demands, complaints, urges and passed deadlines of a customer; what was withdrawn is left out."""
        tickets = await self._repository.recent_of(account_number, None, since)
        found: list[ServiceEvent] = []
        for ticket in tickets:
            if ticket.status != "withdrawn":
                found += _events_of(ticket, await self._repository.events(ticket.ticket_id), now)
        return found


def _filed(row: Any) -> FiledTicket:
    is_online = row.channel != HOTLINE
    return FiledTicket(row.account_number, row.created_at, row.type, row.intent, is_online, row.conversation_id)


def _events_of(ticket: Ticket, thread: Sequence[TicketEvent], now: datetime) -> Iterator[ServiceEvent]:
    filed = ticket.created_at.date()
    if ticket.type in DEMANDS:
        yield ServiceEvent("demand", filed, (ticket.triage or {}).get("category_label") or "")
    if ticket.type == "complaint":
        yield ServiceEvent("complaint", filed)
    for event in thread:
        if event.kind == "urged" and "through" not in event.details:
            yield ServiceEvent("urge", event.at.date())
    due = ticket.restore_due or ticket.reply_due
    done = next((event.at for event in thread if event.kind == "resolved"), now)
    if due and due < done:
        yield ServiceEvent("overdue", due.date())
