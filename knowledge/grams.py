"""Cosine similarity of a text to many texts or to many groups of texts, by weighted bags of grams."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float32]


class GramIndex:
    """TF-IDF vectors of texts or of groups; what a query holds that no text holds counts against it.

    That last part is what tells a question about something else from one asked in other words, so grams that
    were never seen keep their weight in the query's length instead of being dropped.
    """

    def __init__(self, vocabulary: dict[str, int], weights: Floats, columns: sparse.csr_array) -> None:
        """``weights``: idf by gram number; ``columns``: grams × texts (or groups), sums of vectors of length 1."""
        self._vocabulary = vocabulary
        self._weights = weights
        self._columns = columns
        self._unseen = float(weights.max(initial=1.0))
        self._lengths = np.maximum(_lengths(columns), 1e-6).astype(np.float32)

    @classmethod
    def build(cls, bags: Sequence[Iterable[str]], groups: sparse.csr_array | None = None) -> GramIndex:
        """Index the bags of grams of texts. ``groups``: texts × groups, how much each text counts in each group."""
        vocabulary: dict[str, int] = {}
        rows: list[int] = []
        columns: list[int] = []
        for number, bag in enumerate(bags):
            for gram in set(bag):
                rows.append(vocabulary.setdefault(gram, len(vocabulary)))
                columns.append(number)
        shape = (max(len(vocabulary), 1), max(len(bags), 1))
        ones = np.ones(len(rows), dtype=np.float32)
        counts = sparse.csr_array((ones, (np.array(rows, np.int32), np.array(columns, np.int32))), shape=shape)
        found_in = np.asarray(counts.sum(axis=1)).ravel()
        weights = (np.log((shape[1] + 1) / (found_in + 1)) + 1).astype(np.float32)
        texts = _of_length_one(counts, weights)
        summed = texts if groups is None else sparse.csr_array((texts @ groups).astype(np.float32))
        return cls(vocabulary, weights, summed)

    def similarities(self, bag: Iterable[str], without: int | None = None) -> Floats:
        """The cosine of the query with every text or group.

        ``without``: the group that holds the query itself, compared as if it did not (for learning).
        """
        numbers, unseen = self._numbers(bag)
        if not numbers:
            return np.zeros(self._columns.shape[1], dtype=np.float32)
        values = self._weights[numbers]
        length = np.sqrt(float(values @ values) + unseen * self._unseen**2)
        begins = np.zeros(len(numbers), dtype=np.int32)
        query = sparse.csr_array((values / length, (begins, numbers)), shape=(1, self._columns.shape[0]))
        products: Floats = (query @ self._columns).toarray().ravel().astype(np.float32, copy=False)
        found: Floats = products / self._lengths
        if without is not None:
            rest = float(self._lengths[without]) ** 2 - 2 * float(products[without]) + 1
            found[without] = (products[without] - 1) / np.sqrt(rest) if rest > 1e-3 else 0
        return found

    def known_share(self, bag: Iterable[str], holders: int = 1) -> float:
        """Which part of the query's weight is made of grams that at least ``holders`` texts hold, 0–1."""
        numbers, unseen = self._numbers(bag)
        begins = self._columns.indptr
        known = [number for number in numbers if begins[number + 1] - begins[number] >= holders]
        weight = float(self._weights[known].sum())
        total = float(self._weights[numbers].sum()) + unseen * self._unseen
        return weight / total if total else 0.0

    def _numbers(self, bag: Iterable[str]) -> tuple[list[int], int]:
        grams = set(bag)
        numbers = [self._vocabulary[gram] for gram in grams if gram in self._vocabulary]
        return numbers, len(grams) - len(numbers)

    def save(self, path: Path) -> None:
        """Write to ``path`` (.npz); numpy arrays only, so that loading runs nothing."""
        grams = "\n".join(self._vocabulary)  # in the order of their numbers; no gram holds a line break
        np.savez(
            path,
            grams=np.frombuffer(grams.encode("utf-8", "surrogatepass"), dtype=np.uint8),
            weights=self._weights,
            values=self._columns.data,
            columns=self._columns.indices,
            begins=self._columns.indptr,
            shape=np.array(self._columns.shape),
        )

    @classmethod
    def load(cls, path: Path) -> GramIndex:
        """Read what ``save`` wrote."""
        with np.load(path, allow_pickle=False) as stored:
            grams = stored["grams"].tobytes().decode("utf-8", "surrogatepass").split("\n")
            vocabulary = {gram: number for number, gram in enumerate(grams)}
            shape = tuple(int(size) for size in stored["shape"])
            columns = sparse.csr_array((stored["values"], stored["columns"], stored["begins"]), shape=shape)
            return cls(vocabulary, stored["weights"], columns)


def _of_length_one(counts: sparse.csr_array, weights: Floats) -> sparse.csr_array:
    weighted = sparse.csr_array(sparse.diags_array(weights) @ counts)
    scaled = weighted @ sparse.diags_array(1 / np.maximum(_lengths(weighted), 1e-9))
    return sparse.csr_array(scaled.astype(np.float32))


def _lengths(columns: sparse.csr_array) -> Floats:
    lengths: Floats = np.sqrt(np.asarray(columns.multiply(columns).sum(axis=0)).ravel())
    return lengths
