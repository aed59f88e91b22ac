"""The database: SQLite embedded by default, PostgreSQL in production, by one URL. One request is one transaction."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import Connection, DateTime, Dialect, MetaData, event
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from nlu.text.clock import SHANGHAI

log = structlog.get_logger(__name__)
AfterCommit = Callable[[], Awaitable[None]]
_AFTER_COMMIT = "after_commit"

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The parent of every table."""

    metadata = MetaData(naming_convention=NAMING)


class Moment(TypeDecorator[datetime]):
    """An aware moment; stored in UTC because SQLite keeps no offset, given back in Chinese time."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive moments: they would silently shift by eight hours."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without offset: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Read back as Chinese time."""
        if value is None:
            return None
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(SHANGHAI)


class Database:
    """The engine and its sessions."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _engine(url)
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        """One transaction: committed at the end, rolled back when anything is raised; then what waited for it runs."""
        async with self._sessions() as session:
            async with session.begin():
                yield session
            await _run_after_commit(session)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A session that only reads, so that on SQLite it does not wait for writers."""
        async with self._sessions() as session:
            await session.connection(execution_options={"reading": True})
            yield session

    async def create_all(self) -> None:
        """Create every table at once: for tests; installations migrate with Alembic."""
        async with self.engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)

    async def close(self) -> None:
        """Give the connections back."""
        await self.engine.dispose()


def after_commit(session: AsyncSession, call: AfterCommit) -> None:
    """Run ``call`` once the session's transaction is committed, and not at all when it is rolled back.

    For telling others (Redis) about rows that they will then read. A failure is logged, never raised: the rows are
    committed, and whoever is not told looks for them by itself a little later.
    """
    session.info.setdefault(_AFTER_COMMIT, []).append(call)


async def _run_after_commit(session: AsyncSession) -> None:
    for call in session.info.pop(_AFTER_COMMIT, []):
        try:
            await call()
        except Exception as error:  # noqa: BLE001 - see after_commit
            log.warning("after_commit_failed", error=type(error).__name__)


def _engine(url: str) -> AsyncEngine:
    # hide_parameters: an error's words reach the log, and a statement's values are what customers said and who they are
    if not url.startswith("sqlite"):
        return create_async_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=20, hide_parameters=True)
    path = url.partition(":///")[2]
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(url, connect_args={"timeout": 30}, hide_parameters=True)
    event.listen(engine.sync_engine, "connect", _configure_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _configure_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we begin transactions ourselves, see _begin_sqlite
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "busy_timeout=30000", "foreign_keys=ON", "synchronous=NORMAL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later fails at once when another has written in between;
    # taking the write lock at the start makes it wait its turn instead.
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
