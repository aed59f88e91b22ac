"""The bags of grams of many texts, taken in one after the other and kept small."""

from __future__ import annotations

from array import array

import numpy as np
from numpy.typing import NDArray

from knowledge.codes import Codes

Floats = NDArray[np.float32]
Numbers = NDArray[np.int32]
_TOGETHER = 20_000  # texts numbered at once: their grams take 8 bytes each until then, 4 afterwards


class Bags:
    """Bags of grams in the order in which they were added, each by itself or summed into groups."""

    def __init__(self) -> None:
        self._waiting: list[Codes] = []
        self._numbered: list[tuple[Codes, Numbers]] = []  # the grams of a part, and their places in it by text
        self._counts, self._weights, self._group_ends = array("i"), array("f"), array("i")

    def __len__(self) -> int:
        return len(self._counts)

    def add(self, bag: Codes, weight: float = 1.0) -> None:
        """Take in one text: every gram once. ``weight``: how much it counts in its group."""
        self._waiting.append(bag)
        self._counts.append(len(bag))
        self._weights.append(weight)
        if len(self._waiting) == _TOGETHER:
            self._number()

    def end_group(self) -> None:
        """The texts since the last end are a group."""
        self._group_ends.append(len(self))

    @property
    def begins(self) -> NDArray[np.int64]:
        """Where the grams of each text begin, and where the last one's end."""
        return np.concatenate([[0], np.cumsum(np.frombuffer(self._counts, np.int32), dtype=np.int64)])

    @property
    def group_begins(self) -> NDArray[np.int64]:
        """Where the grams of each group begin, and where the last one's end."""
        ends = np.frombuffer(self._group_ends, np.int32)
        return self.begins[np.concatenate([[0], ends])] if len(ends) else self.begins

    @property
    def weights(self) -> Floats:
        """How much each text counts in its group."""
        return np.frombuffer(self._weights, np.float32)

    def numbered(self) -> tuple[Codes, Numbers]:
        """All grams in order, and text after text the numbers of its grams among them. The bags are given up."""
        self._number()
        grams = np.unique(np.concatenate([part for part, _ in self._numbered]))
        numbers = np.empty(sum(len(places) for _, places in self._numbered), np.int32)
        end = len(numbers)
        while self._numbered:  # from the last one on, so that each is free once it is done
            part, places = self._numbered.pop()
            numbers[end - len(places) : end] = np.searchsorted(grams, part).astype(np.int32)[places]
            end -= len(places)
        return grams, numbers

    def _number(self) -> None:
        codes = np.concatenate([np.zeros(0, np.int64), *self._waiting])
        part, places = np.unique(codes, return_inverse=True)
        self._numbered.append((part, places.astype(np.int32)))
        self._waiting.clear()
