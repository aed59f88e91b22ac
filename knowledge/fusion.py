"""How much each kind of evidence counts: weights learnt from the articles' own example questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Floats = NDArray[np.float32]
# A question that nearly is one of the examples belongs to its article, whatever the learnt weights say: they are learnt
# on questions that are like none. Taps send titles, which are examples too.
_NEARLY_SAME = 0.6
_LEAST_LOCAL = 1.5
_SAME_WEIGHT = 15.0
_PENALTY = 0.2  # shares the weight among features that say nearly the same, such as characters and sounds


@dataclass(frozen=True, slots=True)
class Lesson:
    """The evidence for some articles (rows), and which of them the question belongs to."""

    rows: Floats
    right: int


@dataclass(frozen=True, slots=True)
class Fusion:
    """A weight for each feature; the sum over an article's evidence is its score."""

    weights: Floats

    @classmethod
    def untrained(cls, features: int) -> Fusion:
        """Equal weights: what there is before anything was learnt."""
        return cls(np.full(features, 5.0, dtype=np.float32))

    @classmethod
    def learn(cls, lessons: Sequence[Lesson]) -> Fusion:
        """The weights that make the right article most probable among the candidates of each question.

        Weights below zero are not allowed: more evidence never speaks against an article. The last feature, whether
        an article is about the customer's province, counts at least ``_LEAST_LOCAL``: few examples teach it.
        """
        if not lessons:
            return cls.untrained(0)
        start = cls.untrained(lessons[0].rows.shape[1]).weights.astype(np.float64)
        bounds = [(0.0, None)] * (len(start) - 1) + [(_LEAST_LOCAL, None)]
        found = minimize(  # type: ignore[no-untyped-call]
            _loss, start, args=(lessons,), jac=True, method="L-BFGS-B", bounds=bounds
        )
        return cls(found.x.astype(np.float32))

    def score(self, rows: Floats) -> Floats:
        """One score for each row of features."""
        nearly_same = np.maximum(rows[..., 0] - _NEARLY_SAME, 0)  # the first feature: the most alike example question
        scores: Floats = rows @ self.weights + np.float32(_SAME_WEIGHT) * nearly_same
        return scores


def shares(scores: Floats) -> Floats:
    """Scores as probabilities that sum to 1."""
    raised = np.exp(scores - scores.max(initial=0.0))
    result: Floats = raised / raised.sum()
    return result


def _loss(weights: NDArray[np.float64], lessons: Sequence[Lesson]) -> tuple[float, NDArray[np.float64]]:
    total, gradient = 0.0, np.zeros_like(weights)
    for lesson in lessons:
        scores = lesson.rows @ weights
        raised = np.exp(scores - scores.max())
        chances = raised / raised.sum()
        total -= float(np.log(max(chances[lesson.right], 1e-12)))
        gradient += chances @ lesson.rows - lesson.rows[lesson.right]
    size = len(lessons)
    return total / size + _PENALTY * float(weights @ weights) / size, gradient / size + 2 * _PENALTY * weights / size
