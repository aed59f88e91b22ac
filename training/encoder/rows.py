"""Texts of one task as arrays: several wordings of each, of any length, without padding between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from nlu.experts.reading import MOST_CONCEPTS, TextReader


@dataclass(frozen=True)
class Wordings:
    """For each text `many` wordings in a row: as written first, then `swapped` with other words, then with errors."""

    numbers: NDArray[np.uint16]  # (characters of all wordings,)
    concepts: NDArray[np.uint16]  # (characters of all wordings, MOST_CONCEPTS)
    starts: NDArray[np.int64]  # (texts × many + 1,)
    many: int
    swapped: int

    @classmethod
    def of(cls, texts: Sequence[Sequence[str]], swapped: int, reader: TextReader) -> Wordings:
        """Read every wording of every text; each text has as many as the first."""
        many = len(texts[0]) if texts else 1
        numbers, concepts = [np.zeros(0, np.uint16)], [np.zeros((0, MOST_CONCEPTS), np.uint16)]
        for wordings in texts:
            for wording in wordings:
                reading = reader.read([wording])
                numbers.append(reading.numbers[0].astype(np.uint16))
                concepts.append(reading.concepts[0].astype(np.uint16))
        starts = np.cumsum([len(each) for each in numbers])
        return cls(np.concatenate(numbers), np.concatenate(concepts), starts, many, swapped)

    def lengths(self) -> NDArray[np.int64]:
        """Characters of each text as written."""
        return np.diff(self.starts)[:: self.many]

    def pick(self, places: NDArray[np.intp]) -> tuple[Tensor, Tensor]:
        """Numbers and concepts of wordings (text × many + wording), padded to the longest."""
        lengths = self.starts[places + 1] - self.starts[places]
        inside = np.arange(int(lengths.max(initial=1)))[None] < lengths[:, None]
        where = np.concatenate([np.arange(self.starts[place], self.starts[place + 1]) for place in places])
        numbers = np.zeros(inside.shape, np.int64)
        concepts = np.zeros((*inside.shape, MOST_CONCEPTS), np.int64)
        numbers[inside], concepts[inside] = self.numbers[where], self.concepts[where]
        return torch.from_numpy(numbers), torch.from_numpy(concepts)


@dataclass(frozen=True)
class TaskRows:
    """Rows of one task, in wordings; truths of heads, `NO_TRUTH` where a row has none for a head."""

    wordings: Wordings
    truths: Mapping[str, NDArray[np.int64]]  # head → (texts of `wordings`,)
    rows: NDArray[np.intp]  # the texts that are meant

    @classmethod
    def all_of(cls, wordings: Wordings, truths: Mapping[str, NDArray[np.int64]]) -> TaskRows:
        """Every text."""
        return cls(wordings, truths, np.arange(len(wordings.starts) // wordings.many))

    def take(self, rows: NDArray[np.intp]) -> TaskRows:
        """Some of the texts."""
        return replace(self, rows=self.rows[rows])

    def __len__(self) -> int:
        return len(self.rows)
