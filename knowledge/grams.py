"""Cosine similarity of a text to many texts or to many groups of texts, by weighted bags of grams."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Floats = NDArray[np.float32]
Numbers = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Part:
    """A text that stands in a group, by its grams."""

    group: int
    bag: Collection[str]


@dataclass(frozen=True, slots=True)
class Grouping:
    """Which group each text belongs to, and how much it counts there."""

    owners: Numbers
    weights: Floats
    size: int


@dataclass(frozen=True, slots=True)
class Postings:
    """For gram ``g`` the columns ``columns[begins[g]:begins[g + 1]]`` that hold it, and its ``values`` there."""

    begins: NDArray[np.int64]
    columns: Numbers
    values: Floats


class GramIndex:
    """TF-IDF vectors of texts or of groups; what a query holds that no text holds counts against it.

    That last part is what tells a question about something else from one asked in other words, so grams that
    were never seen keep their weight in the query's length instead of being dropped.
    """

    def __init__(self, vocabulary: dict[str, int], weights: Floats, postings: Postings, size: int) -> None:
        """``weights``: idf by gram number; ``postings``: of ``size`` columns, each a text's vector or a group's sum."""
        self._vocabulary = vocabulary
        self._weights = weights
        self._postings = postings
        self.size = size
        self._unseen = float(weights.max(initial=1.0))
        self._table = sparse_table(postings.values, postings.columns, postings.begins, size)  # shares the arrays
        squares = np.bincount(postings.columns, postings.values.astype(np.float64) ** 2, size)
        self._lengths = np.maximum(np.sqrt(squares), 1e-6).astype(np.float32)

    @classmethod
    def build(cls, bags: Sequence[Collection[str]], grouping: Grouping | None = None) -> GramIndex:
        """Index the bags of grams of texts, each by itself or summed into groups."""
        vocabulary, numbers, counts = dict[str, int](), array("i"), array("i")
        for bag in bags:
            numbers.extend(vocabulary.setdefault(gram, len(vocabulary)) for gram in sorted(set(bag)))
            counts.append(len(set(bag)))
        texts = np.repeat(np.arange(len(bags), dtype=np.int32), counts)
        grams = np.frombuffer(numbers, dtype=np.int32) if numbers else np.zeros(0, np.int32)
        found_in = np.bincount(grams, minlength=max(len(vocabulary), 1))
        weights = (np.log((len(bags) + 1) / (found_in + 1)) + 1).astype(np.float32)
        values = _of_length_one(texts, weights[grams], len(bags))
        if grouping is None:
            return cls(vocabulary, weights, _postings(grams, texts, values, len(weights)), len(bags))
        columns, values = grouping.owners[texts], values * grouping.weights[texts]
        return cls(vocabulary, weights, _postings(grams, columns, values, len(weights)), grouping.size)

    def similarities(self, bag: Collection[str], without: Part | None = None) -> Floats:
        """The cosine of the query with every text or group, compared as if ``without`` were not in its group."""
        numbers, unseen = self._numbers(bag)
        if not numbers:
            return np.zeros(self.size, dtype=np.float32)
        values, length = self._of_query(numbers, unseen)
        products = self._products(numbers, values)
        found: Floats = products / self._lengths
        if without is not None:
            found[without.group] = self._rest(bag, length, float(products[without.group]), without)
        return found

    def similarities_of(self, bags: Sequence[Collection[str]]) -> Floats:
        """The cosine of many queries with every text or group, queries × columns, in one product of sparse tables."""
        values, numbers, ends = [np.zeros(0, np.float32)], list[int](), [0]
        for bag in bags:
            known, unseen = self._numbers(bag)
            values.append(self._of_query(known, unseen)[0])
            numbers += known
            ends.append(len(numbers))
        columns, begins = np.array(numbers, np.int32), np.array(ends, np.int32)
        queries = sparse_table(np.concatenate(values), columns, begins, len(self._weights))
        found: Floats = (queries @ self._table).toarray() / self._lengths
        return found

    def known_share(self, bag: Collection[str], without: tuple[int, int] = (0, 0)) -> float:
        """Which part of the query's weight is made of grams that some text holds, 0–1.

        ``without``: the first and the last but one of texts that are taken as if they were not there.
        """
        numbers, unseen = self._numbers(bag)
        known = numbers if without == (0, 0) else [number for number in numbers if self._is_held(number, *without)]
        weight = float(self._weights[known].sum())
        total = float(self._weights[numbers].sum()) + unseen * self._unseen
        return weight / total if total else 0.0

    def _is_held(self, number: int, first: int, end: int) -> bool:
        columns = self._postings.columns[self._postings.begins[number] : self._postings.begins[number + 1]]
        return bool(((columns < first) | (columns >= end)).any())

    def _rest(self, bag: Collection[str], length: float, product: float, part: Part) -> float:
        """The cosine with a group from which a part (a text of length 1) is taken away."""
        numbers, _ = self._numbers(part.bag)
        if not numbers:
            return product / float(self._lengths[part.group])
        own_length = float(np.linalg.norm(self._weights[numbers]))
        shared = [self._vocabulary[gram] for gram in part.bag if gram in bag and gram in self._vocabulary]
        overlap = float((self._weights[shared] ** 2).sum()) / (length * own_length)
        own_product = float(self._products(numbers, self._weights[numbers] / own_length)[part.group])
        squared = float(self._lengths[part.group]) ** 2 - 2 * own_product + 1
        return (product - overlap) / float(np.sqrt(squared)) if squared > 1e-3 else 0.0

    def _of_query(self, numbers: Sequence[int], unseen: int) -> tuple[Floats, float]:
        """The query's values, scaled to length 1, and what its length was."""
        values = self._weights[numbers]
        length = float(np.sqrt(float(values @ values) + unseen * self._unseen**2))
        return values / np.float32(length or 1.0), length

    def _products(self, numbers: Sequence[int], values: Floats) -> Floats:
        """The query times every column, through the postings of its few grams."""
        postings = self._postings
        starts = postings.begins[numbers]
        counts = postings.begins[np.asarray(numbers) + 1] - starts
        ends = np.cumsum(counts)
        places = np.arange(ends[-1]) + np.repeat(starts - ends + counts, counts)
        weighted = postings.values[places] * np.repeat(values, counts)
        return np.bincount(postings.columns[places], weighted, self.size).astype(np.float32)

    def _numbers(self, bag: Collection[str]) -> tuple[list[int], int]:
        grams = bag if isinstance(bag, frozenset | set) else set(bag)
        numbers = [number for gram in grams if (number := self._vocabulary.get(gram)) is not None]
        numbers.sort()  # the same sums whatever the order of a set
        return numbers, len(grams) - len(numbers)

    def save(self, path: Path) -> None:
        """Write to ``path`` (.npz); numpy arrays only, so that loading runs nothing."""
        grams = "\n".join(self._vocabulary)  # in the order of their numbers; no gram holds a line break
        np.savez(
            path,
            grams=np.frombuffer(grams.encode("utf-8", "surrogatepass"), dtype=np.uint8),
            weights=self._weights,
            begins=self._postings.begins,
            columns=self._postings.columns,
            values=self._postings.values,
            size=np.array(self.size),
        )

    @classmethod
    def load(cls, path: Path) -> GramIndex:
        """Read what ``save`` wrote."""
        with np.load(path, allow_pickle=False) as stored:
            grams = stored["grams"].tobytes().decode("utf-8", "surrogatepass").split("\n")
            vocabulary = {gram: number for number, gram in enumerate(grams)}
            postings = Postings(stored["begins"], stored["columns"], stored["values"])
            return cls(vocabulary, stored["weights"], postings, int(stored["size"]))


def sparse_table(values: Floats, columns: Numbers, begins: NDArray[Any], width: int) -> Any:
    """A sparse table whose row r holds ``values`` in ``columns``, both from ``begins[r]`` to ``begins[r + 1]``.

    Its numbers are all of 32 bits: products of tables that differ in this copy the larger one.
    """
    parts = values, columns, begins.astype(np.int32)
    return csr_array(parts, (len(begins) - 1, width))  # type: ignore[no-untyped-call]


def _of_length_one(texts: Numbers, values: Floats, size: int) -> Floats:
    lengths = np.sqrt(np.bincount(texts, values.astype(np.float64) ** 2, max(size, 1)))
    scaled: Floats = (values / lengths[texts]).astype(np.float32)
    return scaled


def _postings(grams: Numbers, columns: Numbers, values: Floats, size: int) -> Postings:
    """Entries in the order of their grams, those of one gram and column added up."""
    order = np.lexsort((columns, grams))
    grams, columns, values = grams[order], columns[order], values[order]
    is_new = np.ones(len(grams), dtype=bool)
    is_new[1:] = (grams[1:] != grams[:-1]) | (columns[1:] != columns[:-1])
    starts = np.flatnonzero(is_new)
    summed = np.add.reduceat(values, starts) if len(starts) else values
    begins = np.concatenate([[0], np.cumsum(np.bincount(grams[starts], minlength=size))]).astype(np.int64)
    return Postings(begins, columns[starts].astype(np.int32), summed.astype(np.float32))
