"""Writing articles: drafts, versions, what is wrong with them, differences. Review is in ``review.py``."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from api.editing.markdown import LONGEST, Label, label_of, unix_lines
from api.editing.models import ArticleEvent, ArticleVersion, EditedArticle, PublicationCheck
from api.editing.repository import ArticleFilter, ArticleRepository
from api.editing.states import LABELS, WRITABLE, ArticleState
from api.editing.validation import problems_of
from api.editing.wording import Problem
from api.errors import Conflict, NotFound, TooLarge, Unprocessable
from api.platform import Platform, in_thread
from knowledge import Article

CONTEXT = 3  # unchanged lines around a difference


class EditingService:
    """Everything inside the caller's transaction."""

    def __init__(self, session: AsyncSession, platform: Platform) -> None:
        self._platform = platform
        self.repository = ArticleRepository(session)

    async def page(self, wanted: ArticleFilter, page: int, size: int) -> tuple[Sequence[EditedArticle], int]:
        """The articles, changed last first, and how many there are."""
        return await self.repository.page(wanted, page, size)

    async def get(self, article_id: str, *, lock: bool = False) -> EditedArticle:
        """One article, locked when it will be changed without ``move``. Raises NotFound."""
        article = await self.repository.get(article_id, lock=lock)
        if article is None:
            raise NotFound(f"没有条目 {article_id}。", code="no_article")
        return article

    async def find(self, markdown: str) -> EditedArticle | None:
        """The article that a text would be a version of. Raises Unprocessable without readable front matter."""
        return await self.repository.get(_readable(markdown)[1].article_id)

    async def version(self, article_id: str, number: int) -> ArticleVersion:
        """One text of an article. Raises NotFound."""
        version = await self.repository.version(article_id, number)
        if version is None:
            raise NotFound(f"条目 {article_id} 没有第 {number} 版。", code="no_version")
        return version

    async def history(self, article_id: str) -> tuple[Sequence[ArticleVersion], Sequence[ArticleEvent]]:
        """Every version and everything done with them, newest first. Raises NotFound."""
        await self.get(article_id)
        return await self.repository.versions(article_id), await self.repository.events(article_id)

    async def newest_check(self, article_id: str) -> PublicationCheck | None:
        """How the last attempt to publish went."""
        return await self.repository.newest_check(article_id)

    async def check(self, check_id: int) -> PublicationCheck:
        """One attempt to publish. Raises NotFound."""
        check = await self.repository.check(check_id)
        if check is None:
            raise NotFound("没有这次发布检验。", code="no_check")
        return check

    async def difference(self, article_id: str, old: int, new: int) -> str:
        """What changed between two versions, as a unified diff; empty when the texts are the same."""
        before, after = await self.version(article_id, old), await self.version(article_id, new)
        lines = difflib.unified_diff(
            before.markdown.splitlines(), after.markdown.splitlines(), f"第 {old} 版", f"第 {new} 版",
            before.written_at.isoformat(), after.written_at.isoformat(), n=CONTEXT, lineterm="",
        )  # fmt: skip
        return "\n".join(lines)

    async def create(self, markdown: str, author: str, reason: str, *, origin: str = "edit") -> EditedArticle:
        """A new article as a draft. Raises Conflict when its id is taken, Unprocessable when it has none."""
        text, label = _readable(markdown)
        if await self.repository.get(label.article_id):
            raise Conflict(f"编号 {label.article_id} 已有条目，请换一个编号，或去修改那一条。", code="id_taken")
        article = EditedArticle(
            article_id=label.article_id, topic=label.topic, title=label.title, owner=label.owner,
            state=ArticleState.draft, latest=1, published=None, was_published=False, changed_at=self.now,
        )  # fmt: skip
        self.repository.add(article)
        await self.repository.flush()
        self._write(label, text, 1, author, reason, origin)
        return article

    async def write(
        self, article_id: str, markdown: str, based_on: int, author: str, reason: str, *, origin: str = "edit"
    ) -> EditedArticle:
        """A new version, as a draft. Raises Conflict when somebody wrote in between or it is being reviewed."""
        article = await self.get(article_id)
        text, label = _readable(markdown)
        if label.article_id != article_id:
            raise Unprocessable(f"id：编号不能改，应为 {article_id}；要换编号请另建条目。", field="id")
        if article.latest != based_on:
            raise _written_meanwhile(article)
        if article.state not in WRITABLE:
            raise Conflict(f"条目{LABELS[ArticleState(article.state)]}，先撤回或等审核结束再改。", code="wrong_state")
        return await self.append(article, label, text, author, reason, origin, ArticleState.draft)

    async def append(
        self, article: EditedArticle, label: Label, text: str, author: str, reason: str, origin: str,
        state: ArticleState,
    ) -> EditedArticle:  # fmt: skip
        """Add a version whatever the state, and put the article into ``state``."""
        number = article.latest + 1
        moved = await self.repository.move(
            article, latest=number, state=state, topic=label.topic, title=label.title, owner=label.owner,
            changed_at=self.now,
        )  # fmt: skip
        if not moved:
            raise _written_meanwhile(article)
        self._write(label, text, number, author, reason, origin)
        return article

    async def problems(self, article_id: str | None, markdown: str) -> tuple[Article | None, list[Problem]]:
        """The article when its fields are valid, and what keeps it from being published."""
        others = self._platform.knowledge.articles
        today = self._platform.clock.today()
        return await in_thread(lambda: problems_of(unix_lines(markdown), article_id, others, today))

    def note(self, article_id: str, number: int, kind: str, actor: str, comment: str = "") -> None:
        """Keep who did what and why."""
        event = ArticleEvent(
            article_id=article_id, number=number, at=self.now, kind=kind, actor=actor, comment=comment[:1000]
        )
        self.repository.add(event)

    @property
    def now(self) -> datetime:
        """The moment by the platform's clock."""
        return self._platform.clock.now()

    def _write(self, label: Label, text: str, number: int, author: str, reason: str, origin: str) -> None:
        version = ArticleVersion(
            article_id=label.article_id, number=number, topic=label.topic, markdown=text, origin=origin,
            author=author, reason=reason[:1000], written_at=self.now, published_at=None, reviewer=None,
        )  # fmt: skip
        self.repository.add(version)
        self.note(label.article_id, number, "written", author, reason)


def _readable(markdown: str) -> tuple[str, Label]:
    """The text and its label. A draft may be unfinished, but must say what it is."""
    text = unix_lines(markdown)
    if len(text) > LONGEST:
        raise TooLarge(f"一个条目最多 {LONGEST} 个字符，一个条目只写一个问题。", field="markdown")
    label = label_of(text)
    if label is None:
        detail = "markdown：开头要有两行 --- 夹着的条目信息，其中 id（小写英文加连字符）和 topic（已有主题）必须写对。"
        raise Unprocessable(detail, field="markdown")
    return text, label


def _written_meanwhile(article: EditedArticle) -> Conflict:
    detail = f"条目刚被别人改过（现在是第 {article.latest} 版），请重新打开再改。"
    return Conflict(detail, code="written_meanwhile", latest=article.latest)
