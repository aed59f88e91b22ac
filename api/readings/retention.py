"""Readings are kept for as long as features look back and no longer: once a day what is older is deleted."""

from __future__ import annotations

import structlog

from api.readings.service import KEPT, ReadingService
from api.rounds import Rounds

log = structlog.get_logger(__name__)


class Retention(Rounds):
    """One per gateway; that several delete the same rows harms nobody."""

    pause_seconds = 86_400.0

    async def look(self) -> int:
        """One round; how many days of readings were deleted."""
        async with self._platform.database.session() as session:
            gone = await ReadingService(session).forget(self._platform.clock.today() - KEPT)
        if gone:
            log.info("readings_forgotten", days=gone)
        return gone
