"""Finds articles by their example questions: nothing says more than that the same was asked before."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Article
from knowledge.grams import GramIndex
from knowledge.views import Views

Floats = NDArray[np.float32]


class QuestionMatcher:
    """The example questions of all articles, in the order of the articles; a title counts as a question."""

    def __init__(self, index: GramIndex, articles: Sequence[Article]) -> None:
        """``index``: of the characters of what is asked of each article, in the order of the articles."""
        self._index = index
        self.begins = _begins(articles)  # where the questions of each article begin

    def best(self, query: Views, without: int | None = None) -> Floats:
        """Every article's best similarity; ``without``: the number of a question to leave out."""
        similarities = self._index.similarities(query.characters)
        if without is not None:
            similarities[without] = 0
        best: Floats = np.maximum.reduceat(similarities, self.begins)
        return best

    def best_of(self, queries: Sequence[Views]) -> Floats:
        """Every article's best similarity to each of many queries: queries × articles."""
        similarities = self._index.similarities_of([query.characters for query in queries])
        best: Floats = np.maximum.reduceat(similarities, self.begins, axis=1)
        return best

    def known_share(self, query: Views, without: tuple[int, int] = (0, 0)) -> float:
        """Which part of the question's characters is known, by weight, from other examples than ``without``."""
        return self._index.known_share(query.characters, without)

    def examples_of(self, article: int) -> tuple[int, int]:
        """The numbers of an article's examples: the first, and the one behind the last."""
        after = self.begins[article + 1] if article + 1 < len(self.begins) else len(self)
        return int(self.begins[article]), int(after)

    def __len__(self) -> int:
        return self._index.size

    def save(self, path: Path) -> None:
        """Write to ``path`` (.npz)."""
        self._index.save(path)

    @classmethod
    def load(cls, path: Path, articles: Sequence[Article]) -> QuestionMatcher:
        """Read what ``save`` wrote for the same articles."""
        return cls(GramIndex.load(path), articles)


def asked(article: Article) -> tuple[str, ...]:
    """What stands for a question of this article."""
    return (article.title, *article.questions)


def _begins(articles: Sequence[Article]) -> NDArray[np.int64]:
    counts = [len(asked(article)) for article in articles]
    return np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64)
