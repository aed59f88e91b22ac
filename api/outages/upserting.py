"""Inserting rows that may be there already, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from api.database import Base


async def insert_new(
    session: AsyncSession,
    table: type[Base],
    rows: Sequence[dict[str, Any]],
    returning: InstrumentedAttribute[Any] | None = None,
) -> list[Any]:
    """Insert the rows whose unique keys are not there yet; gives ``returning`` of those that were inserted."""
    if not rows:
        return []
    statement = _insert(session, table).on_conflict_do_nothing()
    if returning is None:
        await session.execute(statement, list(rows))
        return []
    return list((await session.scalars(statement.returning(returning), list(rows))).all())


async def upsert(session: AsyncSession, table: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows, or replace those of the same primary key; no key twice in ``rows``."""
    if not rows:
        return
    keys = [column.name for column in inspect(table).primary_key]
    statement = _insert(session, table)
    new = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    await session.execute(statement.on_conflict_do_update(index_elements=keys, set_=new), list(rows))


def _insert(session: AsyncSession, table: type[Base]) -> Any:
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    return postgresql.insert(table) if is_postgresql else sqlite.insert(table)
