"""Finds articles by all of their text at once: examples of one article differ in words and agree in their sum."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Article
from knowledge.grams import GramIndex, Grouping, Part
from knowledge.perception import Perception
from knowledge.splitter import split, without_references
from knowledge.views import VIEWS, Views
from nlu.experts.lexicon import Lexicon

Floats = NDArray[np.float32]
_ANSWER_WEIGHT = 1.0  # as much as one example question
_DETAIL_WEIGHT = 0.3


class ArticleMatcher:
    """Each article as the sum of its title, examples, answer and details."""

    def __init__(self, indexes: Sequence[GramIndex]) -> None:
        self._indexes = tuple(indexes)

    @classmethod
    def build(
        cls, articles: Sequence[Article], examples: Sequence[Sequence[Perception]], lexicon: Lexicon
    ) -> ArticleMatcher:
        """Index the articles; ``examples``: for each article what stands for its questions, as it is read."""
        owners: list[int] = []
        weights: list[float] = []
        views: list[Views] = []
        for owner, (article, read) in enumerate(zip(articles, examples, strict=True)):
            for weight, seen in _parts(article, read, lexicon):
                owners.append(owner)
                weights.append(weight)
                views.append(seen)
        grouping = Grouping(np.array(owners, np.int32), np.array(weights, np.float32), len(articles))
        return cls([GramIndex.build([each.bag(view) for each in views], grouping) for view in VIEWS])

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


def _parts(article: Article, examples: Sequence[Perception], lexicon: Lexicon) -> Iterator[tuple[float, Views]]:
    answer, *details = [without_references(passage.text) for passage in split(article)]
    yield from ((1.0, example.views) for example in examples)
    yield _ANSWER_WEIGHT, Views.of(answer, lexicon)
    yield from ((_DETAIL_WEIGHT, Views.of(text, lexicon)) for text in details)
