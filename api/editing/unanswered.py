"""Keeps the questions that got no good answer, masked, so that editors see what the articles lack."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.editing.models import QuestionGap, UnansweredQuestion
from api.platform import Platform
from nlu.text.masking import mask_personal

Kind = Literal["unanswered", "thumbs_down"]
LONGEST = 500  # characters kept of a question
MOST_CLUSTERED = 3000  # newest questions looked at together: their likenesses fit into some 70 MB


class UnansweredQuestions:
    """Inside the caller's transaction, which must not be a reading one when something is noted."""

    def __init__(self, session: AsyncSession, platform: Platform) -> None:
        self._session = session
        self._platform = platform

    def note(self, question: str, kind: Kind, province: str | None = None, article_id: str | None = None) -> None:
        """Keep a question. ``article_id``: what was shown; nothing that leads to the customer is kept."""
        row = UnansweredQuestion(
            at=self._platform.clock.now(), kind=kind, question=mask_personal(question)[:LONGEST], province=province,
            article_id=article_id, gap_id=None,
        )  # fmt: skip
        self._session.add(row)

    async def newest(self, limit: int, kind: Kind | None = None) -> Sequence[UnansweredQuestion]:
        """What was kept, newest first."""
        query = select(UnansweredQuestion).order_by(UnansweredQuestion.id.desc()).limit(limit)
        return (await self._session.scalars(query.where(UnansweredQuestion.kind == kind) if kind else query)).all()

    async def undecided(self, since: datetime) -> Sequence[UnansweredQuestion]:
        """Questions about which no editor has decided yet, newest first."""
        query = select(UnansweredQuestion).outerjoin(QuestionGap, UnansweredQuestion.gap_id == QuestionGap.id)
        is_undecided = or_(UnansweredQuestion.gap_id.is_(None), QuestionGap.state == "open")
        query = query.where(UnansweredQuestion.at >= since, is_undecided)
        return (await self._session.scalars(query.order_by(UnansweredQuestion.id.desc()).limit(MOST_CLUSTERED))).all()


async def keep_question(
    platform: Platform, question: str, kind: Kind, province: str | None = None, article_id: str | None = None
) -> None:
    """Note a question in a short transaction of its own, for callers that only read.

    Not from inside a writing transaction: on SQLite the two would wait for each other; use ``note`` there.
    """
    async with platform.database.session() as session:
        UnansweredQuestions(session, platform).note(question, kind, province, article_id)
