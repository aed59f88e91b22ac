"""In demo mode the demonstration's accounts exist."""

from __future__ import annotations

from contextlib import suppress

from sqlalchemy.exc import IntegrityError

from api.agents.service import AgentService
from api.platform import Platform


async def start(platform: Platform) -> None:
    """Create what is missing; nothing outside demo mode."""
    if not platform.settings.is_demo:
        return
    with suppress(IntegrityError):  # another process was quicker
        async with platform.database.session() as session:
            await AgentService(session, platform).create_demo_accounts()
