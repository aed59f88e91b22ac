"""What goes over the wire."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from api.articles.answer import Answer

Question = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Province = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20)]


class SearchRequest(BaseModel):
    """A question; ``as_of`` defaults to today by the clock."""

    question: Question
    province: Province | None = None
    as_of: date | None = None
    limit: int = Field(5, ge=1, le=50)


class FoundPassage(BaseModel):
    """A passage of an article, with figures in place."""

    article_id: str
    title: str
    text: str
    score: float
    province: str | None
    effective_from: date | None
    effective_to: date | None
    source: str


class SearchResponse(BaseModel):
    """``answer`` is what a customer would be shown; it is never empty."""

    answerable: bool
    answer: str
    passages: list[FoundPassage]


class AnswerRequest(BaseModel):
    """A question inside a conversation; ``province``: what the dialogue knows of it."""

    question: Question
    province: Province | None = None
    is_asked: bool = True  # false for a look that nobody asked for: it leaves no gap when nothing is found


class AnswerSource(BaseModel):
    """Where an answer comes from."""

    title: str
    article_id: str | None
    effective_from: date | None


class AnswerButton(BaseModel):
    """A tap that sends ``payload``."""

    title: str
    payload: str


class AnswerCard(BaseModel):
    """A table beside the text."""

    kind: str
    title: str
    rows: list[tuple[str, str]]
    chart: None = None


class AnswerResponse(BaseModel):
    """An answer in the parts of a message."""

    answerable: bool
    answer: str
    sources: list[AnswerSource]
    buttons: list[AnswerButton]
    card: AnswerCard | None
    needs_province: bool
    must_not: bool

    @classmethod
    def of(cls, answer: Answer) -> AnswerResponse:
        """The answer for the wire."""
        sources = [
            AnswerSource(title=source.title, article_id=source.article_id, effective_from=source.effective_from)
            for source in answer.sources
        ]
        buttons = [AnswerButton(title=button.title, payload=button.payload) for button in answer.buttons]
        shown = answer.card
        card = AnswerCard(kind=shown.kind, title=shown.title, rows=list(shown.rows)) if shown else None
        return cls(
            answerable=answer.answerable,
            answer=answer.text,
            sources=sources,
            buttons=buttons,
            card=card,
            needs_province=answer.needs_province,
            must_not=answer.must_not,
        )
