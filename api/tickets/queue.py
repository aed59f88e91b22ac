"""The queue of tickets that wait for triage: a Redis stream with a consumer group, and what goes with it."""

from __future__ import annotations

from collections.abc import Sequence

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError, ResponseError

log = structlog.get_logger(__name__)
STREAM = "dianda:triage"
GROUP = "triage"
DEAD = "dianda:triage:dead"
HEARTBEAT = "dianda:triage:heartbeat"
HEARTBEAT_SECONDS = 10
BOARD = "dianda:tickets"  # published: ids of tickets that changed, for the workbench
DONE_SECONDS = 10  # how long the news of a finished triage waits for whoever asked


def done_key(ticket_id: str) -> str:
    """Where the worker says that a ticket is triaged."""
    return f"dianda:triage:done:{ticket_id}"


class TriageQueue:
    """The gateway's side: submit, wait, look whether anybody works. Redis being down is an answer, not an error."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def prepare(self) -> None:
        """Create stream and group. Raises RedisError."""
        try:
            await self._redis.xgroup_create(STREAM, GROUP, id="0", mkstream=True)
        except ResponseError as error:
            if "BUSYGROUP" not in str(error):
                raise

    async def submit(self, ticket_ids: Sequence[str]) -> bool:
        """Put tickets into the queue; False when Redis did not take them (the sweep will)."""
        try:
            async with self._redis.pipeline(transaction=False) as pipeline:
                for ticket_id in ticket_ids:
                    pipeline.xadd(STREAM, {"ticket_id": ticket_id})
                await pipeline.execute()
        except RedisError as error:
            log.warning("triage_queue_down", error=type(error).__name__, tickets=len(ticket_ids))
            return False
        return True

    async def wait(self, ticket_id: str, seconds: float) -> bool:
        """Whether the worker has finished the ticket within the time."""
        try:
            return await self._redis.blpop([done_key(ticket_id)], timeout=seconds) is not None
        except RedisError:
            return False

    async def has_worker(self) -> bool:
        """Whether a worker has shown signs of life within ten seconds."""
        try:
            return bool(await self._redis.exists(HEARTBEAT))
        except RedisError:
            return False

    async def announce(self, ticket_ids: Sequence[str]) -> None:
        """Tell the workbench which tickets changed; nobody misses anything when this fails, pages reload too."""
        try:
            for ticket_id in ticket_ids:
                await self._redis.publish(BOARD, ticket_id)
        except RedisError as error:
            log.info("board_not_told", error=type(error).__name__)
