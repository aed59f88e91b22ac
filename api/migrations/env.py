"""Runs Alembic against the gateway's database, SQLite or PostgreSQL."""

from __future__ import annotations

import asyncio
import importlib
import pkgutil

from alembic import context
from sqlalchemy import Connection

import api
from api.database import Base, Database
from api.storage import Storage


def migrate(connection: Connection) -> None:
    """Run inside one connection; batch mode because SQLite cannot alter most things in place."""
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


async def run() -> None:
    """Open the database of the settings and migrate it."""
    database = Database(Storage().database_url)
    async with database.engine.connect() as connection:
        await connection.run_sync(migrate)
        await connection.commit()
    await database.close()


for found in pkgutil.walk_packages(api.__path__, "api."):
    if found.name.endswith(".models"):
        importlib.import_module(found.name)  # registers its tables
asyncio.run(run())
