"""A linear expert: TF-IDF of terms times int8 weights, one head for each question asked of the text."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlu.experts.arithmetic import log_softmax
from nlu.experts.features import Features

# Texts whose terms are kept: as many as a large batch of tickets.
RECENT_TEXTS = 1024


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


class LinearExpert:
    """Log-probabilities of each head for texts, and what single terms contributed."""

    def __init__(self, features: Features, weights: LinearWeights) -> None:
        self._features = features
        self._weights = weights
        self._idf: list[float] = weights.idf.tolist()
        self._index = {term: number for number, term in enumerate(weights.terms)}
        # what a decision rested on is asked for right after it
        self._vector = lru_cache(maxsize=RECENT_TEXTS)(self._read)

    def log_probabilities(self, texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """For every head an array (texts, labels of the head)."""
        scores = self._scores(texts)
        return {head: log_softmax(scores[:, first:last]) for head, (first, last) in self._weights.columns.items()}

    def contributions(self, text: str, head: str, label: int) -> dict[str, float]:
        """By how much each known term speaks for the label rather than for the average label."""
        first, last = self._weights.columns[head]
        numbers, values = self._vector(text)
        rows = self._weights.weights[numbers, first:last].astype(np.float32)
        gains = (rows[:, label] - rows.mean(axis=1)) * self._weights.scale[numbers] * values
        terms = self._weights.terms
        return {terms[number]: gain for number, gain in zip(numbers.tolist(), gains.tolist(), strict=True)}

    def _scores(self, texts: Sequence[str]) -> NDArray[np.float32]:
        scores = np.tile(self._weights.bias, (len(texts), 1))
        for row, text in enumerate(texts):
            numbers, values = self._vector(text)
            scores[row] += (values * self._weights.scale[numbers]) @ self._weights.weights[numbers].astype(np.float32)
        return scores

    def _read(self, text: str) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Numbers and TF-IDF values (sublinear counts, unit length) of the known terms."""
        idf = self._idf
        found = map(self._index.get, self._features.terms(text))
        counts = Counter([number for number in found if number is not None])
        values = [idf[number] if count == 1 else _sublinear(count) * idf[number] for number, count in counts.items()]
        length = math.sqrt(sum([value * value for value in values])) or 1.0
        return np.array(list(counts), np.int32), np.array(values, np.float32) / np.float32(length)


@lru_cache(maxsize=1024)
def _sublinear(count: int) -> float:
    return 1.0 + math.log(count)


def columns_of(heads: Sequence[Mapping[str, Any]]) -> dict[str, tuple[int, int]]:
    """Where the columns of each head stand, from the heads' label counts in order."""
    columns: dict[str, tuple[int, int]] = {}
    first = 0
    for head in heads:
        columns[head["name"]] = (first, first + head["labels"])
        first += head["labels"]
    return columns
