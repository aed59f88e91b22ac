"""How search slows down as articles are added: ``python -m knowledge.growth 10000``.

The articles are variations of the project's own: some characters of their questions and answers replaced, so that
sizes of vocabulary and postings grow as they would with real ones. What the models say of a question is taken from the
question it varies: it costs a search the same. Measures time and memory only, never quality.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.answerability import Answerability
from knowledge.article import Article
from knowledge.base import CORPUS, ROOT, KnowledgeBase
from knowledge.features import FEATURES, EvidenceCollector, Matchers
from knowledge.foreign import BUCKETS, ForeignReader
from knowledge.fusion import Fusion
from knowledge.index import KnowledgeIndex
from knowledge.perception import Perceiver, Perception
from knowledge.questions import asked
from knowledge.reading import read_folder
from knowledge.stock_search import StockSearch
from knowledge.views import Views
from knowledge.wording import wording

_REPLACED = 0.1  # of the characters, so that variations are not the same text
_QUERIES = 400


@dataclass(frozen=True, slots=True)
class Growth:
    """Milliseconds of one core that a search takes, seconds to build, and the most memory the process held (MiB)."""

    articles: int
    way: str
    p50: float
    p99: float
    build_seconds: float
    memory: int


def measure_growth(sizes: Sequence[int] = (10_000,)) -> list[dict[str, Any]]:
    """Search among so many articles, ours and the usual. 100,000 articles take some twenty minutes of one core."""
    articles = read_folder(ROOT / "knowledge" / "articles").articles
    perceiver = Perceiver.load(CORPUS / "concepts.tsv", ROOT / "models")
    return [asdict(each) for size in sizes for each in measure(articles, size, perceiver)]


def measure(articles: Sequence[Article], size: int, perceiver: Perceiver) -> list[Growth]:
    """Make ``size`` articles out of some and time searches among them, the usual way and ours."""
    chance = np.random.default_rng(3)
    many = [_variation(articles[number % len(articles)], number, chance) for number in range(size)]
    questions = chance.choice([question for article in articles for question in article.questions], _QUERIES)
    started = time.thread_time()
    stock = StockSearch(many)
    found = [_timed(size, "stock: jieba, BM25", started, stock.search, questions)]
    del stock
    started = time.thread_time()
    base = KnowledgeBase(_index(many, _examples(many, articles, perceiver), perceiver))
    ask = partial(base.search, province=None, as_of=date(2026, 11, 20))
    return [*found, _timed(size, "ours", started, ask, questions)]


def _examples(many: Sequence[Article], articles: Sequence[Article], perceiver: Perceiver) -> list[list[Perception]]:
    """What stands for the questions of the variations; what the models say is that of the original."""
    read = iter(perceiver.read([text for article in articles for text in asked(article)]))
    originals = [[next(read) for _ in asked(article)] for article in articles]
    return [
        [
            _heard(text, like, perceiver)
            for text, like in zip(asked(each), originals[number % len(articles)], strict=True)
        ]
        for number, each in enumerate(many)
    ]


def _timed(size: int, way: str, started: float, search: Callable[[str], object], questions: NDArray[np.str_]) -> Growth:
    built = time.thread_time() - started
    p50, p99 = _times(search, questions)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Growth(size, way, p50, p99, round(built, 1), memory)


def _times(ask: Callable[[Any], object], questions: Sequence[Any] | NDArray[np.str_]) -> tuple[float, float]:
    """The median and the 99th percentile in milliseconds of one core; what else the machine does is not the search."""
    times = []
    for question in questions:
        begun = time.thread_time()
        ask(question if isinstance(question, np.ndarray) else str(question))
        times.append((time.thread_time() - begun) * 1000)
    p50, p99 = np.percentile(times[5:], [50, 99])
    return round(float(p50), 2), round(float(p99), 2)


def _index(
    articles: Sequence[Article], examples: Sequence[Sequence[Perception]], perceiver: Perceiver
) -> KnowledgeIndex:
    matchers = Matchers.build(articles, examples, perceiver.lexicon)
    collector = EvidenceCollector(articles, matchers, ForeignReader(np.zeros(BUCKETS, np.float32), 0.0))
    fusion, answerability = Fusion.untrained(len(FEATURES)), Answerability.permissive()
    return KnowledgeIndex(tuple(articles), collector, fusion, answerability, perceiver)


def _heard(text: str, like: Perception, perceiver: Perceiver) -> Perception:
    return replace(like, words=wording(text), views=Views.of(text, perceiver.lexicon))


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
    print(json.dumps(measure_growth([int(size) for size in sys.argv[1:]] or (10_000,)), indent=1))
