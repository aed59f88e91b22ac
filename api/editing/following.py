"""Keeps a process at what the database says is published, and in gateways waiting checks going."""

from __future__ import annotations

import asyncio

import structlog
from sqlalchemy.exc import SQLAlchemyError

from api.editing.publishing import Publisher
from api.editing.repository import ArticleRepository
from api.editing.transfer import ArticleTransfer
from api.platform import Platform

log = structlog.get_logger(__name__)
LOOK_EVERY = 5.0  # seconds; how late another machine shows what was published on this one


class Follower:
    """One a process, in the background from its start to its end."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._task: asyncio.Task[None] | None = None
        self._seen = -1
        self._is_gateway = True

    def begin(self, *, is_gateway: bool = True) -> None:
        """Start to follow. A worker only follows; gateways also take in the shipped files and make the checks."""
        self._is_gateway = is_gateway
        self._task = asyncio.create_task(self._follow())

    async def close(self) -> None:
        """Stop."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def take_in(self) -> None:
        """Bring the database up to the shipped files."""
        done = await ArticleTransfer(self._platform).import_shipped(self._platform.settings.articles)
        if done.new or done.changed or done.kept:
            log.info("articles_imported", new=len(done.new), changed=len(done.changed), kept=done.kept)

    async def look(self) -> None:
        """Take over what was published since the last look, wherever; see to waiting checks."""
        publisher = self._platform.shared(Publisher)
        async with self._platform.database.reading() as session:
            newest = await ArticleRepository(session).last_outward()
        if newest != self._seen:
            await publisher.spread()
            self._seen = newest
        if self._is_gateway:
            await publisher.wake()

    async def _follow(self) -> None:
        is_taken_in = not self._is_gateway
        while True:
            try:
                if not is_taken_in:
                    await self.take_in()
                    is_taken_in = True
                await self.look()
            except (SQLAlchemyError, OSError) as error:  # a database without its tables, or down: others report it
                log.warning("articles_not_followed", error=type(error).__name__)
            await asyncio.sleep(LOOK_EVERY)
