"""How sure it is that an article answers a question: below the threshold the question is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from knowledge.features import FEATURES, Evidence

Floats = NDArray[np.float32]
# Who is asking says nothing of whether there is an answer.
_TELLING = tuple(name for name in FEATURES if name not in {"audience", "local"})
SIGNS = ("score", "ahead", "share", *_TELLING, "known_share", "elsewhere", "foreign", "refusing")
AGAINST = frozenset({"elsewhere", "foreign", "refusing"})
_PENALTY = 1e-3
# The threshold keeps this share of the questions whose right article comes first. What is refused below it is offered
# the nearest topics and a person, so that a customer refused by mistake has lost one tap.
KEPT = 0.92


def signs(evidence: Evidence, scores: Floats, refusals: NDArray[np.bool_]) -> Floats:
    """What the answerability of a question is read from: the best article's evidence and its lead.

    ``refusals``: a mark at each article that says no; the belief in them speaks against an answer.
    """
    order = np.argsort(scores)[::-1][:2]
    first = float(scores[order[0]])
    lead = first - float(scores[order[1]]) if len(order) > 1 and np.isfinite(scores[order[1]]) else 0.0
    raised = np.exp(scores - first)
    share, refusing = 1 / float(raised.sum()), float(raised[refusals].sum() / raised.sum())
    best = [float(evidence.rows[order[0], FEATURES.index(name)]) for name in _TELLING]
    whole = (evidence.known_share, evidence.elsewhere, evidence.foreign, refusing)
    return np.array([first, lead, share, *best, *whole], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Case:
    """A question to learn from: what it shows, whether its best article answers it, and how much it counts."""

    signs: Floats
    is_answered: bool
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Answerability:
    """A logistic regression on the signs, as plain numbers; ``threshold`` on its probability.

    More evidence never makes an answer less probable: the weights are held to the sides where they belong.
    """

    mean: Floats
    scale: Floats
    weights: Floats
    bias: float
    threshold: float

    @classmethod
    def learn(cls, cases: Sequence[Case]) -> Answerability:
        """Fit on questions that are answered and on some that are not; either side weighs the same together."""
        answered = np.array([case.is_answered for case in cases], dtype=bool)
        if not answered.any() or answered.all():
            return cls.permissive()
        features = np.stack([case.signs for case in cases]).astype(np.float64)
        mean, scale = features.mean(axis=0), features.std(axis=0) + 1e-6
        counts = _balanced(np.array([case.weight for case in cases]), answered)
        found = _fit((features - mean) / scale, answered, counts)
        model = cls(_plain(mean), _plain(scale), _plain(found[:-1]), float(found[-1]), 0.5)
        return cls(model.mean, model.scale, model.weights, model.bias, model.keeping(cases))

    @classmethod
    def permissive(cls) -> Answerability:
        """Answers whatever was found: only where there is nothing to learn from."""
        zero = np.zeros(len(SIGNS), dtype=np.float32)
        return cls(zero, np.ones_like(zero), np.eye(1, len(SIGNS), dtype=np.float32)[0], 0.0, 0.5)

    def probability(self, values: Floats) -> float:
        """The probability that the best article answers the question."""
        return float(1 / (1 + np.exp(-(((values - self.mean) / self.scale) @ self.weights + self.bias))))

    def keeping(self, cases: Sequence[Case]) -> float:
        """The threshold that keeps ``KEPT`` of the cases that are answered, but never one above even chances."""
        chances = [self.probability(case.signs) for case in cases if case.is_answered]
        return min(float(np.quantile(chances, 1 - KEPT)), 0.5)


def _balanced(weights: NDArray[np.float64], answered: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The weights of either side made to sum to a half."""
    sums = np.where(answered, weights[answered].sum(), weights[~answered].sum())
    balanced: NDArray[np.float64] = weights / sums / 2
    return balanced


def _fit(
    features: NDArray[np.float64], answered: NDArray[np.bool_], counts: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Weights and, last, the bias."""
    sides = np.where(answered, 1.0, -1.0)

    def loss(guess: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margins = sides * (features @ guess[:-1] + guess[-1])
        pull = -sides * counts / (1 + np.exp(np.clip(margins, -500, 500)))
        total = float((np.logaddexp(0, -margins) * counts).sum() + _PENALTY * (guess[:-1] ** 2).sum())
        return total, np.append(features.T @ pull + 2 * _PENALTY * guess[:-1], pull.sum())

    bounds = [(None, 0.0) if name in AGAINST else (0.0, None) for name in SIGNS]
    start = np.zeros(len(SIGNS) + 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)])  # type: ignore[no-untyped-call]
    weights: NDArray[np.float64] = found.x
    return weights


def _plain(numbers: NDArray[np.float64]) -> Floats:
    return numbers.astype(np.float32)
