"""A linear expert: TF-IDF of terms times int8 weights, one head for each question asked of the text."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlu.experts.arithmetic import log_softmax
from nlu.experts.features import Features
from nlu.experts.vocabulary import Occurrences, vocabulary_of


@dataclass(frozen=True)
class LinearWeights:
    """The arrays of a linear expert, as stored.

    `columns` tells the heads apart: head name → (first column, last column + 1) of `weights`.
    """

    terms: tuple[str, ...]
    idf: NDArray[np.float32]  # (terms,)
    weights: NDArray[np.int8]  # (terms, columns), times `scale` of the row
    scale: NDArray[np.float32]  # (terms,)
    bias: NDArray[np.float32]  # (columns,)
    columns: Mapping[str, tuple[int, int]]

    @classmethod
    def load(cls, path: Path, columns: Mapping[str, tuple[int, int]]) -> LinearWeights:
        """Read the .npz that `save` wrote."""
        with np.load(path) as stored:
            terms = tuple(stored["terms"].tobytes().decode("utf-8").split("\n"))
            idf, scale, bias = (stored[name].astype(np.float32) for name in ("idf", "scale", "bias"))
            return cls(terms, idf, stored["weights"], scale, bias, columns)

    def save(self, path: Path) -> None:
        """Write all arrays compressed; the terms as one UTF-8 text with a line each."""
        terms = np.frombuffer("\n".join(self.terms).encode("utf-8"), dtype=np.uint8)
        idf, scale = self.idf.astype(np.float16), self.scale.astype(np.float16)
        np.savez_compressed(path, terms=terms, weights=self.weights, bias=self.bias, idf=idf, scale=scale)


class TermVectors(NamedTuple):
    """TF-IDF values (sublinear counts, unit length) of the known terms of texts, text after text."""

    begins: NDArray[np.intp]  # (texts + 1,)
    terms: NDArray[np.int64]
    values: NDArray[np.float32]


class LinearExpert:
    """Log-probabilities of each head for texts, and what their characters contributed."""

    def __init__(self, features: Features, weights: LinearWeights) -> None:
        self._vocabulary = vocabulary_of(features, weights.terms)
        self._idf, self._bias, self._scale = weights.idf, weights.bias, weights.scale
        self._weights, self._columns = weights.weights, weights.columns

    def log_probabilities(self, texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """For every head an array (texts, labels of the head)."""
        scores = self._scores(texts)
        return {head: log_softmax(scores[:, first:last]) for head, (first, last) in self._columns.items()}

    def gains(self, texts: Sequence[str], head: str, labels: Sequence[int]) -> list[list[float]]:
        """By how much each character of a prepared text speaks for its label rather than for the average label.

        The gain of an n-gram is shared evenly by the characters that it covers.
        """
        found = self._vocabulary.find(texts)
        keys, places, counts = np.unique(self._keys(found), return_inverse=True, return_counts=True)
        vectors = self._vectors(keys, counts, len(texts))
        first, last = self._columns[head]
        rows = self._weights[vectors.terms, first:last].astype(np.float32)
        wanted = np.repeat(np.array(labels, np.int64), np.diff(vectors.begins))
        gains = (rows[np.arange(len(rows)), wanted] - rows.mean(axis=1)) * self._scale[vectors.terms] * vectors.values
        return _spread(found, gains[places] / found.lengths)

    def _scores(self, texts: Sequence[str]) -> NDArray[np.float32]:
        begins, terms, weights = self._vocabulary.count(texts)
        values = self._idf[terms] * weights
        scaled = values * self._scale[terms]
        scores = np.empty((len(texts), self._bias.size), np.float32)
        for row, part in enumerate(map(slice, begins[:-1].tolist(), begins[1:].tolist())):
            length = math.sqrt(values[part] @ values[part]) or 1.0
            scores[row] = scaled[part] @ self._weights[terms[part]].astype(np.float32) / np.float32(length)
        scores += self._bias
        return scores

    def _keys(self, found: Occurrences) -> NDArray[np.int64]:
        """One number for a term in a text."""
        return found.texts * self._idf.size + found.terms

    def _vectors(self, keys: NDArray[np.int64], counts: NDArray[np.intp], texts: int) -> TermVectors:
        """From the different keys, ascending, and how often each occurs."""
        rows, terms = np.divmod(keys, max(self._idf.size, 1))
        values = self._idf[terms] * (1 + np.log(counts)).astype(np.float32)
        lengths = np.sqrt(np.bincount(rows, values * values, texts)).astype(np.float32)
        return TermVectors(np.searchsorted(rows, np.arange(texts + 1)), terms, values / lengths[rows])


def _spread(found: Occurrences, shares: NDArray[np.float32]) -> list[list[float]]:
    """The shares of all terms summed at each character that they cover; without the texts' frames."""
    size = int(found.ends[-1]) if found.ends.size else 0
    sums = np.zeros(size)
    for further in range(int(found.lengths.max(initial=0))):
        reaching = found.lengths > further
        sums += np.bincount(found.starts[reaching] + further, shares[reaching], size)
    return [part[1:-1].tolist() for part in np.split(sums, found.ends)[:-1]]


def columns_of(heads: Sequence[Mapping[str, Any]]) -> dict[str, tuple[int, int]]:
    """Where the columns of each head stand, from the heads' label counts in order."""
    columns: dict[str, tuple[int, int]] = {}
    first = 0
    for head in heads:
        columns[head["name"]] = (first, first + head["labels"])
        first += head["labels"]
    return columns
