"""Finds articles by their example questions: nothing says more than that the same was asked before."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Article
from knowledge.grams import GramIndex
from knowledge.views import Views
from nlu.experts.lexicon import Lexicon

Floats = NDArray[np.float32]


class QuestionMatcher:
    """The example questions of all articles, in the order of the articles; a title counts as a question."""

    def __init__(self, index: GramIndex, begins: NDArray[np.int64]) -> None:
        """``begins``: where the questions of each article begin."""
        self._index = index
        self.begins = begins

    @classmethod
    def build(cls, articles: Sequence[Article], lexicon: Lexicon) -> QuestionMatcher:
        """Index the example questions by their characters."""
        bags = [Views.of(question, lexicon).characters for article in articles for question in asked(article)]
        return cls(GramIndex.build(bags), question_begins(articles))

    def best(self, query: Views, without: int | None = None) -> Floats:
        """Every article's best similarity; ``without``: the number of a question to leave out."""
        similarities = self._index.similarities(query.characters)
        if without is not None:
            similarities[without] = 0
        best: Floats = np.maximum.reduceat(similarities, self.begins)
        return best

    def known_share(self, query: Views, holders: int = 1) -> float:
        """Which part of the question's characters is known, by weight; ``holders``: in at least so many examples."""
        return self._index.known_share(query.characters, holders)

    def save(self, path: Path) -> None:
        """Write to ``path`` (.npz)."""
        self._index.save(path)

    @classmethod
    def load(cls, path: Path, articles: Sequence[Article]) -> QuestionMatcher:
        """Read what ``save`` wrote for the same articles."""
        return cls(GramIndex.load(path), question_begins(articles))


def asked(article: Article) -> tuple[str, ...]:
    """What stands for a question of this article."""
    return (article.title, *article.questions)


def question_begins(articles: Sequence[Article]) -> NDArray[np.int64]:
    """Where each article's questions begin in the row of all questions."""
    counts = [len(asked(article)) for article in articles]
    return np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64)
