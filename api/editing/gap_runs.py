"""Searches for gaps as rows, so that each is made once, by whichever worker takes it first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.editing.models import GapRun
from api.outages.upserting import insert_new

WEEKLY = "每周汇总"  # who asks for the week's
DUE = timedelta(hours=3)  # after Monday's midnight: few customers, and the weekend's questions are in
ABANDONED = timedelta(hours=1)  # a search takes seconds to minutes; after this its worker is taken for dead


class GapRuns:
    """The rows of one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def ask(self, name: str, asked_by: str, now: datetime) -> bool:
        """Write a search down; False when there is one of that name."""
        row = {"name": name, "asked_by": asked_by, "asked_at": now}
        return bool(await insert_new(self._session, GapRun, [row], GapRun.name))

    async def exists(self, name: str) -> bool:
        """Whether a search of that name was ever asked for."""
        return await self._session.get(GapRun, name) is not None

    async def open(self, now: datetime) -> GapRun | None:
        """The oldest that nobody works on, None when there is none."""
        query = select(GapRun).where(_is_free(now)).order_by(GapRun.asked_at).limit(1)
        return await self._session.scalar(query)

    async def take(self, name: str, now: datetime) -> bool:
        """Begin with one; False when another worker has it."""
        done = await self._session.execute(
            update(GapRun).where(GapRun.name == name, _is_free(now)).values(started_at=now),
            execution_options={"synchronize_session": False},
        )
        return bool(getattr(done, "rowcount", 0))

    async def end(self, name: str, now: datetime, questions: int, found: int) -> None:
        """Say what came of it."""
        await self._session.execute(
            update(GapRun).where(GapRun.name == name).values(ended_at=now, questions=questions, found=found)
        )

    async def newest(self, limit: int) -> Sequence[GapRun]:
        """The last ones asked for, newest first."""
        return (await self._session.scalars(select(GapRun).order_by(GapRun.asked_at.desc()).limit(limit))).all()


def week_of(now: datetime) -> str:
    """The week whose search is due at a moment: it changes on Mondays at three."""
    year, week, _ = (now - DUE).isocalendar()
    return f"{year}-W{week:02}"


def next_due(now: datetime) -> datetime:
    """When the next weekly search is due."""
    today = (now - DUE).replace(hour=0, minute=0, second=0, microsecond=0)
    return today - timedelta(days=today.weekday()) + timedelta(weeks=1) + DUE


def _is_free(now: datetime) -> ColumnElement[bool]:
    return GapRun.ended_at.is_(None) & or_(GapRun.started_at.is_(None), GapRun.started_at < now - ABANDONED)
