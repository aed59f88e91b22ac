"""Gaps in the articles as editors decide about them: adopted as a draft, or dismissed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.editing.models import QuestionGap
from api.editing.proposals import Nearest, draft_for
from api.editing.service import EditingService
from api.errors import Conflict, NotFound, Unprocessable
from api.platform import Platform
from knowledge import Topic


class GapService:
    """Everything inside the caller's transaction."""

    def __init__(self, session: AsyncSession, platform: Platform) -> None:
        self._session = session
        self._platform = platform

    async def listed(self, state: str | None) -> Sequence[QuestionGap]:
        """The gaps, the largest first."""
        query = select(QuestionGap).order_by(QuestionGap.size.desc(), QuestionGap.id)
        return (await self._session.scalars(query.where(QuestionGap.state == state) if state else query)).all()

    async def get(self, gap_id: int) -> QuestionGap:
        """One gap. Raises NotFound."""
        gap = await self._session.get(QuestionGap, gap_id)
        if gap is None:
            raise NotFound("没有这个缺口。", code="no_gap")
        return gap

    def proposal(self, gap: QuestionGap, article_id: str, topic: str | None = None) -> str:
        """The draft that the gap suggests."""
        near = [(self._platform.knowledge.article(each["article_id"]), each["score"]) for each in gap.nearest]
        nearest = [Nearest(article, score) for article, score in near if article is not None]
        return draft_for(article_id, gap.name, gap.examples, nearest, self._platform.clock.today(), topic)

    async def adopt(self, gap_id: int, article_id: str, topic: str | None, editor: str) -> QuestionGap:
        """Make the proposed draft an article of the editor's, to be written and reviewed like any other."""
        if topic is not None and topic not in set(Topic):
            raise Unprocessable(f"topic：没有主题 {topic}，请从这些里选：{'、'.join(Topic)}。", field="topic")
        gap = await self._undecided(gap_id)
        draft = self.proposal(gap, article_id, topic)
        reason = f"客户问到而没有答案：{gap.name}（{gap.size} 次）"
        await EditingService(self._session, self._platform).create(draft, editor, reason, origin="gap")
        self._decide(gap, "adopted", editor, reason)
        gap.article_id = article_id
        return gap

    async def dismiss(self, gap_id: int, reason: str, editor: str) -> QuestionGap:
        """Say that no article is wanted for these questions."""
        gap = await self._undecided(gap_id)
        self._decide(gap, "dismissed", editor, reason)
        return gap

    async def _undecided(self, gap_id: int) -> QuestionGap:
        gap = await self.get(gap_id)
        if gap.state != "open":
            raise Conflict("这个缺口已经处理过了。", code="wrong_state", state=gap.state)
        return gap

    def _decide(self, gap: QuestionGap, state: str, editor: str, comment: str) -> None:
        gap.state, gap.decided_by, gap.decided_at, gap.comment = state, editor, self._platform.clock.now(), comment
