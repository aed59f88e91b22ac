"""Fitting of a linear expert: softmax regression on TF-IDF rows, by small steps over ever other wordings."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

from nlu.experts.arithmetic import log_softmax
from nlu.experts.features import Features
from nlu.experts.linear import LinearWeights

Kept = NDArray[np.intp]
Idf = NDArray[np.float64]
Fitted = dict[str, tuple[NDArray[np.float32], NDArray[np.float32]]]  # head → weights (terms, labels), bias
NO_TRUTH = -1


@dataclass(frozen=True)
class FitPlan:
    """How a linear expert is fitted; an epoch shows every row once, in one of its wordings."""

    epochs: int = 30
    batch: int = 256
    rate: float = 0.05
    decay: float = 1e-5
    hidden: float = 0.1  # share of terms hidden from each row
    as_written: float = 0.4  # share of rows shown as written, the others in any of their wordings


class TermTable:
    """Terms of a set of texts in all their wordings, counted once and used for every fold.

    Known are the terms of the texts as written: wordings teach which of them last.
    """

    def __init__(self, features: Features, wordings: Sequence[Sequence[str]]) -> None:
        self.many = len(wordings[0]) if wordings else 1
        known: dict[str, int] = {}
        for texts in wordings:
            for term in features.terms(texts[0]):
                known.setdefault(term, len(known))
        self.terms: list[str] = list(known)
        columns, values, starts = array("i"), array("f"), array("q", [0])
        for texts in wordings:
            for text in texts:
                for term, count in Counter(features.terms(text)).items():
                    if term in known:
                        columns.append(known[term])
                        values.append(1.0 + math.log(count))
                starts.append(len(columns))
        parts = np.frombuffer(values, np.float32), np.frombuffer(columns, np.int32), np.frombuffer(starts, np.int64)
        self.matrix = sparse.csr_matrix(parts, shape=(len(starts) - 1, len(known)))

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
    import torch  # only the training environment has it; the stack is tested without

    rng, spans = np.random.default_rng(seed), _spans(heads)
    labels = sum(size for size, _ in heads.values())
    weights, bias = torch.zeros(rows.shape[1], labels), torch.zeros(labels)
    optimizer = torch.optim.Adam([weights, bias], lr=plan.rate, betas=(0.9, 0.99), weight_decay=plan.decay, fused=True)
    steps, step = plan.epochs * math.ceil(len(training) / plan.batch), 0
    for _ in range(plan.epochs):
        for texts, places in _epoch(training, many, plan, rng):
            seen = _hide(rows[places], plan.hidden, rng)
            scores = seen @ weights.numpy() + bias.numpy()
            errors = np.hstack([_errors(scores[:, spans[name]], truth[texts]) for name, (_, truth) in heads.items()])
            weights.grad, bias.grad = torch.from_numpy(seen.T @ errors), torch.from_numpy(errors.sum(axis=0))
            optimizer.param_groups[0]["lr"] = plan.rate * (1 - step / steps)
            optimizer.step()
            step += 1
    return {name: (weights.numpy()[:, span], bias.numpy()[span]) for name, span in spans.items()}


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
