"""Finds articles by all of their text at once: examples of one article differ in words and agree in their sum."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Article
from knowledge.grams import GramIndex, Part
from knowledge.splitter import split, without_references
from knowledge.views import VIEWS, Views
from nlu.experts.lexicon import Lexicon

Floats = NDArray[np.float32]
_ANSWER_WEIGHT = 1.0  # as much as one example question
_DETAIL_WEIGHT = 0.3


class ArticleMatcher:
    """Each article as the sum of its title, examples, answer and details."""

    def __init__(self, indexes: Sequence[GramIndex]) -> None:
        """``indexes``: one a view, in which every article is a group."""
        self._indexes = tuple(indexes)

    def similarities(self, query: Views, own: tuple[int, Views] | None = None) -> list[Floats]:
        """For each view, the similarity to every article; ``own``: an article and the example it is to be without."""
        found = []
        for view, index in zip(VIEWS, self._indexes, strict=True):
            without = Part(own[0], own[1].bag(view)) if own else None
            found.append(index.similarities(query.bag(view), without))
        return found

    def similarities_of(self, queries: Sequence[Views]) -> list[Floats]:
        """For each view, the similarity of many queries to every article: queries × articles."""
        return [
            index.similarities_of([query.bag(view) for query in queries])
            for view, index in zip(VIEWS, self._indexes, strict=True)
        ]

    def save(self, folder: Path) -> None:
        """Write below the folder."""
        for view, index in zip(VIEWS, self._indexes, strict=True):
            index.save(folder / f"articles-{view}.npz")

    @classmethod
    def load(cls, folder: Path) -> ArticleMatcher:
        """Read what ``save`` wrote."""
        return cls([GramIndex.load(folder / f"articles-{view}.npz") for view in VIEWS])


def parts_of(article: Article, examples: Sequence[Views], lexicon: Lexicon) -> Iterator[tuple[float, Views]]:
    """All that an article says, and how much each piece counts; ``examples``: what stands for its questions."""
    answer, *details = [without_references(passage.text) for passage in split(article)]
    yield from ((1.0, example) for example in examples)
    yield _ANSWER_WEIGHT, Views.of(answer, lexicon)
    yield from ((_DETAIL_WEIGHT, Views.of(text, lexicon)) for text in details)
