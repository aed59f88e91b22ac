"""Filing tickets, finding them, and what customers may do with theirs: add to them, urge and withdraw."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy.ext.asyncio import AsyncSession

import triage
from api.customers.service import CustomerService
from api.errors import Conflict
from api.platform import Platform
from api.tickets.errors import UnknownTicket
from api.tickets.events import event_of
from api.tickets.filing import NewTicket
from api.tickets.merging import release_from_merge
from api.tickets.models import Ticket, TicketEvent
from api.tickets.register import Filed, TicketRegister
from api.tickets.repository import TicketFilter, TicketRepository
from api.tickets.status import OPEN
from api.tickets.supplementing import Details, take_details
from api.tickets.triaging import DANGER_INTENT, TicketTriaging, Triage
from nlu.text.safety import find_danger

UrgeOutcome = Literal["sent", "too_soon", "too_many", "closed"]
WithdrawOutcome = Literal["withdrawn", "noted", "closed"]
SupplementOutcome = Literal["added", "repeated", "closed"]
COMPLAINT_INTENT = "make_complaint"
RECENT = timedelta(days=90)  # how far back a customer asks about their tickets


class TicketService:
    """Everything inside one transaction: the caller's session."""

    def __init__(self, session: AsyncSession, platform: Platform) -> None:
        self._session = session
        self._platform = platform
        self._clock = platform.clock
        self._repository = TicketRepository(session)
        self._register = TicketRegister(session, platform)

    async def create(self, new: NewTicket, triage: Triage | None = None) -> Filed:
        """File a ticket: row and first event. The same key again gives the same ticket back.

        With ``triage`` (from ``TicketTriaging.classify``) it is triaged at once, in the same transaction; without, the
        caller submits it to the queue after the commit, or the worker's sweep finds it. Raises Conflict (409) when
        the key was used with another body.
        """
        filed = await self._register.file(new)
        if triage is not None and filed.created:
            await TicketTriaging(self._platform).apply(self._session, filed.ticket, triage)
        return filed

    async def create_all(self, news: Sequence[NewTicket]) -> list[Filed | Conflict]:
        """File many at once; for each what ``create`` would return or raise."""
        return await self._register.file_all(news)

    async def get(self, ticket_id: str) -> Ticket:
        """One ticket. Raises UnknownTicket (404)."""
        ticket = await self._repository.get(ticket_id)
        if ticket is None:
            raise UnknownTicket()
        return ticket

    async def find(self, ticket_id: str) -> Ticket | None:
        """One ticket or None."""
        return await self._repository.get(ticket_id)

    async def events(self, ticket: Ticket) -> Sequence[TicketEvent]:
        """Its thread, oldest first."""
        return await self._repository.events(ticket.ticket_id)

    async def merged_under(self, ticket: Ticket) -> list[str]:
        """The ids of the reports that were merged into it."""
        return [each.ticket_id for each in await self._repository.merged_under(ticket.ticket_id)]

    async def page(self, wanted: TicketFilter, page: int, size: int) -> tuple[Sequence[Ticket], int]:
        """One page of the list and the number of all."""
        return await self._repository.page(wanted, page, size)

    async def open_of(self, account_number: str | None = None, conversation_id: str | None = None) -> Sequence[Ticket]:
        """The open tickets of a customer or of a conversation, newest first."""
        return await self._repository.open_of(account_number, conversation_id)

    async def recent_of(
        self, account_number: str | None = None, conversation_id: str | None = None
    ) -> Sequence[Ticket]:
        """Their tickets of the last three months, newest first."""
        since = self._clock.now() - RECENT
        return await self._repository.recent_of(account_number, conversation_id, since)

    async def urge(
        self, ticket_id: str, actor: str, note: str | None = None, message_key: str | None = None
    ) -> tuple[UrgeOutcome, Ticket]:
        """Pass an urge on, unless one went out minutes ago or, faults apart, twice already. Raises UnknownTicket."""
        ticket = await self._locked(ticket_id)
        if await self._is_repeated(ticket, "urged", message_key):
            return "sent", ticket
        refused = self._refused_urge(ticket)
        if refused:
            return refused, ticket
        now = self._clock.now()
        ticket.urges, ticket.last_urged_at = ticket.urges + 1, now
        self._note(ticket, "urged", now, actor, note=note, message_key=message_key, count=ticket.urges)
        if ticket.merged_into:
            main = await self.get(ticket.merged_into)
            self._note(main, "urged", now, actor, through=ticket.ticket_id)
        return "sent", ticket

    async def withdraw(
        self, ticket_id: str, actor: str, reason: str | None = None, message_key: str | None = None
    ) -> tuple[WithdrawOutcome, Ticket]:
        """Take a ticket back. Raises UnknownTicket.

        A complaint is not closed by its withdrawal, and a reported danger is not taken off the list by a customer:
        both are noted for the agent, who decides.
        """
        ticket = await self._locked(ticket_id)
        kind = "withdrawal_noted" if self._only_noted(ticket, actor) else "withdrawn"
        if await self._is_repeated(ticket, kind, message_key):
            return ("noted" if kind == "withdrawal_noted" else "withdrawn"), ticket
        if ticket.status not in OPEN:
            return "closed", ticket
        now = self._clock.now()
        self._note(ticket, kind, now, actor, reason=reason, message_key=message_key, previous=ticket.status)
        if kind == "withdrawal_noted":
            ticket.needs_review = True
            return "noted", ticket
        ticket.status = "withdrawn"
        await release_from_merge(self._repository, ticket, now)
        return "withdrawn", ticket

    async def supplement(
        self,
        ticket_id: str,
        actor: str,
        *,
        address: str | None = None,
        phone: str | None = None,
        note: str | None = None,
        message_key: str | None = None,
    ) -> tuple[SupplementOutcome, Ticket]:
        """Add what was said after filing: an event always, columns as in ``take_details``. Raises UnknownTicket."""
        ticket = await self._locked(ticket_id)
        if await self._is_repeated(ticket, "supplemented", message_key):
            return "repeated", ticket
        if ticket.status not in OPEN:
            return "closed", ticket
        said, now = {"address": address, "phone": phone, "note": note}, self._clock.now()
        number = ticket.account_number
        customer = await CustomerService(self._session, self._platform).find(number) if number else None
        taken = take_details(ticket, Details(**said), customer)
        self._note(ticket, "supplemented", now, actor, **said, taken=taken or None, message_key=message_key)
        if ticket.merged_into:
            main = await self.get(ticket.merged_into)
            self._note(main, "supplemented", now, actor, **said, through=ticket.ticket_id)
        return "added", ticket

    async def _locked(self, ticket_id: str) -> Ticket:
        ticket = await self._repository.locked(ticket_id)
        if ticket is None:
            raise UnknownTicket()
        return ticket

    def _refused_urge(self, ticket: Ticket) -> UrgeOutcome | None:
        if ticket.status not in OPEN:
            return "closed"
        now = self._clock.now()
        interval = timedelta(minutes=float(triage.limit("urge.min_interval", now.date()).value))
        if ticket.last_urged_at and now - ticket.last_urged_at < interval:
            return "too_soon"
        if ticket.type != "fault" and ticket.urges >= int(triage.limit("urge.max_count", now.date()).value):
            return "too_many"
        return None

    def _only_noted(self, ticket: Ticket, actor: str) -> bool:
        """Before the triage its intent and its words tell what the ticket may turn out to be."""
        is_complaint, is_danger = ticket.type == "complaint", ticket.danger
        if ticket.type is None:
            is_complaint = ticket.intent == COMPLAINT_INTENT or (ticket.category_hint or "").startswith("complaint/")
            is_danger = ticket.intent == DANGER_INTENT or find_danger(ticket.text) is not None
        return is_complaint or (is_danger and not actor.startswith("agent:"))

    async def _is_repeated(self, ticket: Ticket, kind: str, message_key: str | None) -> bool:
        if message_key is None:
            return False
        thread = await self._repository.events(ticket.ticket_id)
        return any(event.kind == kind and event.details.get("message_key") == message_key for event in thread)

    def _note(self, ticket: Ticket, kind: str, at: datetime, actor: str, **details: Any) -> None:
        self._repository.add(event_of(ticket, kind, at, actor, **details))
