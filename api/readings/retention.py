"""Readings are kept for as long as features look back and no longer: once a day what is older is deleted."""

from __future__ import annotations

import asyncio

import structlog

from api.platform import Platform
from api.readings.service import KEPT, ReadingService

log = structlog.get_logger(__name__)
PAUSE_SECONDS = 86_400.0
AGAIN_SECONDS = 300.0  # after a failure


class Retention:
    """One per gateway; that several delete the same rows harms nobody."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to look."""
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())

    async def close(self) -> None:
        """Stop."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def look(self) -> int:
        """One round; how many days of readings were deleted."""
        async with self._platform.database.session() as session:
            return await ReadingService(session).forget(self._platform.clock.today() - KEPT)

    async def _run(self) -> None:
        while True:
            pause = PAUSE_SECONDS
            try:
                if gone := await self.look():
                    log.info("readings_forgotten", days=gone)
            except Exception as error:  # noqa: BLE001 - tomorrow's round must not end with this one
                log.warning("readings_not_forgotten", error=type(error).__name__)
                pause = AGAIN_SECONDS
            await asyncio.sleep(pause)
