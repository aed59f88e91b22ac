"""The tickets' outbox: a stored ticket without triage is put into the queue again until somebody has triaged it."""

from __future__ import annotations

import time
from datetime import timedelta

from api.platform import Platform
from api.tickets.events import event_of
from api.tickets.queue import TriageQueue
from api.tickets.repository import TicketRepository

INTERVAL_SECONDS = 5.0
AGE = timedelta(seconds=10)  # younger ones are on their way
MOST = 500
AGAIN_SECONDS = 60  # the queue may be long: the same ticket is not put into it every five seconds


class Sweep:
    """Runs inside each worker; Redis keeps several of them from sweeping up the same ticket."""

    def __init__(self, platform: Platform, interval_seconds: float = INTERVAL_SECONDS) -> None:
        self._platform = platform
        self._queue = TriageQueue(platform.redis)
        self._interval_seconds = interval_seconds
        self._last = 0.0

    async def run_when_due(self) -> int:
        """Sweep when the interval has passed; returns how many tickets went into the queue."""
        if time.monotonic() - self._last < self._interval_seconds:
            return 0
        self._last = time.monotonic()
        return await self.run()

    async def run(self) -> int:
        """Put tickets that wait too long into the queue. Raises RedisError."""
        before = self._platform.clock.now() - AGE
        async with self._platform.database.reading() as session:
            waiting = await TicketRepository(session).waiting(before, MOST)
        mine = [ticket_id for ticket_id in waiting if await self._claim(ticket_id)]
        if mine:
            await self._queue.submit(mine)
        return len(mine)

    async def give_up(self, ticket_id: str, reason: str) -> None:
        """Leave a ticket that cannot be triaged to an agent: shown as such, and never swept up again."""
        async with self._platform.database.session() as session:
            repository = TicketRepository(session)
            ticket = await repository.locked(ticket_id)
            if ticket is None or ticket.status != "received":
                return
            ticket.triage_error, ticket.needs_review = reason, True
            now = self._platform.clock.now()
            repository.add(event_of(ticket, "triage_failed", now, "system", reason=reason))

    async def _claim(self, ticket_id: str) -> bool:
        key = f"dianda:triage:swept:{ticket_id}"
        return bool(await self._platform.redis.set(key, "1", nx=True, ex=AGAIN_SECONDS))
