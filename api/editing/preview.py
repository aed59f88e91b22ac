"""What customers would be shown of a draft, finished or not, with its figures in place for a province and a day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from api.articles.answer import Answer
from api.articles.composition import ArticleComposer, Circumstances
from api.articles.figures import FigureBook
from api.editing.fields import DraftFields, unchecked
from knowledge import REFERENCE

_HAN = re.compile(r"[一-鿿]")
LONGEST_ANSWER = 220  # Chinese characters, as the article's schema has it


@dataclass(frozen=True, slots=True)
class ResolvedFigure:
    """A reference of the draft and what it stands for here; ``text`` is None where there is nothing to be quoted."""

    reference: str
    text: str | None
    source: str | None


@dataclass(frozen=True, slots=True)
class Preview:
    """The answer as a message, the details with figures (None: one of them has no value), every figure, the length."""

    answer: Answer
    details: str | None
    figures: tuple[ResolvedFigure, ...]
    letters: int


def preview_of(fields: DraftFields, province: str | None, on: date) -> Preview:
    """The draft in a province (None: the customer has not said) on a day. Its other fields need not be valid yet."""
    article = unchecked(fields)
    book = FigureBook(on)
    own = province or (article.provinces[0] if article.is_local else None)
    answer = ArticleComposer(Circumstances("", province, (), on)).compose(article)
    filled = book.fill(fields.details, own)
    return Preview(
        answer, filled[0] if filled else None, tuple(_figures(fields, book, own)), len(_HAN.findall(fields.answer))
    )


def _figures(fields: DraftFields, book: FigureBook, province: str | None) -> list[ResolvedFigure]:
    found = {match[0]: match for match in REFERENCE.finditer(f"{fields.answer}\n{fields.details}")}
    resolved = [(name, book.resolve(match[1], match[2], province)) for name, match in found.items()]
    return [ResolvedFigure(name, each.text if each else None, each.source if each else None) for name, each in resolved]
