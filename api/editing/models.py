"""Tables of editing: articles, every version of their text, what was done with them, checks, open questions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from api.database import Base, Moment


class EditedArticle(Base):
    """An article of the knowledge base and where its newest version stands."""

    __tablename__ = "articles"

    article_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    topic: Mapped[str] = mapped_column(String(40), index=True)  # of the newest version, like title
    title: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(12), index=True)  # see api/editing/states.py
    latest: Mapped[int]  # number of the newest version
    published: Mapped[int | None]  # number of the version that customers see; None: none
    was_published: Mapped[bool] = mapped_column(default=False)  # once at least; else ``published`` None is only a draft
    owner: Mapped[str] = mapped_column(String(80))
    changed_at: Mapped[datetime] = mapped_column(Moment)


class ArticleVersion(Base):
    """One text of an article, never changed after it was written."""

    __tablename__ = "article_versions"

    article_id: Mapped[str] = mapped_column(ForeignKey("articles.article_id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(String(40))
    markdown: Mapped[str] = mapped_column(Text)  # as the file would be, front matter included
    origin: Mapped[str] = mapped_column(String(12))  # import (shipped) | upload | edit | rollback | gap
    author: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(String(1000))
    written_at: Mapped[datetime] = mapped_column(Moment)
    published_at: Mapped[datetime | None] = mapped_column(Moment)
    reviewer: Mapped[str | None] = mapped_column(String(60))  # who let it out


class ArticleEvent(Base):
    """Who did what with an article, when and why."""

    __tablename__ = "article_events"
    __table_args__ = (Index("ix_article_events_article_id_id", "article_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[str] = mapped_column(ForeignKey("articles.article_id"))
    number: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment)
    kind: Mapped[str] = mapped_column(String(12))  # written | submitted | recalled | returned | approved | published …
    actor: Mapped[str] = mapped_column(String(60))
    comment: Mapped[str] = mapped_column(String(1000))


class PublicationCheck(Base):
    """A version asked to be published: the golden questions are run before it is."""

    __tablename__ = "publication_checks"

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[str] = mapped_column(ForeignKey("articles.article_id"), index=True)
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(12), index=True)  # waiting | running | passed | refused | failed
    asked_by: Mapped[str] = mapped_column(String(60))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    started_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # see api/editing/golden.py


class UnansweredQuestion(Base):
    """A question that got no answer, or one that the customer found no good; kept masked and without the customer."""

    __tablename__ = "unanswered_questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    kind: Mapped[str] = mapped_column(String(12))  # unanswered | thumbs_down
    question: Mapped[str] = mapped_column(String(500))
    province: Mapped[str | None] = mapped_column(String(20))
    article_id: Mapped[str | None] = mapped_column(String(80))  # what was shown instead
    gap_id: Mapped[int | None] = mapped_column(ForeignKey("question_gaps.id"), index=True)


class QuestionGap(Base):
    """Questions of one kind that the articles do not answer, named by the one most like the others."""

    __tablename__ = "question_gaps"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(500))
    state: Mapped[str] = mapped_column(String(12), index=True)  # open | adopted | dismissed
    size: Mapped[int]
    examples: Mapped[list[str]] = mapped_column(JSON)
    nearest: Mapped[list[dict[str, Any]]] = mapped_column(JSON)  # article_id, title, score
    found_at: Mapped[datetime] = mapped_column(Moment)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[str | None] = mapped_column(String(60))
    article_id: Mapped[str | None] = mapped_column(String(80))  # the draft it became
    comment: Mapped[str | None] = mapped_column(String(1000))


class GapRun(Base):
    """One search for gaps: the week's, or one that an editor asked for. Its name makes it unique among workers."""

    __tablename__ = "gap_runs"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)  # 2026-W47, or the minute an editor asked
    asked_by: Mapped[str] = mapped_column(String(60))
    asked_at: Mapped[datetime] = mapped_column(Moment, index=True)
    started_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    questions: Mapped[int | None]  # looked at
    found: Mapped[int | None]  # gaps, new and grown
