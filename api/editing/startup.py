"""When the gateway starts, it follows what is published."""

from __future__ import annotations

from api.editing.following import Follower
from api.platform import Platform


async def start(platform: Platform) -> None:
    """Begin in the background: nobody waits for it."""
    platform.shared(Follower).begin()
