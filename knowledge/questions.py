"""Finds articles by their example questions: with little text to learn from, question to question carries most."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Article
from knowledge.grams import GramIndex
from knowledge.views import VIEWS, Views
from nlu.experts.lexicon import Lexicon

Floats = NDArray[np.float32]


class QuestionMatcher:
    """The example questions of all articles, in the order of the articles; a title counts as a question."""

    def __init__(self, indexes: Sequence[GramIndex], begins: NDArray[np.int64]) -> None:
        """``indexes``: one a view; ``begins``: where the questions of each article begin."""
        self._indexes = tuple(indexes)
        self.begins = begins

    @classmethod
    def build(cls, articles: Sequence[Article], lexicon: Lexicon) -> QuestionMatcher:
        """Index the example questions."""
        views = [Views.of(question, lexicon) for article in articles for question in asked(article)]
        return cls([GramIndex.build([each.bag(view) for each in views]) for view in VIEWS], question_begins(articles))

    def best(self, query: Views, without: int | None = None) -> list[Floats]:
        """For each view, every article's best similarity; ``without``: the number of a question to leave out."""
        found = []
        for view, index in zip(VIEWS, self._indexes, strict=True):
            similarities = index.similarities(query.bag(view))
            if without is not None:
                similarities[without] = 0
            found.append(np.maximum.reduceat(similarities, self.begins))
        return found

    def known_share(self, query: Views, holders: int = 1) -> float:
        """Which part of the question's characters is known, by weight; ``holders``: in at least so many examples."""
        return self._indexes[0].known_share(query.characters, holders)

    def save(self, folder: Path) -> None:
        """Write below the folder."""
        for view, index in zip(VIEWS, self._indexes, strict=True):
            index.save(folder / f"questions-{view}.npz")

    @classmethod
    def load(cls, folder: Path, articles: Sequence[Article]) -> QuestionMatcher:
        """Read what ``save`` wrote for the same articles."""
        indexes = [GramIndex.load(folder / f"questions-{view}.npz") for view in VIEWS]
        return cls(indexes, question_begins(articles))


def asked(article: Article) -> tuple[str, ...]:
    """What stands for a question of this article."""
    return (article.title, *article.questions)


def question_begins(articles: Sequence[Article]) -> NDArray[np.int64]:
    """Where each article's questions begin in the row of all questions."""
    counts = [len(asked(article)) for article in articles]
    return np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64)
