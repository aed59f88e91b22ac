"""One turn in flight per conversation, across processes.

The database decides: a turn is claimed in its row and numbered (its fence), and a turn that was overtaken may not
write any more. Redis only keeps those who wait from asking the database again and again; when it is down they do ask.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

import structlog
from redis.exceptions import LockError, RedisError

from api.conversations.models import Conversation
from api.conversations.repository import ConversationRepository
from api.errors import Unavailable

if TYPE_CHECKING:
    from redis.asyncio.lock import Lock
    from sqlalchemy.ext.asyncio import AsyncSession

    from api.platform import Platform

log = structlog.get_logger(__name__)
PREFIX = "dianda:turn:"
BEYOND_BOT = 15.0  # seconds a turn may last beyond the bot's time limit, for storing, danger and tickets
ASK_AGAIN = 0.05  # seconds


class TurnTaken(Exception):
    """Another turn of the conversation is in flight."""


class Turns:
    """Lets the messages of a conversation through one at a time."""

    def __init__(self, platform: Platform) -> None:
        self._redis = platform.redis
        self._longest = platform.settings.bot_timeout + BEYOND_BOT

    @asynccontextmanager
    async def queueing(self, conversation_id: str) -> AsyncIterator[None]:
        """Wait for the conversation's place in line. Raises Unavailable (503) when that takes too long."""
        lock = await self._lock(conversation_id)
        try:
            yield
        finally:
            if lock:
                with suppress(LockError, RedisError, OSError):
                    await lock.release()

    async def claim(
        self, session: AsyncSession, conversation_id: str, changes: Mapping[str, Any] | None = None
    ) -> Conversation:
        """Claim the turn inside the transaction that stores its message, with ``changes`` to its row.

        Raises TurnTaken.
        """
        now = time.time()
        claimed = await ConversationRepository(session).claim_turn(
            conversation_id, now, now + self._longest, changes or {}
        )
        if claimed is None:
            raise TurnTaken
        return claimed

    async def pause(self, waited_since: float) -> None:
        """Between two claims. Raises Unavailable when the wait has lasted longer than any turn may."""
        if time.monotonic() - waited_since > self._longest + 1:
            raise _still_busy()
        await asyncio.sleep(ASK_AGAIN)

    async def _lock(self, conversation_id: str) -> Lock | None:
        lock = self._redis.lock(
            PREFIX + conversation_id, timeout=self._longest, sleep=ASK_AGAIN, blocking_timeout=self._longest
        )
        try:
            if await lock.acquire():
                return lock
        except (RedisError, OSError) as error:
            log.warning("turn_without_redis", error=type(error).__name__)
            return None
        raise _still_busy()


def _still_busy() -> Unavailable:
    return Unavailable("上一条消息还在处理，请稍等几秒再发。", retry_after=3, code="turn_in_flight")
