"""What the endpoints of gaps take and give."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, StringConstraints


class Adoption(BaseModel):
    """The id that a proposed draft gets, and its topic."""

    article_id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
    topic: Annotated[str, StringConstraints(max_length=40)] | None = None


class GapShown(BaseModel):
    """Questions of one kind that are not answered, with a proposed draft."""

    gap_id: int
    name: str
    state: Literal["open", "adopted", "dismissed"]
    size: int
    examples: list[str]
    nearest: list[dict[str, Any]]
    found_at: datetime
    article_id: str | None
    proposal: str | None = None


class GapRunShown(BaseModel):
    """One search for gaps: the week's, or one that an editor asked for."""

    name: str
    asked_by: str
    asked_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    questions: int | None
    found: int | None


class GapList(BaseModel):
    """Gaps, the largest first; the newest searches for them, and when the next weekly one is due."""

    items: list[GapShown]
    runs: list[GapRunShown]
    next_run: datetime


class UnansweredRow(BaseModel):
    """A question without a good answer."""

    at: datetime
    kind: Literal["unanswered", "thumbs_down"]
    question: str
    province: str | None
    article_id: str | None
    gap_id: int | None


class UnansweredList(BaseModel):
    """Newest first."""

    items: list[UnansweredRow]
