"""What every service of one process shares: settings, clock, database, Redis, and the loaded libraries."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, cast

import httpx
import structlog
from fastapi import Depends, Request
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from sqlalchemy.ext.asyncio import AsyncSession

from api.database import Database
from api.editing.overlay import Overlay
from api.errors import Unavailable
from api.settings import Settings
from nlu.reloading import Reloading
from nlu.text.clock import Clock

if TYPE_CHECKING:
    from knowledge import KnowledgeBase
    from nlu import Understanding
    from triage import TicketTriager

log = structlog.get_logger(__name__)
LIBRARIES = ("understanding", "triager", "knowledge")
Part = TypeVar("Part")


class Platform:
    """One per process. The constructor is light; ``load`` reads the models and the index (seconds).

    A library that cannot be loaded does not keep the gateway down: safety words, tickets and people stay reachable,
    ``/readyz`` names what is missing, and what needs it answers 503.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        started = os.environ.get("DIANDA_CLOCK_STARTED", "")
        self.clock = Clock.from_environment({"DIANDA_CLOCK_STARTED": started, "DIANDA_CLOCK": settings.clock or ""})
        self.database = Database(settings.database_url)
        self.redis = Redis.from_url(
            settings.redis_url,
            decode_responses=True,
            socket_connect_timeout=2,
            socket_timeout=10,
            retry=Retry(NoBackoff(), 1),  # whoever uses Redis has a way on without it and must not wait for seconds
        )
        self.http = httpx.AsyncClient(timeout=settings.bot_timeout)
        self.overlay = Overlay(settings.var / "articles")  # articles published after the shipped ones
        self.load_errors: dict[str, str] = {}
        self._libraries: dict[str, Any] = {}
        self._shared: dict[type[Any], Any] = {}
        self._loaders: dict[str, Callable[[], Any]] = {
            "understanding": self._load_understanding,
            "triager": self._load_triager,
            "knowledge": self._load_knowledge,
        }

    @property
    def understanding(self) -> Understanding:
        """Intent, entities and danger of a message."""
        return cast("Understanding", self._library("understanding"))

    @property
    def triager(self) -> TicketTriager:
        """Type, category, urgency and reasons of a ticket."""
        return cast("TicketTriager", self._library("triager"))

    @property
    def knowledge(self) -> KnowledgeBase:
        """The articles and their index."""
        return cast("KnowledgeBase", self._library("knowledge"))

    def provide(self, **libraries: Any) -> None:
        """Use libraries that were loaded elsewhere, so that several applications of one process share them."""
        self._libraries.update(libraries)

    def is_loaded(self, library: str) -> bool:
        """Whether a library is in memory."""
        return library in self._libraries

    def shared(self, kind: type[Part]) -> Part:
        """The process's one instance of a class, made as ``kind(platform)`` when first asked for."""
        if kind not in self._shared:
            self._shared[kind] = kind(self)  # type: ignore[call-arg]
        return cast(Part, self._shared[kind])

    def load(self) -> None:
        """Load what the first request would otherwise wait for; what fails is kept in ``load_errors``."""
        for name in LIBRARIES:
            try:
                self._library(name)
            except Unavailable:
                continue

    async def close(self) -> None:
        """Give everything back."""
        for part in reversed(list(self._shared.values())):
            if hasattr(part, "close"):
                await part.close()
        await self.http.aclose()
        await self.redis.aclose()
        await self.database.close()

    def _library(self, name: str) -> Any:
        if name in self._libraries:
            return _newest(self._libraries[name])
        if name in self.load_errors:
            raise Unavailable("系统的一部分没有准备好，请稍后再试或拨打 95598。", retry_after=30, part=name)
        try:
            also = (self.overlay.file,) if name == "knowledge" else ()
            self._libraries[name] = Reloading(self.settings.models, self._loaders[name], also=also)
        except Exception as error:
            self.load_errors[name] = f"{type(error).__name__}: {error}"
            log.exception("library_not_loaded", library=name)
            raise Unavailable("系统的一部分没有准备好，请稍后再试或拨打 95598。", retry_after=30, part=name) from error
        return _newest(self._libraries[name])

    def _load_understanding(self) -> Understanding:
        from nlu import Understanding

        return Understanding.load(self.settings.models, self.clock)

    def _load_triager(self) -> TicketTriager:
        from triage import TicketTriager

        return TicketTriager.load(self.settings.models)

    def _load_knowledge(self) -> KnowledgeBase:
        from knowledge import KnowledgeBase

        return KnowledgeBase.load(self.overlay.lay_over(self.settings.articles), self.settings.models)


def _newest(library: Any) -> Any:
    """The library itself, or the newest loading of one that follows promoted models."""
    return library.current if isinstance(library, Reloading) else library


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


async def in_thread(call: Callable[[], Part]) -> Part:
    """Run CPU work of some length beside the event loop, so that other conversations go on."""
    return await asyncio.to_thread(call)


PlatformDep = Annotated[Platform, Depends(get_platform)]
SessionDep = Annotated[AsyncSession, Depends(get_session, scope="function")]  # committed before the answer is sent
ReadingDep = Annotated[AsyncSession, Depends(get_reading_session)]
