"""Reads and writes articles, their versions, what was done with them, and their checks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.editing.models import ArticleEvent, ArticleVersion, EditedArticle, PublicationCheck
from api.editing.overlay import Edits

IMPORTED = "import"
OUTWARD = ("published", "retired")  # events that change what customers see


@dataclass(frozen=True, slots=True)
class ArticleFilter:
    """Which articles a list shows; None: all."""

    state: str | None = None
    topic: str | None = None
    text: str | None = None  # part of the title or the id


class ArticleRepository:
    """The rows of one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, *rows: EditedArticle | ArticleVersion | ArticleEvent | PublicationCheck) -> None:
        """Write with the transaction."""
        self._session.add_all(rows)

    async def flush(self) -> None:
        """Send what was added to the database, so that what refers to it can follow."""
        await self._session.flush()

    async def get(self, article_id: str, *, lock: bool = False) -> EditedArticle | None:
        """One article; locked when the session will change it by what it read (PostgreSQL; SQLite has one writer)."""
        return await self._session.get(EditedArticle, article_id, populate_existing=True, with_for_update=lock or None)

    async def page(self, wanted: ArticleFilter, page: int, size: int) -> tuple[Sequence[EditedArticle], int]:
        """The articles changed last first, and how many there are."""
        query = select(EditedArticle)
        if wanted.state:
            query = query.where(EditedArticle.state == wanted.state)
        if wanted.topic:
            query = query.where(EditedArticle.topic == wanted.topic)
        if wanted.text:
            contains = EditedArticle.title.contains(wanted.text, autoescape=True)
            query = query.where(contains | EditedArticle.article_id.contains(wanted.text, autoescape=True))
        total = await self._session.scalar(select(func.count()).select_from(query.subquery()))
        order = query.order_by(EditedArticle.changed_at.desc(), EditedArticle.article_id)
        rows = await self._session.scalars(order.offset((page - 1) * size).limit(size))
        return rows.all(), total or 0

    async def counts(self) -> dict[str, int]:
        """How many articles there are in each state."""
        rows = await self._session.execute(
            select(EditedArticle.state, func.count()).group_by(EditedArticle.state).order_by(EditedArticle.state)
        )
        return {row[0]: row[1] for row in rows}

    async def version(self, article_id: str, number: int) -> ArticleVersion | None:
        """One text."""
        return await self._session.get(ArticleVersion, (article_id, number), populate_existing=True)

    async def versions(self, article_id: str) -> Sequence[ArticleVersion]:
        """Every text, newest first."""
        query = select(ArticleVersion).where(ArticleVersion.article_id == article_id)
        return (await self._session.scalars(query.order_by(ArticleVersion.number.desc()))).all()

    async def events(self, article_id: str) -> Sequence[ArticleEvent]:
        """Everything that was done, newest first."""
        query = select(ArticleEvent).where(ArticleEvent.article_id == article_id)
        return (await self._session.scalars(query.order_by(ArticleEvent.id.desc()))).all()

    async def authors_of_draft(self, article_id: str) -> set[str]:
        """Who wrote the versions since customers last got one."""
        own = ArticleVersion.article_id == article_id
        last = await self._session.scalar(
            select(func.max(ArticleVersion.number)).where(own, ArticleVersion.published_at.is_not(None))
        )
        query = select(ArticleVersion.author).where(own, ArticleVersion.number > (last or 0))
        return set(await self._session.scalars(query))

    async def move(self, article: EditedArticle, **values: Any) -> bool:
        """Change the row if it still is as it was read: same newest version, same state."""
        is_unchanged = and_(
            EditedArticle.article_id == article.article_id,
            EditedArticle.latest == article.latest,
            EditedArticle.state == article.state,
        )
        done = await self._session.execute(
            update(EditedArticle).where(is_unchanged).values(**values), execution_options={"synchronize_session": False}
        )
        await self._session.refresh(article)
        return bool(getattr(done, "rowcount", 0))

    async def published(self) -> Sequence[tuple[EditedArticle, ArticleVersion]]:
        """Every article in force with its text."""
        joined = and_(
            ArticleVersion.article_id == EditedArticle.article_id, ArticleVersion.number == EditedArticle.published
        )
        query = select(EditedArticle, ArticleVersion).join(ArticleVersion, joined).order_by(EditedArticle.article_id)
        return [(row[0], row[1]) for row in await self._session.execute(query)]

    async def edits(self) -> Edits:
        """What customers see other than the shipped files: imported texts are those files."""
        joined = and_(
            ArticleVersion.article_id == EditedArticle.article_id, ArticleVersion.number == EditedArticle.published
        )
        query = select(EditedArticle.article_id, ArticleVersion.topic, ArticleVersion.markdown).join(
            ArticleVersion, joined
        )
        rows = await self._session.execute(query.where(ArticleVersion.origin != IMPORTED))
        articles = {f"{topic}/{article_id}.md": markdown for article_id, topic, markdown in rows}
        retired = await self._session.scalars(
            select(EditedArticle.article_id).where(EditedArticle.published.is_(None), EditedArticle.was_published)
        )
        return Edits(articles, frozenset(retired))

    async def last_outward(self) -> int:
        """The number of the last event that changed what customers see; grows with each."""
        query = select(func.max(ArticleEvent.id)).where(ArticleEvent.kind.in_(OUTWARD))
        return await self._session.scalar(query) or 0

    async def check(self, check_id: int, *, lock: bool = False) -> PublicationCheck | None:
        """One check."""
        return await self._session.get(PublicationCheck, check_id, populate_existing=True, with_for_update=lock or None)

    async def newest_check(self, article_id: str) -> PublicationCheck | None:
        """The last check of an article."""
        query = select(PublicationCheck).where(PublicationCheck.article_id == article_id)
        return await self._session.scalar(query.order_by(PublicationCheck.id.desc()).limit(1))

    async def next_check(self, abandoned_before: datetime) -> PublicationCheck | None:
        """The check to do now, marked as running; None when there is none or one is under way elsewhere.

        One at a time, so that each is made against what the last one left. A running one that began before
        ``abandoned_before`` lost its process and begins again.
        """
        running = await self._first_check("running")
        if running is not None:
            is_abandoned = running.started_at is None or running.started_at < abandoned_before
            return running if is_abandoned else None
        return await self._first_check("waiting")

    async def _first_check(self, state: str) -> PublicationCheck | None:
        """Locked; another gateway that wants it waits, and then sees what became of it."""
        query = select(PublicationCheck).where(PublicationCheck.state == state).order_by(PublicationCheck.id).limit(1)
        return await self._session.scalar(query.with_for_update(), execution_options={"populate_existing": True})
