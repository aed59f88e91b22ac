"""Review by a second person, and what leads to customers seeing another text."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from api.database import after_commit
from api.editing.markdown import label_of
from api.editing.models import EditedArticle, PublicationCheck
from api.editing.publishing import Publisher
from api.editing.service import EditingService
from api.editing.states import LABELS, SUBMITTABLE, ArticleState
from api.errors import Conflict, Forbidden, Unprocessable
from api.platform import Platform
from api.security import AgentPrincipal


class ReviewService:
    """Everything inside the caller's transaction."""

    def __init__(self, session: AsyncSession, platform: Platform) -> None:
        self._session = session
        self._platform = platform
        self.editing = EditingService(session, platform)

    async def submit(self, article_id: str, actor: AgentPrincipal, comment: str) -> EditedArticle:
        """Ask for review. Raises Unprocessable with every problem while the text cannot be published."""
        article = await self.editing.get(article_id)
        _require(article, SUBMITTABLE, "送审")
        await self._require_valid(article_id, article.latest)
        return await self._move(article, ArticleState.in_review, "submitted", actor.username, comment)

    async def recall(self, article_id: str, actor: AgentPrincipal, comment: str) -> EditedArticle:
        """Take a draft back from review, to go on writing. Raises Forbidden for others than its authors."""
        article = await self.editing.get(article_id)
        _require(article, {ArticleState.in_review}, "撤回")
        if actor.username not in await self.editing.repository.authors_of_draft(article_id):
            raise Forbidden("只有作者可以撤回；审核人请用“退回”。", code="not_the_author")
        return await self._move(article, ArticleState.draft, "recalled", actor.username, comment)

    async def send_back(self, article_id: str, actor: AgentPrincipal, comment: str) -> EditedArticle:
        """Return to the author with a comment."""
        article = await self._reviewable(article_id, actor, "退回")
        return await self._move(article, ArticleState.returned, "returned", actor.username, comment)

    async def approve(self, article_id: str, actor: AgentPrincipal, comment: str) -> tuple[EditedArticle, int]:
        """Let it out once the golden questions are answered as well as before; gives the number of that check."""
        article = await self._reviewable(article_id, actor, "通过")
        await self._require_valid(article_id, article.latest)
        article = await self._move(article, ArticleState.checking, "approved", actor.username, comment)
        check = PublicationCheck(
            article_id=article_id, number=article.latest, state="waiting", asked_by=actor.username,
            asked_at=self.editing.now, started_at=None, ended_at=None, result=None,
        )  # fmt: skip
        self.editing.repository.add(check)
        await self.editing.repository.flush()
        after_commit(self._session, self._platform.shared(Publisher).wake)
        return article, check.id

    async def roll_back(
        self, article_id: str, number: int, actor: AgentPrincipal, reason: str, *, at_once: bool
    ) -> EditedArticle:
        """A new version with an old text, into review; or published at once by a supervisor.

        At once means without a second person and without the golden questions: for a text that does harm.
        """
        article = await self.editing.get(article_id)
        if at_once and actor.role != "supervisor":
            raise Forbidden("只有班长可以立即回退；您可以提交审核。", code="role_not_allowed")
        old = await self.editing.version(article_id, number)
        await self._require_valid(article_id, number)
        if not at_once:
            _require(article, set(ArticleState) - {ArticleState.in_review, ArticleState.checking}, "回退")
        label = label_of(old.markdown)
        assert label is not None  # a valid text has one
        why = f"回退到第 {number} 版：{reason}"
        state = ArticleState.published if at_once else ArticleState.in_review
        article = await self.editing.append(article, label, old.markdown, actor.username, why, "rollback", state)
        self.editing.note(article_id, article.latest, "rolled_back" if at_once else "submitted", actor.username, why)
        if at_once:
            await self._platform.shared(Publisher).publish(self._session, article, actor.username, why)
        return article

    async def retire(self, article_id: str, actor: AgentPrincipal, reason: str) -> EditedArticle:
        """Take an article out of the knowledge base, at once; its history stays."""
        article = await self.editing.get(article_id, lock=True)
        if actor.role != "supervisor":
            raise Forbidden("只有班长可以下架条目。", code="role_not_allowed")
        if article.published is None:
            raise Conflict("条目没有发布，不用下架。", code="wrong_state")
        await self._platform.shared(Publisher).retire(self._session, article, actor.username, reason)
        return article

    async def _reviewable(self, article_id: str, actor: AgentPrincipal, what: str) -> EditedArticle:
        article = await self.editing.get(article_id)
        _require(article, {ArticleState.in_review}, what)
        if actor.username in await self.editing.repository.authors_of_draft(article_id):
            raise Forbidden("您写过这一稿，要由另一个人审核。", code="own_article")
        return article

    async def _require_valid(self, article_id: str, number: int) -> None:
        version = await self.editing.version(article_id, number)
        _article, problems = await self.editing.problems(article_id, version.markdown)
        if problems:
            first = problems[0]
            raise Unprocessable(
                f"{first.field}：{first.problem}。{first.remedy}。",
                code="article_invalid",
                field=first.field,
                problems=[each.to_wire() for each in problems],
            )

    async def _move(
        self, article: EditedArticle, state: ArticleState, kind: str, actor: str, comment: str
    ) -> EditedArticle:
        if not await self.editing.repository.move(article, state=state, changed_at=self.editing.now):
            raise Conflict("条目刚被别人动过，请刷新后再试。", code="changed_meanwhile")
        self.editing.note(article.article_id, article.latest, kind, actor, comment)
        return article


def _require(article: EditedArticle, states: frozenset[ArticleState] | set[ArticleState], what: str) -> None:
    state = ArticleState(article.state)
    if state not in states:
        raise Conflict(f"条目现在是“{LABELS[state]}”，不能{what}。", code="wrong_state", state=state)
