"""Something that a process does again and again beside its other work."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from typing import ClassVar

import structlog

from api.platform import Platform

log = structlog.get_logger(__name__)


class Rounds(ABC):
    """One task from the process's start to its end; a round that fails is logged and does not end the following ones.

    Got by ``platform.shared``, so that it is closed with the platform.
    """

    pause_seconds: ClassVar[float]
    pause_after_failure: ClassVar[float] = 300.0

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin."""
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())

    async def close(self) -> None:
        """Stop; what was under way is given up, for another process or a later round."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    @abstractmethod
    async def look(self) -> object:
        """One round."""

    async def _run(self) -> None:
        while True:
            pause = self.pause_seconds
            try:
                await self.look()
            except Exception as error:  # noqa: BLE001 - the following rounds must not end with this one
                log.warning("round_failed", what=type(self).__name__, error=type(error).__name__)
                pause = self.pause_after_failure
            await asyncio.sleep(pause)
