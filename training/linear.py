"""Fitting of a linear expert: softmax regression on TF-IDF rows, by small steps over ever other wordings."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

from nlu.experts.arithmetic import log_softmax
from nlu.experts.features import Features
from nlu.experts.linear import LinearWeights
from training.corpus import NO_TRUTH
from training.counting import count_terms

Kept = NDArray[np.intp]
Idf = NDArray[np.float64]
TINY = np.float32(1e-6)
Fitted = dict[str, tuple[NDArray[np.float32], NDArray[np.float32]]]  # head → weights (terms, labels), bias


@dataclass(frozen=True)
class FitPlan:
    """How a linear expert is fitted; an epoch shows every row once, in one of its wordings."""

    epochs: int = 14
    batch: int = 128
    rate: float = 0.03
    decay: float = 1e-6
    memory: float = 0.99  # of the mean square of each weight's gradients
    hidden: float = 0.2  # share of terms hidden from each row
    as_written: float = 0.4  # share of rows shown as written, the others in any of their wordings


class TermTable:
    """Terms of a set of texts in all their wordings, counted once and used for every fold.

    Known are the terms of the texts as written: wordings teach which of them last.
    """

    def __init__(self, features: Features, wordings: Sequence[Sequence[str]]) -> None:
        self.many = len(wordings[0]) if wordings else 1
        self.terms, self.matrix = count_terms(features, wordings)
        self.matrix.data = 1 + np.log(self.matrix.data)

    def weighted(self, training: NDArray[np.intp], least_texts: int) -> tuple[sparse.csr_matrix, Kept, Idf]:
        """TF-IDF rows of unit length over the terms that at least `least_texts` training texts hold as written."""
        frequencies = np.asarray((self.matrix[training * self.many] > 0).sum(axis=0)).ravel()
        kept = np.flatnonzero(frequencies >= least_texts)
        idf = np.log((1 + len(training)) / (1 + frequencies[kept])) + 1
        rows = self.matrix[:, kept] @ sparse.diags(idf.astype(np.float32))
        lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
        rows = sparse.diags((1 / np.maximum(lengths, 1e-9)).astype(np.float32)) @ rows
        return sparse.csr_matrix(rows, dtype=np.float32), kept, idf


def fit_heads(
    rows: sparse.csr_matrix,
    many: int,
    training: NDArray[np.intp],
    heads: Mapping[str, tuple[int, NDArray[np.intp]]],
    plan: FitPlan,
    seed: int = 1,
) -> Fitted:
    """All heads at once; `rows` holds `many` wordings of each text, `heads` how many answers there are and the truth.

    A text whose truth is `NO_TRUTH` teaches that head nothing.
    """
    rng, spans = np.random.default_rng(seed), _spans(heads)
    descent = Descent(rows.shape[1], sum(size for size, _ in heads.values()), plan)
    steps, step = plan.epochs * math.ceil(len(training) / plan.batch), 0
    for _ in range(plan.epochs):
        for texts, places in _epoch(training, many, plan, rng):
            seen, terms = descent.known_terms(_hide(rows[places], plan.hidden, rng))
            scores = seen @ descent.weights[terms] + descent.bias
            errors = np.hstack([_errors(scores[:, spans[name]], truth[texts]) for name, (_, truth) in heads.items()])
            descent.update(terms, seen.T @ errors, errors.sum(axis=0), 1 - step / steps)
            step += 1
    return {name: (descent.weights[:, span], descent.bias[span]) for name, span in spans.items()}


class Descent:
    """Gradient descent that scales each weight's step by its own recent gradients and touches only the terms seen."""

    def __init__(self, terms: int, labels: int, plan: FitPlan) -> None:
        self._plan = plan
        self.weights, self.bias = np.zeros((terms, labels), np.float32), np.zeros(labels, np.float32)
        self._squares, self._bias_squares = np.zeros_like(self.weights), np.zeros_like(self.bias)
        self._place = np.zeros(terms, np.int32)

    def known_terms(self, rows: sparse.csr_matrix) -> tuple[sparse.csr_matrix, NDArray[np.int32]]:
        """The rows with only the columns that hold anything, and which these are."""
        terms = np.unique(rows.indices)
        self._place[terms] = np.arange(terms.size, dtype=np.int32)
        parts = rows.data, self._place[rows.indices], rows.indptr
        return sparse.csr_matrix(parts, shape=(rows.shape[0], terms.size)), terms

    def update(
        self, terms: NDArray[np.int32], slope: NDArray[np.float32], bias_slope: NDArray[np.float32], share: float
    ) -> None:
        """One step against the slopes, at `share` of the plan's rate."""
        rate, keep = np.float32(self._plan.rate * share), np.float32(self._plan.memory)
        weights = self.weights[terms]
        slope = slope + np.float32(self._plan.decay) * weights
        squares = keep * self._squares[terms] + (1 - keep) * slope * slope
        self._squares[terms] = squares
        self.weights[terms] = weights - rate * slope / (np.sqrt(squares) + TINY)
        self._bias_squares = keep * self._bias_squares + (1 - keep) * bias_slope * bias_slope
        self.bias -= rate * bias_slope / (np.sqrt(self._bias_squares) + TINY)


def _spans(heads: Mapping[str, tuple[int, NDArray[np.intp]]]) -> dict[str, slice]:
    spans, first = {}, 0
    for name, (size, _) in heads.items():
        spans[name] = slice(first, first + size)
        first += size
    return spans


def _epoch(
    training: NDArray[np.intp], many: int, plan: FitPlan, rng: np.random.Generator
) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Batches of texts and the row of the wording that each is shown in."""
    order = rng.permutation(training)
    other = rng.random(order.size) >= plan.as_written
    wording = np.where(other, rng.integers(min(1, many - 1), many, order.size), 0)
    for start in range(0, order.size, plan.batch):
        texts = order[start : start + plan.batch]
        yield texts, texts * many + wording[start : start + plan.batch]


def _hide(rows: sparse.csr_matrix, share: float, rng: np.random.Generator) -> sparse.csr_matrix:
    """The rows (a copy of them) with some terms hidden and the others raised in turn."""
    if share:
        kept = rng.random(rows.data.size, dtype=np.float32) >= share
        rows.data *= kept.astype(np.float32) / np.float32(1 - share)
    return rows


def _errors(scores: NDArray[np.float32], truth: NDArray[np.intp]) -> NDArray[np.float32]:
    """The gradient of the mean log-loss by the scores."""
    errors = np.exp(log_softmax(scores))
    known = np.flatnonzero(truth != NO_TRUTH)
    errors[known, truth[known]] -= 1
    errors[truth == NO_TRUTH] = 0
    result: NDArray[np.float32] = errors / np.float32(truth.size)
    return result


def head_log_probabilities(
    rows: sparse.csr_matrix, weights: NDArray[np.float32], bias: NDArray[np.float32]
) -> NDArray[np.float32]:
    """What a fitted head says of other rows."""
    return log_softmax(rows @ weights + bias)


def quantise(terms: Sequence[str], idf: Idf, heads: Fitted, most: int) -> LinearWeights:
    """Eight-bit weights of the `most` terms that move the scores most; the rows' scales keep their differences."""
    joint = np.hstack([weights for weights, _ in heads.values()])
    strength = np.abs(joint).max(axis=1) * idf
    chosen = np.sort(np.argsort(-strength)[:most])
    joint, scale = joint[chosen], np.abs(joint[chosen]).max(axis=1) / 127
    scale = np.maximum(scale, 1e-7)
    columns, first = {}, 0
    for head, (weights, _) in heads.items():
        columns[head] = (first, first + weights.shape[1])
        first += weights.shape[1]
    return LinearWeights(
        terms=tuple(terms[number] for number in chosen),
        idf=idf[chosen].astype(np.float32),
        weights=np.round(joint / scale[:, None]).astype(np.int8),
        scale=scale.astype(np.float32),
        bias=np.concatenate([bias for _, bias in heads.values()]).astype(np.float32),
        columns=columns,
    )
