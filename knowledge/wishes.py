"""What a question wants: the intents of our classifier, as a kind of meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

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
        """The wish of each text; many at once take much less time each."""
        if self._classifier is None or not texts:
            return [Wish(np.zeros(1, np.float32), 0.0) for _ in texts]
        chances = self._classifier.probabilities(texts)
        return [Wish(np.sqrt(row), float(row[self._elsewhere])) for row in chances]
