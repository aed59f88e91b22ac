"""Each article as the sum of its examples' directions: how alike a question's direction is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


class DirectionMatcher:
    """Compares directions (wishes, meanings) of length 1 with those of the articles."""

    def __init__(self, sums: Floats) -> None:
        """``sums``: articles × numbers, each the sum of the directions of its examples."""
        self.sums = sums
        self._lengths = np.maximum(np.linalg.norm(sums, axis=1), 1e-6)

    def similarities(self, direction: Floats, own: tuple[int, Floats] | None = None) -> Floats:
        """How alike, at most 1; ``own``: an article and the direction of the example that it is to be without."""
        found: Floats = (self.sums @ direction) / self._lengths
        if own is not None:
            article, example = own
            rest = self.sums[article] - example
            found[article] = rest @ direction / max(float(np.linalg.norm(rest)), 1e-6)
        return found

    def similarities_of(self, directions: Floats) -> Floats:
        """How alike each of many directions (rows) is to every article: directions × articles."""
        found: Floats = (directions @ self.sums.T) / self._lengths
        return found

    def save(self, path: Path) -> None:
        """Write to ``path`` (.npy)."""
        np.save(path, self.sums)

    @classmethod
    def load(cls, path: Path) -> DirectionMatcher:
        """Read what ``save`` wrote."""
        return cls(np.load(path, allow_pickle=False))
