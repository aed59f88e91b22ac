"""Wakes readers of event streams, also those of other processes, through Redis. The database holds the truth.

A message on Redis only says "look again" (or carries a passing sign such as typing). When Redis is down, readers look
by themselves every ``POLL_SECONDS``.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import structlog
from redis.exceptions import RedisError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.platform import Platform

log = structlog.get_logger(__name__)
PREFIX = "dianda:events:"
POLL_SECONDS = 1.0  # without Redis
CHECK_SECONDS = 10.0  # with Redis: a lost wake-up costs at most this
RECONNECT_SECONDS = 1.0


class Listener:
    """One reader's bell, and the passing signs that came with it."""

    def __init__(self) -> None:
        self.signs: list[dict[str, Any]] = []
        self._bell = asyncio.Event()

    def ring(self, sign: dict[str, Any] | None) -> None:
        """Wake the reader."""
        if sign:
            self.signs.append(sign)
        self._bell.set()

    async def wait(self, seconds: float) -> None:
        """Until the bell rings or the time is over."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._bell.wait(), seconds)
        self._bell.clear()

    def take_signs(self) -> list[dict[str, Any]]:
        """The passing signs since the last look."""
        taken, self.signs = self.signs, []
        return taken


class EventHub:
    """One Redis subscription a process, whatever the number of readers."""

    def __init__(self, platform: Platform) -> None:
        self._redis = platform.redis
        self._listeners: defaultdict[str, set[Listener]] = defaultdict(set)
        self._task: asyncio.Task[None] | None = None
        self.is_connected = False
        self.is_closed = False

    async def publish(self, conversation_id: str, sign: dict[str, Any] | None = None) -> None:
        """Tell every process that a conversation has new events (or pass a sign that is not kept)."""
        try:
            await self._redis.publish(PREFIX + conversation_id, json.dumps(sign))
        except (RedisError, OSError):
            self._ring(conversation_id, sign)  # at least the readers of this process hear at once

    @contextmanager
    def listening(self, conversation_id: str) -> Iterator[Listener]:
        """A bell for one reader."""
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._listen())
        listener = Listener()
        self._listeners[conversation_id].add(listener)
        try:
            yield listener
        finally:
            self._listeners[conversation_id].discard(listener)
            if not self._listeners[conversation_id]:
                del self._listeners[conversation_id]

    @property
    def patience(self) -> float:
        """How long a reader waits before it looks by itself."""
        return CHECK_SECONDS if self.is_connected else POLL_SECONDS

    async def close(self) -> None:
        """End the subscription and every stream."""
        self.is_closed = True
        if self._task:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        for conversation_id in list(self._listeners):
            self._ring(conversation_id, None)

    def _ring(self, conversation_id: str, sign: dict[str, Any] | None) -> None:
        for listener in list(self._listeners.get(conversation_id, ())):
            listener.ring(sign)

    async def _listen(self) -> None:
        while not self.is_closed:
            try:
                await self._follow()
            except (RedisError, OSError) as error:
                if self.is_connected:
                    log.warning("events_subscription_lost", error=type(error).__name__)
            self.is_connected = False
            await asyncio.sleep(RECONNECT_SECONDS)

    async def _follow(self) -> None:
        async with self._redis.pubsub() as subscription:
            await subscription.psubscribe(PREFIX + "*")
            self.is_connected = True
            for conversation_id in list(self._listeners):
                self._ring(conversation_id, None)  # what came while we were away
            while True:
                message = await subscription.get_message(ignore_subscribe_messages=True, timeout=5.0)
                if message:
                    self._ring(str(message["channel"]).removeprefix(PREFIX), json.loads(message["data"]))
