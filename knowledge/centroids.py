"""Finds articles by all of their text at once: examples of one article differ in words and agree in their sum."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Article
from knowledge.grams import GramIndex, Grouping, Part
from knowledge.questions import asked
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
    def build(cls, articles: Sequence[Article], lexicon: Lexicon) -> ArticleMatcher:
        """Index the articles."""
        parts = [(owner, weight, text) for owner, article in enumerate(articles) for weight, text in _parts(article)]
        views = [Views.of(text, lexicon) for _, _, text in parts]
        owners = np.array([owner for owner, _, _ in parts], np.int32)
        weights = np.array([weight for _, weight, _ in parts], np.float32)
        grouping = Grouping(owners, weights, len(articles))
        return cls([GramIndex.build([each.bag(view) for each in views], grouping) for view in VIEWS])

    def similarities(self, query: Views, own: tuple[int, Views] | None = None) -> list[Floats]:
        """For each view, the similarity to every article; ``own``: an article and the example it is to be without."""
        found = []
        for view, index in zip(VIEWS, self._indexes, strict=True):
            without = Part(own[0], own[1].bag(view)) if own else None
            found.append(index.similarities(query.bag(view), without))
        return found

    def save(self, folder: Path) -> None:
        """Write below the folder."""
        for view, index in zip(VIEWS, self._indexes, strict=True):
            index.save(folder / f"articles-{view}.npz")

    @classmethod
    def load(cls, folder: Path) -> ArticleMatcher:
        """Read what ``save`` wrote."""
        return cls([GramIndex.load(folder / f"articles-{view}.npz") for view in VIEWS])


def _parts(article: Article) -> list[tuple[float, str]]:
    answer, *details = [without_references(passage.text) for passage in split(article)]
    examples = [(1.0, question) for question in asked(article)]
    return [*examples, (_ANSWER_WEIGHT, answer), *((_DETAIL_WEIGHT, text) for text in details)]
