"""What speaks for an article as the answer to a question, as numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.passages import PassageIndex
from knowledge.questions import QuestionMatcher
from knowledge.wording import wording

Floats = NDArray[np.float32]
# Between the mean (many examples somewhat alike) and the maximum (one nearly the same).
_POWER = 3
FEATURES = (
    "characters_best", "characters_mean", "sounds_best", "sounds_mean", "concepts_best", "concepts_mean", "passage",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evidence:
    """One row of features an article, and what is known of the question as a whole."""

    rows: Floats
    known_share: float
    passage: NDArray[np.int64]


class EvidenceCollector:
    """Compares a question with every article."""

    def __init__(self, matcher: QuestionMatcher, passages: PassageIndex) -> None:
        self.matcher = matcher
        self.passages = passages

    def collect(self, question: str, without: NDArray[np.int64] | None = None) -> Evidence:
        """The evidence for every article; ``without``: numbers of example questions to leave out (for learning)."""
        similarities = self.matcher.compare(question, holders=1 if without is None else 2)
        begins = self.matcher.begins
        columns: list[Floats] = []
        for channel in similarities.by_channel:
            columns.extend(_best_and_mean(channel, begins, without))
        found = self.passages.search(wording(question))
        columns.append(found.best)
        return Evidence(np.stack(columns, axis=1), similarities.known_share, found.passage)


def _best_and_mean(similarities: Floats, begins: NDArray[np.int64], without: NDArray[np.int64] | None) -> tuple[Floats, Floats]:
    counts = np.diff(np.append(begins, len(similarities))).astype(np.float32)
    if without is not None:
        similarities = similarities.copy()
        similarities[without] = 0
        np.subtract.at(counts, np.searchsorted(begins, without, side="right") - 1, 1)
    best = np.maximum.reduceat(similarities, begins)
    power = np.add.reduceat(similarities**_POWER, begins) / np.maximum(counts, 1)
    return best, np.cbrt(power)
