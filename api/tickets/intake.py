"""The way of a new ticket: stored first, then triaged by a worker, or here when no worker can.

1. ``receive`` stores the ticket and commits: from here on nothing can lose it.
2. It goes into the queue, and ``receive`` waits up to two seconds for the worker.
3. Without Redis or without a living worker the gateway triages it itself (docs/decisions/0009).
"""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from api.platform import Platform
from api.tickets.filing import NewTicket
from api.tickets.queue import TriageQueue
from api.tickets.repository import TicketRepository
from api.tickets.service import TicketService
from api.tickets.triaging import TicketTriaging

log = structlog.get_logger(__name__)
WAIT_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Receipt:
    """The ticket's id, and whether this request created it."""

    ticket_id: str
    created: bool


class TicketIntake:
    """Takes tickets in, each in transactions of its own."""

    def __init__(self, platform: Platform, wait_seconds: float = WAIT_SECONDS) -> None:
        self._platform = platform
        self._queue = TriageQueue(platform.redis)
        self._wait_seconds = wait_seconds

    async def receive(self, new: NewTicket) -> Receipt:
        """Store, triage, answer. Raises Conflict (409) for a key that was used with another body."""
        async with self._platform.database.session() as session:
            filed = await TicketService(session, self._platform).create(new)
        ticket_id = filed.ticket.ticket_id
        if filed.created:
            await self._have_triaged(ticket_id)
            await self._queue.announce([ticket_id])
        return Receipt(ticket_id, filed.created)

    async def _have_triaged(self, ticket_id: str) -> None:
        worked_on = await self._queue.has_worker() and await self._queue.submit([ticket_id])
        if worked_on:
            await self._queue.wait(ticket_id, self._wait_seconds)
            return
        await self._triage_here(ticket_id)

    async def _triage_here(self, ticket_id: str) -> None:
        try:
            await triage_now(self._platform, ticket_id)
        except Exception as error:  # noqa: BLE001 - the ticket is safe; a worker's sweep or an agent goes on with it
            log.error("triage_failed", ticket_id=ticket_id, error=type(error).__name__)


async def triage_now(platform: Platform, ticket_id: str) -> bool:
    """Triage one stored ticket in this process; False when it was triaged already or is gone."""
    async with platform.database.reading() as reading:
        ticket = await TicketRepository(reading).get(ticket_id)
    if ticket is None or ticket.status != "received":
        return False
    triaging = TicketTriaging(platform)
    [triage] = await triaging.classify([ticket.text])
    async with platform.database.session() as session:
        locked = await TicketRepository(session).locked(ticket_id)
        return locked is not None and await triaging.apply(session, locked, triage)
