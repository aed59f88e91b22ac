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
from knowledge.wording import wording
from nlu.experts.lexicon import Lexicon

BATCH = 256  # what the readers keep in mind, so that the encoder reads a text once for wish and meaning


@dataclass(frozen=True, slots=True)
class Perception:
    """``meaning`` is a direction of length 1."""

    words: str
    views: Views
    wish: Wish
    meaning: NDArray[np.float32]


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
        wordings = [wording(text) for text in texts]
        return [
            Perception(words, Views.of(text, self.lexicon, words), wish, meaning)
            for text, words, wish, meaning in zip(texts, wordings, wishes, meanings, strict=True)
        ]
