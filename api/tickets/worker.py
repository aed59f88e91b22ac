"""``python -m api.tickets.worker``: takes tickets off the queue, triages them in batches, and loses none.

1. ``_fresh`` reads new entries; ``_abandoned`` takes over entries that a dead worker left unfinished.
2. ``TriageWorker._work`` classifies the batch; when that fails, each ticket alone, so that one cannot hold up the rest.
3. Each ticket is written in a transaction that does nothing unless it still waits: an entry handled twice acts once.
4. Only then is the entry acknowledged. After ``MOST_DELIVERIES`` failures it becomes a dead letter with its reason.
5. ``Sweep`` finds stored tickets that never reached the queue.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Thread
from typing import Any, cast

import structlog
from redis.exceptions import RedisError, ResponseError
from sqlalchemy.exc import SQLAlchemyError

from api.editing import background as editing_background
from api.errors import Unavailable
from api.logs import configure_logs
from api.notices.delivery import NoticeDelivery
from api.platform import Platform
from api.settings import get_settings
from api.tickets.queue import DEAD, DONE_SECONDS, GROUP, HEARTBEAT, HEARTBEAT_SECONDS, STREAM, TriageQueue, done_key
from api.tickets.repository import TicketRepository
from api.tickets.sweep import Sweep
from api.tickets.triaging import TicketTriaging, Triage
from nlu.text.masking import mask_personal

log = structlog.get_logger(__name__)
BATCH = 16
BLOCK_MILLISECONDS = 1000
ABANDONED_MILLISECONDS = 30_000  # longer than any batch takes; a worker silent for so long is dead
MOST_DELIVERIES = 5
DEAD_LETTERS_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the stream: its id there, and the ticket."""

    entry_id: str
    ticket_id: str


class TriageWorker:
    """One consumer of the group."""

    def __init__(self, platform: Platform, abandoned_milliseconds: int = ABANDONED_MILLISECONDS) -> None:
        self._platform = platform
        self._redis = platform.redis
        self._queue = TriageQueue(platform.redis)
        self._triaging = TicketTriaging(platform)
        self._sweep = Sweep(platform)
        self._abandoned_milliseconds = abandoned_milliseconds
        self._stopping = asyncio.Event()
        self.name = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(3)}"

    def stop(self) -> None:
        """Finish what is in hand and end."""
        self._stopping.set()

    async def run(self) -> None:
        """Work until stopped. Redis or the database going away and coming back is waited out."""
        beating = asyncio.create_task(self._beat())
        try:
            while not self._stopping.is_set():
                try:
                    await self._turn()
                except ResponseError as error:  # the stream is gone, e.g. Redis came back empty
                    log.warning("triage_stream_missing", error=str(error)[:100])
                    await self._pause(1)
                except (RedisError, OSError) as error:
                    log.warning("triage_worker_without_redis", error=type(error).__name__)
                    await self._pause(2)
                except SQLAlchemyError as error:  # entries in hand stay pending and are claimed again
                    log.warning("triage_worker_without_database", error=type(error).__name__)
                    await self._pause(2)
        finally:
            beating.cancel()
            await self._leave()

    async def _turn(self) -> None:
        await self._queue.prepare()
        await self._sweep.run_when_due()
        for entries in (await self._abandoned(), await self._fresh()):
            if entries:
                await self._work(entries)

    async def _fresh(self) -> list[Entry]:
        answer = await self._redis.xreadgroup(GROUP, self.name, {STREAM: ">"}, count=BATCH, block=BLOCK_MILLISECONDS)
        streams = cast("list[tuple[str, Any]]", answer or [])
        return [entry for _, entries in streams for entry in _read(entries)]

    async def _abandoned(self) -> list[Entry]:
        answer = await self._redis.xautoclaim(
            STREAM, GROUP, self.name, min_idle_time=self._abandoned_milliseconds, count=BATCH
        )
        return _read(answer[1])

    async def _work(self, entries: Sequence[Entry]) -> None:
        waiting = await self._still_waiting(entries)
        for entry in entries:
            if entry.ticket_id not in waiting:
                await self._finish(entry)
        todo = [entry for entry in entries if entry.ticket_id in waiting]
        if not todo:
            return
        try:
            verdicts = await self._triaging.classify([waiting[entry.ticket_id] for entry in todo])
        except Exception as error:  # noqa: BLE001 - found out one by one whose fault it is
            log.warning("triage_batch_failed", error=type(error).__name__, tickets=len(todo))
            for entry in todo:
                await self._work_alone(entry, waiting[entry.ticket_id])
            return
        for entry, verdict in zip(todo, verdicts, strict=True):
            await self._apply(entry, verdict)

    async def _work_alone(self, entry: Entry, text: str) -> None:
        try:
            [verdict] = await self._triaging.classify([text])
        except Exception as error:  # noqa: BLE001 - tried again later, then put aside for an agent
            await self._failed(entry, error)
            return
        await self._apply(entry, verdict)

    async def _apply(self, entry: Entry, verdict: Triage) -> None:
        try:
            async with self._platform.database.session() as session:
                ticket = await TicketRepository(session).locked(entry.ticket_id)
                if ticket is not None:
                    await self._triaging.apply(session, ticket, verdict)
        except Exception as error:  # noqa: BLE001 - tried again later, then put aside for an agent
            await self._failed(entry, error)
            return
        await self._finish(entry)

    async def _still_waiting(self, entries: Sequence[Entry]) -> dict[str, str]:
        """The texts of those tickets that nobody has triaged yet."""
        async with self._platform.database.reading() as session:
            found = [await TicketRepository(session).get(entry.ticket_id) for entry in entries]
        return {each.ticket_id: each.text for each in found if each is not None and each.status == "received"}

    async def _finish(self, entry: Entry) -> None:
        key = done_key(entry.ticket_id)
        async with self._redis.pipeline(transaction=True) as pipeline:
            pipeline.rpush(key, "1")
            pipeline.expire(key, DONE_SECONDS)
            pipeline.xack(STREAM, GROUP, entry.entry_id)
            pipeline.xdel(STREAM, entry.entry_id)
            await pipeline.execute()
        await self._queue.announce([entry.ticket_id])

    async def _failed(self, entry: Entry, error: Exception) -> None:
        """Leave it pending, to be claimed again later; after too many deliveries put it aside with the reason."""
        pending = await self._redis.xpending_range(STREAM, GROUP, entry.entry_id, entry.entry_id, 1)
        deliveries = int(pending[0]["times_delivered"]) if pending else MOST_DELIVERIES
        log.warning("triage_failed", ticket_id=entry.ticket_id, error=type(error).__name__, deliveries=deliveries)
        if deliveries < MOST_DELIVERIES:
            return
        reason = mask_personal(f"{type(error).__name__}: {error}"[:300])
        await self._sweep.give_up(entry.ticket_id, reason)
        letter: dict[Any, Any] = {"ticket_id": entry.ticket_id, "reason": reason, "deliveries": deliveries}
        await self._redis.xadd(DEAD, letter, maxlen=DEAD_LETTERS_KEPT)
        await self._finish(entry)

    async def _beat(self) -> None:
        while True:
            try:
                await self._redis.set(HEARTBEAT, self.name, ex=HEARTBEAT_SECONDS)
            except (RedisError, OSError) as error:
                log.debug("heartbeat_failed", error=type(error).__name__)
            await asyncio.sleep(HEARTBEAT_SECONDS / 4)

    async def _pause(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return

    async def _leave(self) -> None:
        """Take the name off the group, unless entries are left under it for others to claim."""
        try:
            consumers = await self._redis.xinfo_consumers(STREAM, GROUP)
            if any(each["name"] == self.name and not each["pending"] for each in consumers):
                await self._redis.xgroup_delconsumer(STREAM, GROUP, self.name)
        except (RedisError, OSError):
            log.info("worker_left_without_redis")


def _read(entries: Sequence[tuple[str, dict[str, str]]]) -> list[Entry]:
    return [Entry(entry_id, fields["ticket_id"]) for entry_id, fields in entries if fields]


def _load_index(platform: Platform) -> None:
    try:
        _ = platform.knowledge
    except Unavailable as error:
        log.warning("triage_worker_without_articles", error=error.detail)


async def main() -> None:
    """Run one worker until SIGTERM or SIGINT."""
    configure_logs()
    platform = Platform(get_settings())
    await asyncio.to_thread(lambda: platform.triager)
    # tickets do not wait for suggestions, nor does a stop: a daemon ends with the process
    Thread(target=_load_index, args=(platform,), name="index", daemon=True).start()
    worker = TriageWorker(platform)
    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, worker.stop)
    platform.shared(NoticeDelivery).start()  # closed with the platform
    editing_background.start(platform)
    log.info("triage_worker_started", name=worker.name)
    try:
        await worker.run()
    finally:
        await platform.close()
    log.info("triage_worker_stopped", name=worker.name)


if __name__ == "__main__":
    asyncio.run(main())
