"""What a customer is shown as the answer to a question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

Row = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Source:
    """Where an answer comes from and since when that holds."""

    title: str
    article_id: str | None
    effective_from: date | None


@dataclass(frozen=True, slots=True)
class Button:
    """A tap that asks the next question: ``payload`` is sent as if the customer had written it."""

    title: str
    payload: str


@dataclass(frozen=True, slots=True)
class Card:
    """A table beside the text."""

    kind: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """``answerable`` is false when nothing covers the question or it must not be served; the text then says so.

    ``must_not`` when it must not be served.
    """

    answerable: bool
    text: str
    sources: tuple[Source, ...] = ()
    buttons: tuple[Button, ...] = ()
    card: Card | None = None
    needs_province: bool = False
    must_not: bool = False
