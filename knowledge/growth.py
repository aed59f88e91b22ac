"""How search slows down as articles are added: ``python -m knowledge.growth ours 10000`` (or ``usual``).

The articles are variations of the project's own: some characters of their questions and answers replaced, so that
sizes of vocabulary and postings grow as they would with real ones. What the models say of a question is taken from the
question it varies: it costs a search the same. Measures time and memory only, never quality. One way and one size a
process, because what it holds is a figure.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import partial

import numpy as np
import psutil
from numpy.typing import NDArray

from knowledge.answerability import Answerability
from knowledge.article import Article
from knowledge.base import CORPUS, ROOT, KnowledgeBase
from knowledge.features import FEATURES, EvidenceCollector, Matchers
from knowledge.foreign import BUCKETS, ForeignReader
from knowledge.fusion import Fusion
from knowledge.index import KnowledgeIndex
from knowledge.perception import Heard, Perceiver
from knowledge.questions import asked
from knowledge.reading import read_folder
from knowledge.stock_search import StockSearch
from knowledge.views import Views

WAYS = {"ours": "ours", "usual": "the usual: jieba, BM25"}
MOST_MEMORY = 10 << 30  # bytes; a measurement that needs more ends with an error
MOST_TIME = 3600  # seconds of one core
_REPLACED = 0.1  # of the characters, so that variations are not the same text
_QUERIES = 400


@dataclass(frozen=True, slots=True)
class Growth:
    """Milliseconds of one core that a search takes, seconds to build; MiB held while searching, and at the highest.

    Memory is that of the whole process: Python, the models (ours only) and the texts of the articles too.
    """

    articles: int
    way: str
    p50: float
    p99: float
    build_seconds: float
    memory: int
    peak: int


def measure_growth(way: str, size: int) -> Growth:
    """Search among so many articles."""
    articles = read_folder(ROOT / "knowledge" / "articles").articles
    chance = np.random.default_rng(3)
    many = [_variation(articles[number % len(articles)], number, chance) for number in range(size)]
    questions = chance.choice([question for article in articles for question in article.questions], _QUERIES)
    started = time.thread_time()
    search = _ours(many, articles) if way == "ours" else StockSearch(many).search
    built = time.thread_time() - started
    p50, p99 = _times(search, questions)
    held = psutil.Process().memory_info().rss >> 20
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    return Growth(size, WAYS[way], p50, p99, round(built, 1), held, peak)


def _ours(many: Sequence[Article], articles: Sequence[Article]) -> Callable[[str], object]:
    perceiver = Perceiver.load(CORPUS / "concepts.tsv", ROOT / "models")
    base = KnowledgeBase(_index(many, _heard(many, articles, perceiver), perceiver))
    return partial(base.search, province=None, as_of=date(2026, 11, 20))


def _heard(many: Sequence[Article], articles: Sequence[Article], perceiver: Perceiver) -> Iterator[Heard]:
    """What stands for the questions of the variations; what the models say is that of the original."""
    read = iter(perceiver.read([text for article in articles for text in asked(article)]))
    originals = [Heard.of([next(read) for _ in asked(article)]) for article in articles]
    for number, each in enumerate(many):
        views = [Views.of(text, perceiver.lexicon) for text in asked(each)]
        yield replace(originals[number % len(articles)], views=views)


def _times(ask: Callable[[str], object], questions: NDArray[np.str_]) -> tuple[float, float]:
    """The median and the 99th percentile in milliseconds of one core; what else the machine does is not the search."""
    times = []
    for question in questions.tolist():
        begun = time.thread_time()
        ask(question)
        times.append((time.thread_time() - begun) * 1000)
    p50, p99 = np.percentile(times[5:], [50, 99])
    return round(float(p50), 2), round(float(p99), 2)


def _index(articles: Sequence[Article], heard: Iterator[Heard], perceiver: Perceiver) -> KnowledgeIndex:
    matchers = Matchers.build(articles, heard, perceiver.lexicon)
    collector = EvidenceCollector(articles, matchers, ForeignReader(np.zeros(BUCKETS, np.float32), 0.0))
    fusion, answerability = Fusion.untrained(len(FEATURES)), Answerability.permissive()
    return KnowledgeIndex(tuple(articles), collector, fusion, answerability, perceiver)


def _variation(article: Article, number: int, chance: np.random.Generator) -> Article:
    letters = np.array(list("".join(article.questions) + article.answer))

    def vary(text: str) -> str:
        picks = chance.random(len(text)) < _REPLACED
        return "".join(np.where(picks, letters[chance.integers(len(letters), size=len(text))], list(text)).tolist())

    questions = tuple(f"{vary(question)}{index}" for index, question in enumerate(article.questions))
    return article.model_copy(
        update={"id": f"{article.id}-{number}", "questions": questions, "answer": vary(article.answer)}
    )


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_TIME, MOST_TIME))
    print(json.dumps(asdict(measure_growth(sys.argv[1], int(sys.argv[2])))))
