"""What speaks for an article as the answer to a question, as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Article
from knowledge.audiences import AudienceTable
from knowledge.centroids import ArticleMatcher
from knowledge.passages import PassageIndex
from knowledge.questions import QuestionMatcher
from knowledge.validity import ValidityTable
from knowledge.views import VIEWS, Views
from knowledge.wishes import Wish, WishMatcher, WishReader
from knowledge.wording import wording
from nlu.experts.lexicon import Lexicon

Floats = NDArray[np.float32]
FEATURES = ("question", *(f"article_{view}" for view in VIEWS), "passage", "wish", "audience", "local")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One row of features an article, and what is known of the question as a whole."""

    rows: Floats
    known_share: float
    elsewhere: float
    passage: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Own:
    """An example question and its place, left out when it is asked for learning."""

    text: str
    question: int
    article: int


@dataclass(frozen=True, slots=True)
class Matchers:
    """Everything a question is compared with."""

    questions: QuestionMatcher
    articles: ArticleMatcher
    wishes: WishMatcher
    passages: PassageIndex


class EvidenceCollector:
    """Compares a question with every article."""

    def __init__(self, articles: Sequence[Article], matchers: Matchers, lexicon: Lexicon, reader: WishReader) -> None:
        self.matchers = matchers
        self._lexicon = lexicon
        self._reader = reader
        self.validity = ValidityTable(articles)
        self._audiences = AudienceTable(articles)

    def collect(self, question: str, province: str | None, own: Own | None = None) -> Evidence:
        """The evidence for every article; ``own``: where this very question stands among the examples."""
        views, wish = self._read(question)
        example, example_wish = self._read(own.text) if own else (views, wish)
        found = self.matchers.passages.search(wording(question))
        columns = [
            self.matchers.questions.best(views, own.question if own else None),
            *self.matchers.articles.similarities(views, (own.article, example) if own else None),
            found.best,
            self.matchers.wishes.similarities(wish, (own.article, example_wish) if own else None),
            self._audiences.fit(question),
            self.validity.locality(province),
        ]
        known = self.matchers.questions.known_share(views, holders=2 if own else 1)
        return Evidence(np.stack(columns, axis=1), known, wish.elsewhere, found.passage)

    def _read(self, text: str) -> tuple[Views, Wish]:
        return Views.of(text, self._lexicon), self._reader.read([text])[0]
