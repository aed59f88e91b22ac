"""How search slows down as articles are added: ``python -m knowledge.growth 10000``.

The articles are variations of the project's own: their questions and sentences shuffled, some characters replaced, so
that sizes of vocabulary and postings grow as they would with real ones. Measures time only, never quality.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from knowledge.article import Article
from knowledge.base import CORPUS, ROOT, KnowledgeBase
from knowledge.index import build_index
from knowledge.perception import Perceiver
from knowledge.reading import read_folder
from knowledge.surroundings import Surroundings

_REPLACED = 0.1  # of the characters, so that variations are not the same text
_QUERIES = 400


@dataclass(frozen=True, slots=True)
class Growth:
    """Milliseconds of one core that a search takes, and seconds to build."""

    articles: int
    p50: float
    p99: float
    build_seconds: float


def measure(articles: Sequence[Article], size: int, models: Path | None = None) -> Growth:
    """Build a base of ``size`` articles out of some and time searches in it."""
    chance = np.random.default_rng(3)
    many = [_variation(articles[number % len(articles)], number, chance) for number in range(size)]
    started = time.perf_counter()
    index = build_index(many, Perceiver.load(CORPUS / "concepts.tsv", models), Surroundings(), most_lessons=50)
    built = time.perf_counter() - started
    base = KnowledgeBase(index)
    asked = [question for article in articles for question in article.questions]
    times = []
    for question in chance.choice(asked, _QUERIES):
        begun = time.thread_time()  # of one core; what else the machine does is not the search
        base.search(str(question), None, date(2026, 11, 20))
        times.append((time.thread_time() - begun) * 1000)
    p50, p99 = np.percentile(times[10:], [50, 99])
    return Growth(size, round(float(p50), 2), round(float(p99), 2), round(built, 1))


def _variation(article: Article, number: int, chance: np.random.Generator) -> Article:
    letters = "".join(article.questions) + article.answer

    def vary(text: str) -> str:
        picks = chance.random(len(text)) < _REPLACED
        others = chance.choice(list(letters), len(text))
        return "".join(np.where(picks, others, list(text)).tolist())

    questions = tuple(f"{vary(question)}{index}" for index, question in enumerate(article.questions))
    return article.model_copy(
        update={"id": f"{article.id}-{number}", "questions": questions, "answer": vary(article.answer)}
    )


if __name__ == "__main__":
    print(measure(read_folder(ROOT / "knowledge" / "articles").articles, int(sys.argv[1]), ROOT / "models"))
