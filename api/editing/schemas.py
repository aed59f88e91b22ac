"""What editing takes and gives."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StringConstraints

from api.editing.fields import DraftFields
from api.editing.markdown import LONGEST
from api.texts import Note, OptionalNote

Markdown = Annotated[str, StringConstraints(min_length=1, max_length=2 * LONGEST)]
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
State = Literal["draft", "in_review", "checking", "returned", "published", "retired"]


class NewArticle(BaseModel):
    """A first draft: the whole Markdown with its front matter, and why it is written."""

    markdown: Markdown
    reason: Note


class NewVersion(NewArticle):
    """A further draft. ``based_on``: the newest version's number as the writer saw it."""

    based_on: Number


class Validation(BaseModel):
    """A text to be checked without keeping it."""

    markdown: Markdown
    article_id: OptionalNote = None


class Comment(BaseModel):
    """Words that may be left out."""

    comment: OptionalNote = None


class RequiredComment(BaseModel):
    """Words that the other person needs."""

    comment: Note


class Reason(BaseModel):
    """Why something is done."""

    reason: Note


class Rollback(Reason):
    """Which version to go back to; ``at_once`` is for supervisors."""

    to: Number
    at_once: bool = False


class ProblemShown(BaseModel):
    """One thing that keeps an article from being published: the field, what is wrong, what to do."""

    field: str
    problem: str
    remedy: str


class ValidationShown(BaseModel):
    """Whether a text may be published."""

    is_valid: bool
    problems: list[ProblemShown]


class ArticleRow(BaseModel):
    """An article in a list."""

    article_id: str
    title: str
    topic: str
    owner: str
    state: State
    state_label: str
    latest: int
    published: int | None
    changed_at: datetime


class ArticleList(BaseModel):
    """A page of articles, and how many there are in each state."""

    items: list[ArticleRow]
    total: int
    page: int
    counts: dict[str, int]


class CheckShown(BaseModel):
    """An attempt to publish: the golden questions before and after, and which of them changed."""

    check_id: int
    article_id: str
    number: int
    state: Literal["waiting", "running", "passed", "refused", "failed"]
    asked_by: str
    asked_at: datetime
    ended_at: datetime | None
    result: dict[str, Any] | None


class VersionRow(BaseModel):
    """A version without its text."""

    number: int
    origin: str
    author: str
    reason: str
    written_at: datetime
    published_at: datetime | None
    reviewer: str | None


class VersionShown(VersionRow):
    """A version."""

    markdown: str


class ArticleShown(ArticleRow):
    """An article with its newest text; ``fields`` is null while the text is not valid.

    ``draft``: the same for a form, also unfinished; null when only the text can be edited. ``steps``: what the caller
    may do now.
    """

    version: VersionShown
    fields: dict[str, Any] | None
    draft: DraftFields | None
    problems: list[ProblemShown]
    check: CheckShown | None
    steps: list[str]


class EventRow(BaseModel):
    """Who did what, when and why."""

    number: int
    at: datetime
    kind: str
    actor: str
    comment: str


class History(BaseModel):
    """Everything that happened to an article, newest first."""

    versions: list[VersionRow]
    events: list[EventRow]


class Difference(BaseModel):
    """A unified diff; empty when both texts are the same."""

    old: int
    new: int
    diff: str


class Approved(ArticleRow):
    """An approved article; it is published when its check has passed."""

    check_id: int


class ImportedDrafts(BaseModel):
    """What became of uploaded files; each becomes a draft and goes through review."""

    drafts: list[str]
    errors: list[dict[str, str]]
