"""Writing new tickets: one, or many at once, each once for its key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from api.customers.models import Customer
from api.customers.service import CustomerService
from api.errors import Conflict
from api.places import completed
from api.platform import Platform
from api.tickets.events import event_of
from api.tickets.filing import NewTicket
from api.tickets.identifiers import new_ticket_id
from api.tickets.models import Ticket
from api.tickets.repository import TicketRepository


@dataclass(frozen=True, slots=True)
class Filed:
    """The ticket, and whether this request created it or an earlier one had."""

    ticket: Ticket
    created: bool


class TicketRegister:
    """Row and first event of new tickets, inside the caller's transaction."""

    def __init__(self, session: AsyncSession, platform: Platform) -> None:
        self._session = session
        self._clock = platform.clock
        self._repository = TicketRepository(session)
        self._customers = CustomerService(session, platform)

    async def file(self, new: NewTicket) -> Filed:
        """One ticket. The same key again gives the same ticket back. Raises Conflict (409) for another body."""
        if known := await self._repository.by_key(new.key):
            return Filed(same_request(known, new), created=False)
        try:
            async with self._session.begin_nested():
                ticket = await self._row(new)
                await self._write([ticket])
        except IntegrityError:  # the same key in another process at this moment
            known = await self._repository.by_key(new.key)
            if known is None:
                raise
            return Filed(same_request(known, new), created=False)
        return Filed(ticket, created=True)

    async def file_all(self, news: Sequence[NewTicket]) -> list[Filed | Conflict]:
        """Many tickets with a few statements; for each what ``file`` would return or raise."""
        try:
            async with self._session.begin_nested():
                return await self._file_at_once(news)
        except IntegrityError:  # a key came in through another process meanwhile: one by one finds out which
            return [await self._file_or_conflict(new) for new in news]

    async def _file_at_once(self, news: Sequence[NewTicket]) -> list[Filed | Conflict]:
        known = await self._repository.by_keys([new.key for new in news])
        outcomes: list[Filed | Conflict] = []
        fresh: list[Ticket] = []
        for new in news:
            earlier = known.get(new.key)
            if earlier is None:
                earlier = known[new.key] = await self._row(new)
                fresh.append(earlier)
                outcomes.append(Filed(earlier, created=True))
            else:
                outcomes.append(_filed_before(earlier, new))
        await self._write(fresh)
        return outcomes

    async def _file_or_conflict(self, new: NewTicket) -> Filed | Conflict:
        try:
            return await self.file(new)
        except Conflict as error:
            return error

    async def _row(self, new: NewTicket) -> Ticket:
        customer = await self._customers.find(new.account_number) if new.account_number else None
        now = self._clock.now()
        return Ticket(
            ticket_id=await self._free_id(now),
            idempotency_key=new.key,
            request_digest=new.digest,
            created_at=now,
            created_by=new.created_by,
            channel=new.channel,
            text=new.text,
            account_number=new.account_number,
            phone=new.phone or (customer.phone if customer else None),
            address=_address(new.address, customer),
            area=customer.area if customer else "urban",
            conversation_id=new.conversation_id,
            intent=new.intent,
            category_hint=new.category_hint,
            status="received",
        )

    async def _write(self, tickets: Sequence[Ticket]) -> None:
        self._repository.add(*tickets)
        await self._repository.flush()
        self._repository.add(
            *(event_of(each, "created", each.created_at, each.created_by, channel=each.channel) for each in tickets)
        )

    async def _free_id(self, now: datetime) -> str:
        while await self._repository.get(ticket_id := new_ticket_id(now)) is not None:
            continue
        return ticket_id


def same_request(known: Ticket, new: NewTicket) -> Ticket:
    """The ticket that was filed with the key. Raises Conflict (409) when the body was another."""
    if known.request_digest != new.digest:
        raise Conflict(
            f"这个 idempotency_key 已用于工单 {known.ticket_id}，但内容不同。新的诉求请换一个 idempotency_key。",
            code="idempotency_conflict",
        )
    return known


def _filed_before(known: Ticket, new: NewTicket) -> Filed | Conflict:
    try:
        return Filed(same_request(known, new), created=False)
    except Conflict as error:
        return error


def _address(given: str | None, customer: Customer | None) -> str | None:
    if customer is None:
        return given
    return completed(given, customer.address) if given else customer.address
