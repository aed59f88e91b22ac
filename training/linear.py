"""Fitting of a linear expert."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from nlu.experts.features import Features
from nlu.experts.linear import LinearWeights


class TermTable:
    """Terms of a set of texts, counted once and used for every fold."""

    def __init__(self, features: Features, texts: Sequence[str]) -> None:
        counts = [Counter(features.terms(text)) for text in texts]
        self.terms: list[str] = sorted({term for each in counts for term in each})
        index = {term: number for number, term in enumerate(self.terms)}
        columns = [index[term] for each in counts for term in each]
        values = [1.0 + np.log(count) for each in counts for count in each.values()]
        starts = np.cumsum([0] + [len(each) for each in counts])
        self.matrix = sparse.csr_matrix((values, columns, starts), shape=(len(texts), len(self.terms)))

    def weighted(self, training: NDArray[np.intp], least_texts: int) -> tuple[sparse.csr_matrix, Kept, Idf]:
        """TF-IDF rows of unit length over the terms that at least `least_texts` training texts hold."""
        frequencies = np.asarray((self.matrix[training] > 0).sum(axis=0)).ravel()
        kept = np.flatnonzero(frequencies >= least_texts)
        idf = np.log((1 + len(training)) / (1 + frequencies[kept])) + 1
        rows = self.matrix[:, kept] @ sparse.diags(idf)
        lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
        rows = sparse.diags(1 / np.maximum(lengths, 1e-9)) @ rows
        return sparse.csr_matrix(rows), kept, idf


Kept = NDArray[np.intp]
Idf = NDArray[np.float64]


def fit_head(
    rows: sparse.csr_matrix, labels: NDArray[np.intp], strength: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Multinomial logistic regression; weights (terms, labels) and bias. `strength` is the inverse regularisation."""
    model = LogisticRegression(C=strength, max_iter=150, tol=1e-4).fit(rows, labels)
    if model.classes_.size == 2:  # scikit-learn keeps one row for two classes
        return np.vstack([-model.coef_[0], model.coef_[0]]).T / 2, np.array([-1, 1]) * model.intercept_[0] / 2
    return model.coef_.T, model.intercept_


def head_log_probabilities(
    rows: sparse.csr_matrix, weights: NDArray[np.float64], bias: NDArray[np.float64]
) -> NDArray[np.float32]:
    """What a fitted head says of other rows."""
    scores = rows @ weights + bias
    scores -= scores.max(axis=1, keepdims=True)
    return (scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))).astype(np.float32)


def quantise(
    terms: Sequence[str], idf: Idf, heads: Mapping[str, tuple[NDArray[np.float64], NDArray[np.float64]]], most: int
) -> LinearWeights:
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
