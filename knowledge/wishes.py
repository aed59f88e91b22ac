"""Finds articles by what a question wants: the intents of our classifier, as a kind of meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Article
from knowledge.questions import asked
from nlu.experts import StackedClassifier

Floats = NDArray[np.float32]
ELSEWHERE = "out_of_scope"


@dataclass(frozen=True, slots=True)
class Wish:
    """``direction``: roots of the intents' probabilities, of length 1. ``elsewhere``: that it is none of our trade."""

    direction: Floats
    elsewhere: float


class WishReader:
    """Reads wishes with the intent classifier; without one every wish is the same and says nothing."""

    def __init__(self, classifier: StackedClassifier | None) -> None:
        self._classifier = classifier
        self._elsewhere = classifier.labels.index(ELSEWHERE) if classifier else 0

    @classmethod
    def load(cls, models: Path | None) -> WishReader:
        """The reader of a models folder; raises what the classifier raises when its folder is damaged."""
        folder = models / "intents" if models else None
        return cls(StackedClassifier.load(folder) if folder and folder.is_dir() else None)

    def read(self, texts: Sequence[str]) -> list[Wish]:
        """The wish of each text."""
        if self._classifier is None or not texts:
            return [Wish(np.zeros(1, np.float32), 0.0) for _ in texts]
        chances = self._classifier.probabilities(texts)
        return [Wish(np.sqrt(row), float(row[self._elsewhere])) for row in chances]


class WishMatcher:
    """Each article as the sum of its examples' wishes."""

    def __init__(self, sums: Floats) -> None:
        """``sums``: articles × intents."""
        self._sums = sums
        self._lengths = np.maximum(np.linalg.norm(sums, axis=1), 1e-6)

    @classmethod
    def build(cls, articles: Sequence[Article], reader: WishReader) -> WishMatcher:
        """Read the articles' examples."""
        rows = [np.sum([wish.direction for wish in reader.read(asked(article))], axis=0) for article in articles]
        return cls(np.stack(rows).astype(np.float32))

    def similarities(self, wish: Wish, own: tuple[int, Wish] | None = None) -> Floats:
        """How alike the wishes are, 0–1; ``own``: an article and the example it is to be without."""
        found: Floats = (self._sums @ wish.direction) / self._lengths
        if own is not None:
            article, example = own
            rest = self._sums[article] - example.direction
            found[article] = rest @ wish.direction / max(float(np.linalg.norm(rest)), 1e-6)
        return found

    def save(self, path: Path) -> None:
        """Write to ``path`` (.npy)."""
        np.save(path, self._sums)

    @classmethod
    def load(cls, path: Path) -> WishMatcher:
        """Read what ``save`` wrote."""
        return cls(np.load(path, allow_pickle=False))
