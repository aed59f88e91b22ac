"""``python -m api.demo``: load the demonstration data into the database of the settings."""

from __future__ import annotations

import asyncio

from api.database import Database
from api.demo.loader import DemoLoader
from api.settings import get_settings


async def _main() -> None:
    database = Database(get_settings().database_url)
    try:
        async with database.session() as session:
            counts = await DemoLoader(session).load()
    finally:
        await database.close()
    print("demonstration data: " + ", ".join(f"{count} {noun}" for noun, count in counts.items()))


if __name__ == "__main__":
    asyncio.run(_main())
