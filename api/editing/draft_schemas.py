"""What working on a draft takes and gives."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, StringConstraints

from api.editing.fields import DraftFields
from api.editing.markdown import LONGEST
from api.editing.schemas import Markdown, ProblemShown
from api.texts import OptionalLine, OptionalNote


class TextToRead(BaseModel):
    """A whole Markdown text."""

    markdown: Markdown


class DraftToShow(BaseModel):
    """A form's fields and the text they came from; where and when they are looked at."""

    draft: DraftFields
    base: Annotated[str, StringConstraints(max_length=2 * LONGEST)] | None = None
    article_id: OptionalNote = None
    province: OptionalLine = None
    on: date | None = None


class FigureShown(BaseModel):
    """A reference and its value; ``text`` is null where there is none that may be quoted."""

    reference: str
    text: str | None
    source: str | None


class MessageShown(BaseModel):
    """An answer as a customer would read it."""

    text: str
    sources: list[dict[str, Any]]
    buttons: list[dict[str, str]]
    card: dict[str, Any] | None


class DraftShown(BaseModel):
    """A form's text, what is wrong with it, and what customers would read."""

    markdown: str
    is_valid: bool
    problems: list[ProblemShown]
    message: MessageShown
    details: str | None
    figures: list[FigureShown]
    letters: int
    longest: int


class FigureOffer(BaseModel):
    """A figure to refer to; ``differs``: each province has its own."""

    reference: str
    meaning: str
    text: str | None
    differs: bool


class FigureOffers(BaseModel):
    """Figures, those that may be quoted first."""

    items: list[FigureOffer]
