"""How good the answers are: golden questions with the marks of a right answer, and retrieval of unseen examples.

A file of questions has one JSON object a line: ``question``, ``province``, ``as_of``, ``topic``, ``answerable``,
``must`` (each group needs one of its patterns in the shown answer) and ``must_not`` (patterns that make it wrong).
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from knowledge.base import KnowledgeBase
from knowledge.learning import leave_one_out

Ask = Callable[[str, str | None, date], tuple[bool, str]]


@dataclass(frozen=True, slots=True)
class GoldenQuestion:
    """A question and the marks of a right answer."""

    id: str
    question: str
    province: str | None
    as_of: date
    topic: str
    answerable: bool
    must: tuple[tuple[str, ...], ...]
    must_not: tuple[str, ...]

    def is_met_by(self, text: str) -> bool:
        """Whether every group has a match and nothing forbidden is there."""
        return all(any(re.search(mark, text) for mark in group) for group in self.must) and not self.is_wronged_by(text)

    def is_wronged_by(self, text: str) -> bool:
        """Whether the text holds what it must not, such as another province's figure."""
        return any(re.search(mark, text) for mark in self.must_not)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened to a question."""

    golden: GoldenQuestion
    answerable: bool
    text: str

    @property
    def is_right(self) -> bool:
        """Answered right, or refused where it must be."""
        return self.answerable == self.golden.answerable and self.golden.is_met_by(self.text)

    @property
    def is_wrong_figure(self) -> bool:
        """Shown what must not be shown."""
        return self.golden.is_wronged_by(self.text)


@dataclass(slots=True)
class Scores:
    """Shares over a set of questions, 0–1."""

    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def answered_right(self) -> float:
        """Of the answerable ones."""
        return _share(outcome.is_right for outcome in self.outcomes if outcome.golden.answerable)

    @property
    def refused_right(self) -> float:
        """Of those that are not answerable."""
        return _share(outcome.is_right for outcome in self.outcomes if not outcome.golden.answerable)

    @property
    def wrong_figures(self) -> float:
        """Of all."""
        return _share(outcome.is_wrong_figure for outcome in self.outcomes)

    def by_topic(self) -> dict[str, float]:
        """The share right in each topic."""
        groups: dict[str, list[bool]] = defaultdict(list)
        for outcome in self.outcomes:
            groups[outcome.golden.topic].append(outcome.is_right)
        return {topic: _share(marks) for topic, marks in sorted(groups.items())}

    def to_json(self) -> dict[str, object]:
        """For a report."""
        return {
            "questions": len(self.outcomes),
            "answered_right": round(self.answered_right, 4),
            "refused_right": round(self.refused_right, 4),
            "wrong_figures": round(self.wrong_figures, 4),
            "by_topic": {topic: round(share, 3) for topic, share in self.by_topic().items()},
        }


def read_questions(path: Path) -> list[GoldenQuestion]:
    """The questions of a file."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [
        GoldenQuestion(
            row["id"],
            row["question"],
            row.get("province"),
            date.fromisoformat(row["as_of"]),
            row["topic"],
            row["answerable"],
            tuple(tuple(group) for group in row["must"]),
            tuple(row.get("must_not", ())),
        )
        for row in rows
    ]


def score(questions: Iterable[GoldenQuestion], ask: Ask) -> Scores:
    """Ask every question. ``ask(question, province, as_of)`` gives whether it was answered, and the text shown."""
    scores = Scores()
    for golden in questions:
        answerable, text = ask(golden.question, golden.province, golden.as_of)
        scores.outcomes.append(Outcome(golden, answerable, text))
    return scores


@dataclass(frozen=True, slots=True)
class Retrieval:
    """Shares of example questions whose article came first, among three, among five; and whose topic came first."""

    first: float
    among_three: float
    among_five: float
    topic: float


def retrieval(base: KnowledgeBase, most: int = 1500) -> Retrieval:
    """Ask the articles' own example questions with each left out of the index, and half of the others.

    The fusion has seen them, with a handful of weights: the figure is slightly flattering. It is also too hard:
    examples are written to differ from each other, customers are not.
    """
    index = base.index
    ranks, topics = [], []
    for case in leave_one_out(index.collector, index.perceiver, index.articles, most):
        scores = index.fusion.score(case.evidence.rows)
        ranks.append(int((scores > scores[case.article]).sum()))
        topics.append(index.articles[int(scores.argmax())].topic is index.articles[case.article].topic)
    return Retrieval(
        _share(rank < 1 for rank in ranks),
        _share(rank < 3 for rank in ranks),
        _share(rank < 5 for rank in ranks),
        _share(topics),
    )


def _share(marks: Iterable[bool] | Sequence[bool]) -> float:
    found = list(marks)
    return sum(found) / len(found) if found else 0.0
