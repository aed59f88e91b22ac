"""Rows of editing as they go over the wire."""

from __future__ import annotations

from typing import Any

from api.editing.models import ArticleEvent, ArticleVersion, EditedArticle, PublicationCheck
from api.editing.schemas import ArticleRow, CheckShown, EventRow, VersionRow, VersionShown
from api.editing.states import LABELS, ArticleState


def article_fields(article: EditedArticle) -> dict[str, Any]:
    """The fields of ``ArticleRow``."""
    return {
        "article_id": article.article_id,
        "title": article.title,
        "topic": article.topic,
        "owner": article.owner,
        "state": article.state,
        "state_label": LABELS[ArticleState(article.state)],
        "latest": article.latest,
        "published": article.published,
        "changed_at": article.changed_at,
    }


def article_row(article: EditedArticle) -> ArticleRow:
    """An article in a list."""
    return ArticleRow.model_validate(article_fields(article))


def version_row(version: ArticleVersion) -> VersionRow:
    """A version without its text."""
    return VersionRow.model_validate(version, from_attributes=True)


def version_shown(version: ArticleVersion) -> VersionShown:
    """A version."""
    return VersionShown.model_validate(version, from_attributes=True)


def event_row(event: ArticleEvent) -> EventRow:
    """Something that was done."""
    return EventRow.model_validate(event, from_attributes=True)


def check_shown(check: PublicationCheck) -> CheckShown:
    """An attempt to publish."""
    fields = {name: getattr(check, name) for name in CheckShown.model_fields if name != "check_id"}
    return CheckShown.model_validate({"check_id": check.id, **fields})
