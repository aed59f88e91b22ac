"""Inserting rows that may be there already, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from api.database import Base

ROWS_AT_ONCE = 500  # a statement of SQLite takes 32,766 values


async def insert_new(
    session: AsyncSession,
    table: type[Base],
    rows: Sequence[dict[str, Any]],
    returning: InstrumentedAttribute[Any] | None = None,
) -> list[Any]:
    """Insert the rows whose unique keys are not there yet; gives ``returning`` of those that were inserted."""
    inserted: list[Any] = []
    for some in _chunks(rows):
        statement = _insert(session, table).values(some).on_conflict_do_nothing()
        if returning is None:
            await session.execute(statement)
        else:
            inserted += (await session.scalars(statement.returning(returning))).all()
    return inserted


async def upsert(session: AsyncSession, table: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows, or replace those of the same primary key; no key twice in ``rows``."""
    keys = [column.name for column in inspect(table).primary_key]
    for some in _chunks(rows):
        statement = _insert(session, table).values(some)
        new = {name: statement.excluded[name] for name in some[0] if name not in keys}
        await session.execute(statement.on_conflict_do_update(index_elements=keys, set_=new))


def _insert(session: AsyncSession, table: type[Base]) -> Any:
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    return postgresql.insert(table) if is_postgresql else sqlite.insert(table)


def _chunks(rows: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    return [list(rows[start : start + ROWS_AT_ONCE]) for start in range(0, len(rows), ROWS_AT_ONCE)]
