"""What tickets tell about a customer, for other nouns to read without knowing the tickets' service."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from api.tickets.models import Ticket, TicketEvent
from api.tickets.repository import TicketRepository
from customers import ServiceEvent

DEMANDS = frozenset({"fault", "complaint", "report", "opinion", "request"})  # enquiries ask for nothing to be done


class TicketHistory:
    """The past, as counts and as events."""

    def __init__(self, session: AsyncSession) -> None:
        self._repository = TicketRepository(session)

    async def complaints_of(self, account_number: str, since: datetime) -> int:
        """How many complaints a customer has filed since a moment."""
        return await self._repository.count_of(account_number, "complaint", since)

    async def service_events(self, account_number: str, since: datetime, now: datetime) -> list[ServiceEvent]:
        """Demands, complaints, urges and passed deadlines of a customer; what was withdrawn is left out."""
        tickets = await self._repository.recent_of(account_number, None, since)
        found: list[ServiceEvent] = []
        for ticket in tickets:
            if ticket.status != "withdrawn":
                found += _events_of(ticket, await self._repository.events(ticket.ticket_id), now)
        return found


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
