"""What the gateway does for readings beside its requests."""

from __future__ import annotations

from api.platform import Platform
from api.readings.retention import Retention


async def start(platform: Platform) -> None:
    """Begin to delete what is too old; ends with the platform."""
    platform.shared(Retention).start()
