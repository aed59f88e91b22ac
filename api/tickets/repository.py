"""Reads and writes tickets and their events."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from api.tickets.models import Ticket, TicketCorrection, TicketEvent
from api.tickets.status import OPEN

MERGING = 95598_001  # the advisory lock's number


@dataclass(frozen=True, slots=True)
class TicketFilter:
    """Which tickets a list shows; None does not restrict."""

    status: str | None = None
    type: str | None = None
    unit: str | None = None
    q: str | None = None
    needs_review: bool | None = None
    urgency: str | None = None
    by_urgency: bool = False  # urgent first, then the nearest deadline; otherwise newest first


class TicketRepository:
    """The rows, nothing decided."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, *rows: Ticket | TicketEvent | TicketCorrection) -> None:
        """Write with the transaction."""
        self._session.add_all(rows)

    async def flush(self) -> None:
        """Send what was added to the database, so that what violates a rule shows now."""
        await self._session.flush()

    async def get(self, ticket_id: str) -> Ticket | None:
        """One ticket."""
        return await self._session.get(Ticket, ticket_id) if _is_number(ticket_id) else None

    async def locked(self, ticket_id: str) -> Ticket | None:
        """One ticket that nobody else changes until the transaction ends, nor the reports merged into it: steps on a
        main ticket go through all of them."""
        if not _is_number(ticket_id):
            return None
        group = await self._locked(or_(Ticket.ticket_id == ticket_id, Ticket.merged_into == ticket_id))
        return next((each for each in group if each.ticket_id == ticket_id), None)

    async def by_key(self, key: str) -> Ticket | None:
        """The ticket filed with an idempotency key."""
        found: Ticket | None = await self._session.scalar(select(Ticket).where(Ticket.idempotency_key == key))
        return found

    async def by_keys(self, keys: Sequence[str]) -> dict[str, Ticket]:
        """The tickets filed with any of the keys, by key."""
        rows = await self._session.scalars(select(Ticket).where(Ticket.idempotency_key.in_(keys)))
        return {row.idempotency_key: row for row in rows}

    async def events(self, ticket_id: str) -> Sequence[TicketEvent]:
        """The thread of a ticket, oldest first."""
        query = select(TicketEvent).where(TicketEvent.ticket_id == ticket_id).order_by(TicketEvent.id)
        return (await self._session.scalars(query)).all()

    async def page(self, wanted: TicketFilter, page: int, size: int) -> tuple[Sequence[Ticket], int]:
        """One page of a list and how many there are in all."""
        query = _restricted(select(Ticket), wanted)
        total = await self._session.scalar(_restricted(select(func.count()).select_from(Ticket), wanted))
        ordered = query.order_by(*_order(wanted)).offset((page - 1) * size).limit(size)
        return (await self._session.scalars(ordered)).all(), total or 0

    async def open_of(self, account_number: str | None, conversation_id: str | None) -> Sequence[Ticket]:
        """The open tickets of a customer or a conversation, newest first."""
        mine = _belongs_to(account_number, conversation_id)
        query = select(Ticket).where(mine, Ticket.status.in_(OPEN))
        return (await self._session.scalars(query.order_by(Ticket.created_at.desc(), Ticket.ticket_id.desc()))).all()

    async def recent_of(
        self, account_number: str | None, conversation_id: str | None, since: datetime
    ) -> Sequence[Ticket]:
        """The tickets of a customer or a conversation since a moment, newest first."""
        mine = _belongs_to(account_number, conversation_id)
        query = select(Ticket).where(mine, Ticket.created_at >= since)
        return (await self._session.scalars(query.order_by(Ticket.created_at.desc()))).all()

    async def waiting(self, before: datetime, count: int) -> Sequence[str]:
        """Ids of tickets still without triage that were filed before a moment, oldest first."""
        query = (
            select(Ticket.ticket_id)
            .where(Ticket.status == "received", Ticket.triage_error.is_(None), Ticket.created_at < before)
            .order_by(Ticket.created_at)
            .limit(count)
        )
        return (await self._session.scalars(query)).all()

    async def lock_merging(self) -> None:
        """Let one transaction merge at a time: two reports must not each believe to be the first of their fault.

        SQLite has only one writer anyway.
        """
        if self._session.get_bind().dialect.name == "postgresql":
            await self._session.execute(select(func.pg_advisory_xact_lock(MERGING)))

    async def at_fault_point(self, fault_point: str | None, outage_id: str | None, since: datetime) -> list[Ticket]:
        """Open triaged faults of one point since a moment or of one outage, with their main tickets, locked."""
        here = and_(Ticket.fault_point == fault_point, Ticket.created_at >= since)
        known = [here] if fault_point else []
        if outage_id:
            known.append(Ticket.outage_id == outage_id)
        open_fault = and_(Ticket.type == "fault", Ticket.status.in_(OPEN - {"received"}))
        found = list(await self._locked(and_(or_(*known), open_fault)))
        seen = {each.ticket_id for each in found}
        mains = {each.merged_into for each in found if each.merged_into} - seen
        return found + list(await self._locked(and_(Ticket.ticket_id.in_(mains), open_fault))) if mains else found

    async def _locked(self, which: ColumnElement[bool]) -> Sequence[Ticket]:
        """As they are now, oldest first: who locks several does so in one order and never waits for ever.

        Not against new events of theirs (``key_share``): an urge on a report is noted in its main ticket's thread too.
        """
        ordered = select(Ticket).where(which).order_by(Ticket.created_at, Ticket.ticket_id)
        locking = ordered.with_for_update(key_share=True).execution_options(populate_existing=True)
        return (await self._session.scalars(locking)).all()

    async def merged_under(self, ticket_id: str) -> Sequence[Ticket]:
        """The tickets whose main ticket this is, oldest first."""
        query = select(Ticket).where(Ticket.merged_into == ticket_id).order_by(Ticket.created_at, Ticket.ticket_id)
        return (await self._session.scalars(query)).all()

    async def resolved_like(self, kinds: Collection[tuple[str, str]], count: int) -> Sequence[Any]:
        """``(type, category, ticket_id, text, result)`` of the newest resolved tickets of each category, at once."""
        parts = [select(_resolved(type, category, count).subquery()) for type, category in sorted(kinds)]
        return (await self._session.execute(union_all(*parts))).all() if parts else []

    async def filed(self, account_numbers: Sequence[str], since: datetime) -> Sequence[Any]:
        """Of the triaged tickets of customers since a moment, those not withdrawn: what they were about and how they
        came, never what they said; oldest first."""
        columns = ("ticket_id", "account_number", "created_at", "type", "intent", "channel", "conversation_id")
        query = select(*(getattr(Ticket, name) for name in (*columns, "merged_into"))).where(
            Ticket.account_number.in_(account_numbers),
            Ticket.created_at >= since,
            Ticket.type.is_not(None),
            Ticket.status != "withdrawn",
        )
        return (await self._session.execute(query.order_by(Ticket.created_at, Ticket.ticket_id))).all()

    async def corrections(self) -> Sequence[TicketCorrection]:
        """All corrections, oldest first."""
        return (await self._session.scalars(select(TicketCorrection).order_by(TicketCorrection.id))).all()


def _is_number(ticket_id: str) -> bool:
    """What is no number of ours never reaches the database: PostgreSQL refuses some characters."""
    return ticket_id.isdigit()


def _belongs_to(account_number: str | None, conversation_id: str | None) -> Any:
    mine = [Ticket.conversation_id == conversation_id] if conversation_id else []
    if account_number:
        mine.append(Ticket.account_number == account_number)
    return or_(*mine) if mine else Ticket.ticket_id.is_(None)


def _restricted(query: Select[Any], wanted: TicketFilter) -> Select[Any]:
    for column in ("status", "type", "unit", "urgency", "needs_review"):
        value = getattr(wanted, column)
        if value is not None:
            query = query.where(getattr(Ticket, column) == value)
    if wanted.q:
        sought = wanted.q
        columns = (Ticket.text, Ticket.address, Ticket.ticket_id, Ticket.account_number)
        query = query.where(or_(*(column.contains(sought, autoescape=True) for column in columns)))
    return query


def _order(wanted: TicketFilter) -> tuple[Any, ...]:
    newest = (Ticket.created_at.desc(), Ticket.ticket_id.desc())
    if not wanted.by_urgency:
        return newest
    over = case((Ticket.status.in_(OPEN), 0), else_=1)
    urgent = case((Ticket.urgency == "urgent", 0), else_=1)
    due = func.coalesce(Ticket.arrive_due, Ticket.contact_due, Ticket.restore_due, Ticket.reply_due)
    return (over, urgent, due.is_(None), due, *newest)


def _resolved(type: str, category: str, count: int) -> Select[Any]:
    return (
        select(Ticket.type, Ticket.category, Ticket.ticket_id, Ticket.text, TicketEvent.details)
        .join(TicketEvent, TicketEvent.ticket_id == Ticket.ticket_id)
        .where(
            Ticket.type == type,
            Ticket.category == category,
            Ticket.status.in_(("resolved", "closed")),
            TicketEvent.kind == "resolved",
        )
        .order_by(Ticket.created_at.desc())
        .limit(count)
    )
