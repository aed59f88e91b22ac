"""How much each expert counts, how sure the stack may be, and from where on a human must look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Floats = NDArray[np.float64]


def fit_weights(answers: Sequence[Floats], truth: NDArray[np.intp]) -> Floats:
    """Non-negative weights of the experts' log-probabilities with the least log-loss on out-of-fold answers.

    `answers` are arrays (texts, labels). The weights hold the temperature too: their sum is its inverse.
    """

    def loss(exponents: Floats) -> float:
        return log_loss(combine(answers, np.exp(exponents)), truth)

    start = np.full(len(answers), np.log(1.0 / len(answers)))
    limits = {"xatol": 1e-3, "fatol": 1e-6, "maxiter": 200 * start.size}
    best = minimize(loss, start, method="Nelder-Mead", options=limits)
    weights: Floats = np.exp(best.x)
    return weights


def combine(answers: Sequence[Floats], weights: Floats) -> Floats:
    """Weighted log-average of the answers, as probabilities."""
    scores = np.tensordot(weights, np.stack(answers), axes=1)
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)


def log_loss(probabilities: Floats, truth: NDArray[np.intp]) -> float:
    """Mean negative logarithm of the probability of the truth."""
    return float(-np.log(np.maximum(probabilities[np.arange(truth.size), truth], 1e-12)).mean())


def threshold_for_error(confidence: Floats, right: NDArray[np.bool_], most: float) -> float:
    """The least confidence from which on at most the share `most` is wrong; 1 when no threshold achieves it."""
    order = np.argsort(-confidence, kind="stable")
    errors = np.cumsum(~right[order]) / np.arange(1, right.size + 1)
    good = np.flatnonzero(errors <= most)
    return float(confidence[order][good[-1]]) if good.size else 1.0


def calibration_error(confidence: Floats, right: NDArray[np.bool_], bins: int = 10) -> float:
    """Expected calibration error over equal bins of confidence."""
    places = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [abs(confidence[places == b].mean() - right[places == b].mean()) * (places == b).mean() for b in set(places)]
    return float(sum(gaps))


def figures(probabilities: Floats, truth: NDArray[np.intp], group_of: NDArray[np.intp]) -> dict[str, Any]:
    """Accuracy, macro-F1, right among the first two and three, group accuracy, log-loss and calibration error."""
    guesses = probabilities.argmax(axis=1)
    right = guesses == truth
    ranks = (probabilities > probabilities[np.arange(truth.size), truth][:, None]).sum(axis=1)
    result = {
        "accuracy": right.mean(),
        "macro_f1": np.mean(list(_f1(guesses, truth, probabilities.shape[1]))),
        "first_two": (ranks < 2).mean(),
        "first_three": (ranks < 3).mean(),
        "group_accuracy": (group_of[guesses] == group_of[truth]).mean(),
        "log_loss": log_loss(probabilities, truth),
        "calibration_error": calibration_error(probabilities.max(axis=1), right),
    }
    return {name: round(float(value), 4) for name, value in result.items()}


def _f1(guesses: NDArray[np.intp], truth: NDArray[np.intp], labels: int) -> list[float]:
    scores = []
    for label in range(labels):
        hits = np.sum((guesses == label) & (truth == label))
        scores.append(float(2 * hits / max(1, np.sum(guesses == label) + np.sum(truth == label))))
    return scores
