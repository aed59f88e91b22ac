"""Cosine similarity of a text to many texts or to many groups of texts, by weighted bags of grams."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from knowledge.bags import Bags
from knowledge.codes import Codes

Floats = NDArray[np.float32]
Numbers = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Part:
    """A text that stands in a group, by its grams."""

    group: int
    bag: Codes


class GramIndex:
    """TF-IDF vectors of texts or of groups; what a query holds that no text holds counts against it.

    That last part is what tells a question about something else from one asked in other words, so grams that
    were never seen keep their weight in the query's length instead of being dropped.
    """

    def __init__(self, grams: Codes, weights: Floats, table: Any, lengths: Floats) -> None:
        """``weights``: idf of each of the ``grams``; ``table``: grams × texts or groups, a column each, sparse.

        ``lengths``: of the columns.
        """
        self._grams = grams
        self._weights = weights
        self._table = table
        self._lengths = lengths
        self._unseen = float(weights.max(initial=1.0))

    @property
    def size(self) -> int:
        """How many texts or groups there are."""
        return len(self._lengths)

    @classmethod
    def build(cls, bags: Bags) -> GramIndex:
        """Index the bags of grams of texts, each by itself or summed into groups; ``bags`` is empty afterwards."""
        (grams, numbers), begins, group_begins = bags.numbered(), bags.begins, bags.group_begins
        found_in = np.bincount(numbers, minlength=len(grams))
        weights = (np.log((len(bags) + 1) / (found_in + 1)) + 1).astype(np.float32)
        values = weights[numbers]
        values *= np.repeat(bags.weights / _row_lengths(values, begins), np.diff(begins))
        table = sparse_table(values, numbers, group_begins, len(grams))
        table.sum_duplicates()
        lengths = _row_lengths(table.data, table.indptr)
        return cls(grams, weights, table.T.tocsr(), lengths)

    def similarities(self, bag: Codes, without: Part | None = None) -> Floats:
        """The cosine of the query with every text or group, compared as if ``without`` were not in its group."""
        numbers, unseen = self._numbers(bag)
        if not len(numbers):
            return np.zeros(self.size, dtype=np.float32)
        values, length = self._of_query(numbers, unseen)
        products = self._products(numbers, values)
        found: Floats = products / self._lengths
        if without is not None:
            found[without.group] = self._rest(bag, length, float(products[without.group]), without)
        return found

    def similarities_of(self, bags: Sequence[Codes]) -> Floats:
        """The cosine of many queries with every text or group, queries × columns, in one product of sparse tables."""
        known = [self._numbers(bag) for bag in bags]
        values = [self._of_query(numbers, unseen)[0] for numbers, unseen in known]
        ends = np.cumsum([0, *map(len, values)])
        columns = np.concatenate([numbers for numbers, _ in known]).astype(np.int32)
        queries = sparse_table(np.concatenate(values), columns, ends, len(self._grams))
        found: Floats = (queries @ self._table).toarray() / self._lengths
        return found

    def known_share(self, bag: Codes, without: tuple[int, int] = (0, 0)) -> float:
        """Which part of the query's weight is made of grams that some text holds, 0–1.

        ``without``: the first and the last but one of texts that are taken as if they were not there.
        """
        numbers, unseen = self._numbers(bag)
        known = numbers if without == (0, 0) else [number for number in numbers if self._is_held(number, *without)]
        weight = float(self._weights[known].sum())
        total = float(self._weights[numbers].sum()) + unseen * self._unseen
        return weight / total if total else 0.0

    def _is_held(self, number: int, first: int, end: int) -> bool:
        columns = self._table.indices[self._table.indptr[number] : self._table.indptr[number + 1]]
        return bool(((columns < first) | (columns >= end)).any())

    def _rest(self, bag: Codes, length: float, product: float, part: Part) -> float:
        """The cosine with a group from which a part (a text of length 1) is taken away."""
        numbers, _ = self._numbers(part.bag)
        if not len(numbers):
            return product / float(self._lengths[part.group])
        own_length = float(np.linalg.norm(self._weights[numbers]))
        shared, _ = self._numbers(np.intersect1d(part.bag, bag))
        overlap = float((self._weights[shared] ** 2).sum()) / (length * own_length)
        own_product = float(self._products(numbers, self._weights[numbers] / own_length)[part.group])
        squared = float(self._lengths[part.group]) ** 2 - 2 * own_product + 1
        return (product - overlap) / float(np.sqrt(squared)) if squared > 1e-3 else 0.0

    def _of_query(self, numbers: NDArray[np.intp], unseen: int) -> tuple[Floats, float]:
        """The query's values, scaled to length 1, and what its length was."""
        values = self._weights[numbers]
        length = float(np.sqrt(float(values @ values) + unseen * self._unseen**2))
        return values / np.float32(length or 1.0), length

    def _products(self, numbers: NDArray[np.intp], values: Floats) -> Floats:
        """The query times every column, through the rows of its few grams."""
        found: Floats = self._table[numbers].T @ values
        return found

    def _numbers(self, bag: Codes) -> tuple[NDArray[np.intp], int]:
        """The numbers of the grams that some text holds, and how many others there are."""
        places = np.minimum(np.searchsorted(self._grams, bag), len(self._grams) - 1)
        known = places[self._grams[places] == bag] if len(self._grams) else places[:0]
        return known, len(bag) - len(known)

    def save(self, path: Path) -> None:
        """Write to ``path`` (.npz); numpy arrays only, so that loading runs nothing."""
        table = {"values": self._table.data, "columns": self._table.indices, "begins": self._table.indptr}
        np.savez(path, grams=self._grams, weights=self._weights, lengths=self._lengths, **table)

    @classmethod
    def load(cls, path: Path) -> GramIndex:
        """Read what ``save`` wrote."""
        with np.load(path, allow_pickle=False) as stored:
            lengths = stored["lengths"]
            table = sparse_table(stored["values"], stored["columns"], stored["begins"], len(lengths))
            return cls(stored["grams"], stored["weights"], table, lengths)


def sparse_table(values: Floats, columns: Numbers, begins: NDArray[Any], width: int) -> Any:
    """A sparse table whose row r holds ``values`` in ``columns``, both from ``begins[r]`` to ``begins[r + 1]``.

    Its numbers are all of 32 bits: products of tables that differ in this copy the larger one.
    """
    parts = values, columns, begins.astype(np.int32)
    return csr_array(parts, (len(begins) - 1, width))  # type: ignore[no-untyped-call]


def _row_lengths(values: Floats, begins: NDArray[Any]) -> Floats:
    """The length of each row of a sparse table; never quite 0, so that it can be divided by."""
    squares = np.zeros(len(begins) - 1)
    filled = np.flatnonzero(np.diff(begins))
    if len(filled):  # the sum of a row without numbers would be the next row's first
        squares[filled] = np.add.reduceat(np.square(values), begins[filled], dtype=np.float64)
    return np.maximum(np.sqrt(squares), 1e-6).astype(np.float32)
