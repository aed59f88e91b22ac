"""What every service of one process shares: settings, clock, database, Redis, and the loaded libraries."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import cached_property
from typing import TYPE_CHECKING, Annotated

import httpx
from fastapi import Depends, Request
from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncSession

from api.database import Database
from api.settings import Settings
from nlu.text.clock import Clock

if TYPE_CHECKING:
    from knowledge import KnowledgeBase
    from nlu import Understanding
    from triage import TicketTriager


class Platform:
    """One per process. The constructor is light; ``load`` reads the models and the index (seconds)."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        environment = {"DIANDA_CLOCK": settings.clock or ""}
        self.clock = Clock.from_environment({**_clock_started(), **environment})
        self.database = Database(settings.database_url)
        self.redis = Redis.from_url(
            settings.redis_url, decode_responses=True, socket_connect_timeout=2, socket_timeout=10
        )
        self.http = httpx.AsyncClient(timeout=settings.bot_timeout)

    @cached_property
    def understanding(self) -> Understanding:
        """Intent, entities and danger of a message."""
        from nlu import Understanding

        return Understanding.load(self.settings.models, self.clock)

    @cached_property
    def triager(self) -> TicketTriager:
        """Type, category, urgency and reasons of a ticket."""
        from triage import TicketTriager

        return TicketTriager.load(self.settings.models)

    @cached_property
    def knowledge(self) -> KnowledgeBase:
        """The articles and their index."""
        from knowledge import KnowledgeBase

        return KnowledgeBase.load(self.settings.articles, self.settings.models)

    def load(self) -> None:
        """Load what the first request would otherwise wait for. Raises what the libraries raise."""
        _ = self.understanding, self.triager, self.knowledge

    async def close(self) -> None:
        """Give everything back."""
        await self.http.aclose()
        await self.redis.aclose()
        await self.database.close()


def _clock_started() -> dict[str, str]:
    import os

    return {"DIANDA_CLOCK_STARTED": os.environ.get("DIANDA_CLOCK_STARTED", "")}


def get_platform(request: Request) -> Platform:
    """The platform of the running gateway."""
    platform: Platform = request.app.state.platform
    return platform


async def get_session(platform: Annotated[Platform, Depends(get_platform)]) -> AsyncIterator[AsyncSession]:
    """The request's transaction."""
    async with platform.database.session() as session:
        yield session


async def get_reading_session(platform: Annotated[Platform, Depends(get_platform)]) -> AsyncIterator[AsyncSession]:
    """For requests that only read."""
    async with platform.database.reading() as session:
        yield session


PlatformDep = Annotated[Platform, Depends(get_platform)]
SessionDep = Annotated[AsyncSession, Depends(get_session, scope="function")]  # committed before the answer is sent
ReadingDep = Annotated[AsyncSession, Depends(get_reading_session)]
