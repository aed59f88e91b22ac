"""What speaks for an article as the answer to a question, as numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Article
from knowledge.audiences import AudienceTable
from knowledge.bags import Bags
from knowledge.centroids import ArticleMatcher, parts_of
from knowledge.directions import DirectionMatcher
from knowledge.foreign import ForeignReader
from knowledge.grams import GramIndex
from knowledge.passages import PassageIndex
from knowledge.perception import Heard, Perception
from knowledge.questions import QuestionMatcher
from knowledge.validity import ValidityTable
from knowledge.views import VIEWS
from nlu.experts.lexicon import Lexicon

Floats = NDArray[np.float32]
FEATURES = ("question", *(f"article_{view}" for view in VIEWS), "passage", "wish", "meaning", "audience", "local")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One row of features an article, and what is known of the question as a whole.

    ``known_share``: of its words in the examples, 0–1. ``elsewhere``: the classifier's belief that it is none of our
    trade, 0–1. ``foreign``: how much its words speak for other things, in log odds.
    """

    rows: Floats
    known_share: float
    elsewhere: float
    foreign: float
    passage: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Own:
    """An example question and its place, left out when it is asked for learning."""

    perception: Perception
    question: int
    article: int


@dataclass(frozen=True, slots=True)
class Matchers:
    """Everything a question is compared with."""

    questions: QuestionMatcher
    articles: ArticleMatcher
    wishes: DirectionMatcher
    meanings: DirectionMatcher
    passages: PassageIndex

    @classmethod
    def build(cls, articles: Sequence[Article], heard: Iterable[Heard], lexicon: Lexicon) -> Matchers:
        """``heard``: of each article; never needed all at once."""
        questions, whole = Bags(), {view: Bags() for view in VIEWS}
        wishes, meanings = list[Floats](), list[Floats]()
        for article, each in zip(articles, heard, strict=True):
            for views in each.views:
                questions.add(views.characters)
            for weight, piece in parts_of(article, each.views, lexicon):
                for view, bags in whole.items():
                    bags.add(piece.bag(view), weight)
            for bags in whole.values():
                bags.end_group()
            wishes.append(each.wish)
            meanings.append(each.meaning)
        return cls(
            QuestionMatcher(GramIndex.build(questions), articles),
            ArticleMatcher([GramIndex.build(bags) for bags in whole.values()]),
            DirectionMatcher(np.stack(wishes)),
            DirectionMatcher(np.stack(meanings)),
            PassageIndex.build(articles),
        )


class EvidenceCollector:
    """Compares a question with every article."""

    def __init__(self, articles: Sequence[Article], matchers: Matchers, foreign: ForeignReader) -> None:
        self.matchers = matchers
        self.foreign = foreign
        self.refusals = np.array([article.is_refusal for article in articles], dtype=bool)
        self.validity = ValidityTable(articles)
        self._audiences = AudienceTable(articles)

    def collect(self, read: Perception, province: str | None, own: Own | None = None) -> Evidence:
        """The evidence for every article; ``own``: where this very question stands among the examples."""
        matchers, article = self.matchers, own.article if own else 0
        found = matchers.passages.search(read.words)
        columns = [
            matchers.questions.best(read.views, own.question if own else None),
            *matchers.articles.similarities(read.views, (article, own.perception.views) if own else None),
            found.best,
            matchers.wishes.similarities(
                read.wish.direction, (article, own.perception.wish.direction) if own else None
            ),
            matchers.meanings.similarities(read.meaning, (article, own.perception.meaning) if own else None),
            self._audiences.fit(read.words),
            self.validity.locality(province),
        ]
        return Evidence(
            np.stack(columns, axis=1).astype(np.float32),
            self.matchers.questions.known_share(read.views, (own.question, own.question + 1) if own else (0, 0)),
            read.wish.elsewhere,
            self.foreign.lean(read.views),
            found.passage,
        )

    def rows_of(self, read: Sequence[Perception], provinces: Sequence[str | None], passages: Floats) -> Floats:
        """The rows of ``collect`` alone for many texts at once: texts × articles × features.

        ``passages``: the texts' scores of all passages.
        """
        matchers, views = self.matchers, [each.views for each in read]
        columns = [
            matchers.questions.best_of(views),
            *matchers.articles.similarities_of(views),
            matchers.passages.best_of(passages),
            matchers.wishes.similarities_of(np.stack([each.wish.direction for each in read])),
            matchers.meanings.similarities_of(np.stack([each.meaning for each in read])),
            np.stack([self._audiences.fit(each.words) for each in read]),
            np.stack([self.validity.locality(province) for province in provinces]),
        ]
        return np.stack(columns, axis=2).astype(np.float32, copy=False)

    def known_without(self, read: Perception, article: int) -> float:
        """Which part of the question's words the examples of other articles hold."""
        questions = self.matchers.questions
        return questions.known_share(read.views, questions.examples_of(article))
