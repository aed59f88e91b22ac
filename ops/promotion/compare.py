"""Two sets of models on the same frozen rows: the difference with a 95 % bootstrap interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from nlu import Understanding
from nlu.evaluate import WRITTEN_ON
from nlu.text.clock import Clock
from ops.evaluate.outcomes import Outcome, message_outcomes, ticket_outcomes
from triage import TicketTriager
from triage.evaluate import read_rows

DANGER = "report_danger"
RESAMPLES = 10_000
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Difference:
    """Accuracy of the candidate less that of the present models, with the bounds of its 95 % interval."""

    rows: int
    present: float
    candidate: float
    difference: float
    low: float
    high: float


@dataclass(frozen=True)
class Verdict:
    """What the comparison found; `reasons` say why a candidate is refused, none means it may be promoted."""

    tasks: Mapping[str, Difference]
    dangers_missed: Mapping[str, int]
    reasons: tuple[str, ...]

    @property
    def wins(self) -> bool:
        """Whether the candidate may come into use."""
        return not self.reasons


def compare(present: Path, candidate: Path, sets: Path) -> Verdict:
    """Read every frozen row with both sets of models.

    Raises FileNotFoundError when a frozen set is missing and nlu.experts.UnreadableModel when models are.
    """
    old, new = Answers.read(present, sets), Answers.read(candidate, sets)
    tasks = {task: difference(old.right[task], new.right[task]) for task in old.right}
    tasks["all"] = difference(np.concatenate(list(old.right.values())), np.concatenate(list(new.right.values())))
    missed = {"present": old.dangers_missed, "candidate": new.dangers_missed}
    return Verdict(tasks, missed, tuple(_reasons(tasks, missed)))


def difference(present: Bools, candidate: Bools) -> Difference:
    """The paired difference of two lists of right and wrong answers."""
    gaps = candidate.astype(float) - present.astype(float)
    low, high = (gaps[0], gaps[0]) if np.ptp(gaps) == 0 else _interval(gaps)
    numbers = (present.mean(), candidate.mean(), gaps.mean(), low, high)
    return Difference(len(gaps), *(round(float(number), 4) for number in numbers))


def _interval(gaps: NDArray[np.float64]) -> tuple[float, float]:
    found = stats.bootstrap(  # type: ignore[attr-defined]
        (gaps,), np.mean, n_resamples=RESAMPLES, batch=500, method="percentile", rng=np.random.default_rng(7)
    )
    return found.confidence_interval.low, found.confidence_interval.high


def _reasons(tasks: Mapping[str, Difference], missed: Mapping[str, int]) -> Sequence[str]:
    reasons = []
    if tasks["all"].low <= 0:
        reasons.append(f"no certain gain: the interval of the difference begins at {tasks['all'].low:+.4f}")
    reasons += [f"{task} got worse: {each.difference:+.4f}" for task, each in tasks.items() if each.high < 0]
    if missed["candidate"] > missed["present"]:
        reasons.append(f"more dangers missed: {missed['candidate']} instead of {missed['present']}")
    return reasons


@dataclass(frozen=True)
class Answers:
    """What one set of models gets right, row by row, and how many dangers it misses."""

    right: Mapping[str, Bools]
    dangers_missed: int

    @classmethod
    def read(cls, models: Path, sets: Path) -> Answers:
        """Read both frozen sets with the models of a folder."""
        messages, tickets = read_rows(sets / "utterances.jsonl"), read_rows(sets / "tickets.jsonl")
        understanding = Understanding.load(models, Clock(datetime.fromisoformat(WRITTEN_ON)))
        triager = TicketTriager.load(models)
        right = {
            "intents": _right(message_outcomes(messages, understanding)),
            "tickets": _right(ticket_outcomes(tickets, triager)),
        }
        missed = _messages_missed(messages, understanding) + _tickets_missed(tickets, triager)
        return cls(right, missed)


def _right(outcomes: Sequence[Outcome]) -> Bools:
    return np.array([each.right for each in outcomes])


def _messages_missed(rows: Sequence[Mapping[str, Any]], understanding: Understanding) -> int:
    texts = [row["text"] for row in rows if row["intent"] == DANGER]
    parses = understanding.parse(texts)
    return sum(parse.danger is None and parse.intent.name != DANGER for parse in parses)


def _tickets_missed(rows: Sequence[Mapping[str, Any]], triager: TicketTriager) -> int:
    return sum(not result.danger for result in triager.triage([row["text"] for row in rows if row["danger"]]))
