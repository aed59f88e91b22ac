"""Articles cut into passages short enough to be found and shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.article import REFERENCE, Article

LONGEST_PASSAGE = 300  # characters: above that a hit says too little about where the answer stands
_SECTION = re.compile(r"^##+\s*(.+?)\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of an article. ``heading`` is empty for the answer block."""

    article_id: str
    heading: str
    text: str


def split(article: Article) -> list[Passage]:
    """The answer first, then the details by section and paragraph, none longer than it must be."""
    passages = [Passage(article.id, "", article.answer)]
    for heading, text in _sections(article.details):
        passages.extend(Passage(article.id, heading, piece) for piece in _pieces(text))
    return passages


def without_references(text: str) -> str:
    """The words around the figures: what is searched."""
    return REFERENCE.sub("", text)


def _sections(details: str) -> Iterator[tuple[str, str]]:
    marks = list(_SECTION.finditer(details))
    ends = [*(mark.start() for mark in marks[1:]), len(details)][: len(marks)]
    for mark, end in zip(marks, ends, strict=True):
        yield mark[1], details[mark.end() : end].strip()


def _pieces(text: str) -> Iterator[str]:
    piece = ""
    for paragraph in filter(None, (line.strip() for line in text.splitlines())):
        if piece and len(piece) + len(paragraph) > LONGEST_PASSAGE:
            yield piece
            piece = ""
        piece = f"{piece}\n{paragraph}" if piece else paragraph
    if piece:
        yield piece
