"""A question as it is read, once, for everything that it is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.meanings import MeaningReader
from knowledge.views import Views
from knowledge.wishes import Wish, WishReader
from nlu.experts.lexicon import Lexicon

BATCH = 256  # what the readers keep in mind, so that the encoder reads a text once for wish and meaning


@dataclass(frozen=True, slots=True)
class Perception:
    """``meaning`` is a direction of length 1."""

    views: Views
    wish: Wish
    meaning: NDArray[np.float32]

    @property
    def words(self) -> str:
        """Its wording."""
        return self.views.words


@dataclass(frozen=True, slots=True)
class Heard:
    """What stands for the questions of one article: each as it is seen, and the sums of wishes and of meanings."""

    views: Sequence[Views]
    wish: NDArray[np.float32]
    meaning: NDArray[np.float32]

    @classmethod
    def of(cls, read: Sequence[Perception]) -> Heard:
        """From questions as they were read."""
        wish = np.sum([each.wish.direction for each in read], axis=0)
        return cls([each.views for each in read], wish, np.sum([each.meaning for each in read], axis=0))


class Perceiver:
    """Reads texts, many at once: the models take much less time for each then."""

    def __init__(self, lexicon: Lexicon, wishes: WishReader, meanings: MeaningReader) -> None:
        self.lexicon = lexicon
        self._wishes = wishes
        self._meanings = meanings

    @classmethod
    def load(cls, concepts: Path, models: Path | None) -> Perceiver:
        """``concepts``: the table of the lexicon; ``models``: None reads without wishes and meanings."""
        return cls(Lexicon.load(concepts), WishReader.load(models), MeaningReader.load(models))

    def read(self, texts: Sequence[str]) -> list[Perception]:
        """Every text as it is read."""
        return [each for start in range(0, len(texts), BATCH) for each in self._read(texts[start : start + BATCH])]

    def _read(self, texts: Sequence[str]) -> list[Perception]:
        wishes = self._wishes.read(texts)
        meanings = self._meanings.read(texts)
        return [
            Perception(Views.of(text, self.lexicon), wish, meaning)
            for text, wish, meaning in zip(texts, wishes, meanings, strict=True)
        ]
