"""The knowledge base as the rest of the product sees it: load, then search."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.answerability import signs
from knowledge.article import Article, Topic
from knowledge.elsewhere import is_elsewhere, mentions_others, names_others
from knowledge.errors import ArticleInvalid, NothingToSearch
from knowledge.features import Evidence
from knowledge.fusion import shares
from knowledge.index import KnowledgeIndex, build_index, input_hash, load_index, save_index
from knowledge.perception import Perceiver, Perception
from knowledge.places import provinces_in
from knowledge.reading import article_files, read_folder
from knowledge.refusals import find_forbidden
from knowledge.renewal import is_like, renew_index
from knowledge.splitter import Passage
from knowledge.surroundings import read_surroundings
from nlu.text.safety import find_danger

log = logging.getLogger(__name__)
ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"
# What is read when a question is asked, or measures: a change of it needs no new index.
_ONLY_ASKED = frozenset(
    {"base", "elsewhere", "errors", "evaluate", "growth", "refusals", "stock_search", "vector_growth"}
)
MOST_CELLS = 2_000_000  # similarities of texts to questions held at once
ASKED_BEFORE = 0.65  # so like one of the article's own examples that nothing else matters
SURELY = 0.95
IN_PASSING = 0.6  # certainty of an answer to a question in which words of other matters come up
STANDS_OUT = 0.15  # share of the belief above which an article of refusal says its own words
MOST_REFUSING = 2  # hits among which an article of refusal gives its words to a question that is not ours


@dataclass(frozen=True, slots=True)
class Hit:
    """An article found, with its best passage; ``score`` is its share of the belief, 0–1."""

    article: Article
    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing is answered: no article covers it, or it must not be served (then ``answer`` is what to say)."""

    kind: Literal["not_covered", "not_served"]
    answer: str | None = None
    article: Article | None = None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits, best first; ``score_calibrated`` is the probability that the best one covers the question."""

    hits: tuple[Hit, ...]
    score_calibrated: float
    refused: Refusal | None
    provinces: tuple[str, ...] = ()  # named in the question


class _Ranked(NamedTuple):
    """Hits with what they were found by: scores of all articles, and the number of the best."""

    hits: tuple[Hit, ...]
    evidence: Evidence
    scores: NDArray[np.float32]
    best: int


class KnowledgeBase:
    """Finds the article that answers a question."""

    def __init__(self, index: KnowledgeIndex, problems: Sequence[ArticleInvalid] = ()) -> None:
        """``problems``: what was wrong with files that were left out."""
        self.index = index
        self._number = {article.id: number for number, article in enumerate(index.articles)}
        self.problems = tuple(problems)

    @classmethod
    def load(
        cls, articles: Path, models: Path | None = None, *, cache: Path | None = ROOT / "var" / "index",
        corpus: Path = CORPUS, before: KnowledgeBase | None = None,
    ) -> KnowledgeBase:  # fmt: skip
        """Load the index of the articles' folder, building it first when its inputs changed.

        ``cache``: where built indexes are kept; None builds in memory. ``corpus``: the concept lexicon and the
        texts about other things. ``before``: of the same models and corpus; when only few articles differ from those
        it learnt from, what it has learnt is taken over instead of learnt again. Raises NothingToSearch when the
        folder holds no valid article.
        """
        inputs = [*article_files(articles), *_model_files(models), *_corpus_files(corpus), *_code()]
        perceiver = Perceiver.load(corpus / "concepts.tsv", models)
        folder = cache / input_hash(path.read_bytes() for path in inputs) if cache else None
        if folder and (index := _stored(folder, perceiver)):
            return cls(index)
        found = read_folder(articles)
        for problem in found.problems:
            log.warning("article problem: %s", problem)
        if not found.articles:
            raise NothingToSearch(f"no valid article below {articles}")
        if before and is_like(before.index, found.articles):
            index = renew_index(before.index, found.articles)
        else:
            index = build_index(found.articles, perceiver, read_surroundings(corpus / "utterances.tsv"))
        if folder:
            save_index(index, folder)
        return cls(index, found.problems)

    @property
    def articles(self) -> tuple[Article, ...]:
        """Every article, in the order of their files."""
        return self.index.articles

    def article(self, article_id: str) -> Article | None:
        """The article of that id."""
        number = self._number.get(article_id)
        return None if number is None else self.index.articles[number]

    def search(
        self, question: str, province: str | None = None, as_of: date | None = None, limit: int = 5
    ) -> SearchResult:
        """The articles that answer a question on a day in a province; a province in the question goes first.

        ``as_of``: None means today by the machine's clock; callers with a clock of their own pass its day.
        """
        on, named = as_of or date.today(), provinces_in(question)
        ranked = self._ranked(self.index.perceiver.read([question])[0], _place(named, province), on, limit)
        certainty = self._certainty(ranked) if ranked.hits else 0.0
        return SearchResult(ranked.hits, certainty, self._refusal(question, ranked.hits, certainty), named)

    def suggest_many(self, texts: Sequence[str], as_of: date, limit: int = 5) -> list[tuple[Hit, ...]]:
        """The hits of ``search`` alone, for texts that are no questions to be answered or refused: tickets."""
        together = max(1, MOST_CELLS // len(self.index.collector.matchers.questions))
        parts = (texts[start : start + together] for start in range(0, len(texts), together))
        return [hits for part in parts for hits in self._suggest(part, as_of, limit)]

    def _suggest(self, texts: Sequence[str], on: date, limit: int) -> Iterator[tuple[Hit, ...]]:
        index, matched = self.index, self.index.collector.matchers.passages
        read = index.perceiver.read(texts)
        places = [_place(provinces_in(text), None) for text in texts]
        passages = matched.search_many([each.words for each in read])
        scores = index.fusion.score(index.collector.rows_of(read, places, passages))
        for place, row, found in zip(places, scores, passages, strict=True):
            row = np.where(index.collector.validity.shown(on, place), row, -np.inf)
            chances = shares(row)
            yield tuple(
                self._hit(int(number), matched.best_passage(found, int(number)), chances)
                for number in _best(row, limit)
            )

    def _ranked(self, read: Perception, place: str | None, on: date, limit: int) -> _Ranked:
        evidence = self.index.collector.collect(read, place)
        scores = self.index.fusion.score(evidence.rows)
        scores = np.where(self.index.collector.validity.shown(on, place), scores, -np.inf)
        order, chances = _best(scores, limit), shares(scores)
        passages = self.index.collector.matchers.passages.passages
        hits = tuple(self._hit(int(number), passages[int(evidence.passage[number])], chances) for number in order)
        return _Ranked(hits, evidence, scores, int(order[0]) if len(order) else 0)

    def _certainty(self, ranked: _Ranked) -> float:
        """How probable it is that the best hit covers the question."""
        seen = signs(ranked.evidence, ranked.scores, self.index.collector.refusals)
        certainty = self.index.answerability.probability(seen)
        asked_before = ranked.evidence.rows[ranked.best, 0] >= ASKED_BEFORE
        return max(certainty, SURELY) if asked_before else certainty

    def _hit(self, number: int, passage: Passage, chances: NDArray[np.float32]) -> Hit:
        return Hit(self.index.articles[number], passage, round(float(chances[number]), 4))

    def _refusal(self, question: str, hits: Sequence[Hit], certainty: float) -> Refusal | None:
        if forbidden := find_forbidden(question):
            return Refusal("not_served", forbidden.answer)
        words = next((hit.article for hit in hits[:MOST_REFUSING] if hit.article.is_refusal), None)
        if is_elsewhere(question) or names_others(question):
            return Refusal("not_served", words.answer, words) if words else Refusal("not_covered")
        is_refusing = bool(hits) and words is hits[0].article
        if words and is_refusing and hits[0].score >= STANDS_OUT:
            return Refusal("not_served", words.answer, words)
        if is_refusing or certainty < self._least(question, hits):
            return Refusal("not_covered")
        return None

    def _least(self, question: str, hits: Sequence[Hit]) -> float:
        """The certainty that an answer to this question needs."""
        if hits and hits[0].article.topic is Topic.safety and find_danger(question):
            return 0.0  # somebody may be in danger: better advice that does not fit than none
        least = self.index.answerability.threshold
        return max(least, IN_PASSING) if mentions_others(question) else least


def _place(named: Sequence[str], province: str | None) -> str | None:
    """The one province a question names, else the one it is asked from."""
    return named[0] if len(named) == 1 else province


def _best(scores: NDArray[np.float32], limit: int) -> NDArray[np.intp]:
    """The places of the highest scores that are shown, best first."""
    some = np.argpartition(scores, -limit)[-limit:] if len(scores) > limit else np.arange(len(scores))
    order = some[np.argsort(scores[some])[::-1]]
    return order[np.isfinite(scores[order])]


def _stored(folder: Path, perceiver: Perceiver) -> KnowledgeIndex | None:
    if not folder.is_dir():
        return None
    try:
        return load_index(folder, perceiver)
    except (OSError, KeyError, ValueError) as error:
        log.warning("the index in %s cannot be read (%s) and is built again", folder, error)
        shutil.rmtree(folder, ignore_errors=True)
        return None


def _code() -> list[Path]:
    """What decides how articles are indexed: a change of it needs a new index."""
    folder = Path(__file__).parent
    found = [*folder.glob("*.py"), *(folder / "data").glob("*.yml")]
    return sorted(path for path in found if path.stem not in _ONLY_ASKED)


def _corpus_files(corpus: Path) -> list[Path]:
    return [corpus / "concepts.tsv", corpus / "utterances.tsv"]


def _model_files(models: Path | None) -> list[Path]:
    """The cards stand for the weights: they hold the hash of what they were trained on."""
    cards = [models / task / "card.json" for task in ("intents", "encoder")] if models else []
    return [card for card in cards if card.is_file()]
