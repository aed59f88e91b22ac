"""How sure it is that an article answers a question: below the threshold the question is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.features import FEATURES, Evidence

Floats = NDArray[np.float32]
SIGNS = ("score", "ahead", *FEATURES, "known_share", "elsewhere")


def signs(evidence: Evidence, scores: Floats) -> Floats:
    """What the answerability of a question is read from: the best article's evidence and its lead."""
    order = np.argsort(scores)[::-1][:2]
    best = evidence.rows[order[0]]
    ahead = scores[order[0]] - scores[order[1]] if len(order) > 1 else 0.0
    return np.array([scores[order[0]], ahead, *best, evidence.known_share, evidence.elsewhere], dtype=np.float32)


# Below the even point: a refused customer is offered a person and asks again, but texts about other things are mostly
# far below, while honest questions in unusual words lie around it.
THRESHOLD = 0.4


@dataclass(frozen=True, slots=True)
class Answerability:
    """A logistic regression on the signs, as plain numbers; ``threshold`` on its probability."""

    mean: Floats
    scale: Floats
    weights: Floats
    bias: float
    threshold: float

    @classmethod
    def learn(cls, covered: Sequence[Floats], uncovered: Sequence[Floats]) -> Answerability:
        """Fit on signs of questions that the articles cover and of texts they do not. Both counts weigh the same."""
        from sklearn.linear_model import LogisticRegression  # only where an index is built

        if not covered or not uncovered:
            return cls.permissive()
        features = np.stack([*covered, *uncovered])
        labels = np.array([1] * len(covered) + [0] * len(uncovered))
        mean, scale = features.mean(axis=0), features.std(axis=0) + 1e-6
        model = LogisticRegression(class_weight="balanced")  # type: ignore[no-untyped-call]
        model.fit((features - mean) / scale, labels)
        return cls(mean, scale, model.coef_[0].astype(np.float32), float(model.intercept_[0]), THRESHOLD)

    @classmethod
    def permissive(cls) -> Answerability:
        """Answers whatever was found: only where there is nothing to learn from."""
        zero = np.zeros(len(SIGNS), dtype=np.float32)
        return cls(zero, np.ones_like(zero), np.eye(1, len(SIGNS), dtype=np.float32)[0], 0.0, 0.5)

    def probability(self, values: Floats) -> float:
        """The probability that the question is covered."""
        return float(1 / (1 + np.exp(-(((values - self.mean) / self.scale) @ self.weights + self.bias))))
