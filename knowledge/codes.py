"""Grams as numbers: up to three signs of 21 bits each, so that no two grams share one and none is kept as text.

A gram costs 8 bytes so; as a Python string in a set or a dictionary it costs twenty times as much.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int64]
_BITS = 21  # of the largest code point, and room for one more


def codes_of_runs(text: str, lengths: Sequence[int]) -> Codes:
    """Every run of so many characters (1 to 3) of a text, each once, in order."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64) + 1
    runs = {1: points}
    for length in range(2, max(lengths) + 1):
        runs[length] = (runs[length - 1][:-1] << _BITS) | points[length - 1 :]
    found = np.sort(np.concatenate([runs[length] for length in lengths]))
    is_last = np.ones(len(found), dtype=bool)  # numpy's own unique is slow on short texts
    is_last[:-1] = found[1:] != found[:-1]
    return found[is_last]


def codes_of_pairs(numbers: Sequence[int], paired: int) -> Codes:
    """Each number (from 1 on, none twice), and each two of the first ``paired`` in their order; all in order."""
    pairs = (one << _BITS | other for one, other in combinations(numbers[:paired], 2))
    return np.array(sorted((*numbers, *pairs)), dtype=np.int64)
