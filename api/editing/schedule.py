"""Looks for gaps every week, and when an editor asks: a loop in the worker's process.

1. ``_ask_weekly``: from Monday at three the week's search is written down, by whichever worker comes first; a worker
   that was down then does so when it is back.
2. ``_carry_out``: a search that nobody works on is taken by compare-and-set, so that of several workers one makes it.
3. A search whose worker died is taken again after an hour.
"""

from __future__ import annotations

import structlog

from api.editing.gap_runs import WEEKLY, GapRuns, week_of
from api.editing.gaps import GapFinder
from api.rounds import Rounds

log = structlog.get_logger(__name__)


class GapSchedule(Rounds):
    """One per worker."""

    pause_seconds = 10.0  # an editor who asked for a search waits no longer for its beginning

    async def look(self) -> str | None:
        """One round; gives the name of the search that was made, None when there was none to make."""
        await self._ask_weekly()
        if not self._platform.is_loaded("knowledge"):  # the worker is still loading the index
            return None
        now = self._platform.clock.now()
        async with self._platform.database.reading() as session:
            run = await GapRuns(session).open(now)
        if run is None:
            return None
        async with self._platform.database.session() as session:
            is_ours = await GapRuns(session).take(run.name, now)
        if not is_ours:
            return None
        await self._carry_out(run.name)
        return run.name

    async def _ask_weekly(self) -> None:
        now = self._platform.clock.now()
        async with self._platform.database.reading() as session:  # SQLite's writers need not wait for a look
            is_known = await GapRuns(session).exists(week_of(now))
        if not is_known:
            async with self._platform.database.session() as session:
                await GapRuns(session).ask(week_of(now), WEEKLY, now)

    async def _carry_out(self, name: str) -> None:
        finder = GapFinder(self._platform)
        gaps = await finder.find()
        async with self._platform.database.session() as session:
            await GapRuns(session).end(name, self._platform.clock.now(), finder.looked_at, len(gaps))
        log.info("gaps_found", run=name, questions=finder.looked_at, gaps=len(gaps))
