"""What a question means: the vector of our encoder, in which other words for the same matter lie close."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlu.experts.encoder import Encoder

Floats = NDArray[np.float32]
OUTPUT = "vector"


class MeaningReader:
    """Reads meanings with the encoder; without one every meaning is nothing and is like no other."""

    def __init__(self, encoder: Encoder | None) -> None:
        self._encoder = encoder if encoder and OUTPUT in encoder.outputs else None

    @classmethod
    def load(cls, models: Path | None) -> MeaningReader:
        """The reader of a models folder; raises what the encoder raises when its folder is damaged."""
        folder = models / "encoder" if models else None
        return cls(Encoder.load(folder) if folder and folder.is_dir() else None)

    def read(self, texts: Sequence[str]) -> Floats:
        """A direction of length 1 for each text. The classifiers' reading of the same texts is not done again."""
        if self._encoder is None or not texts:
            return np.zeros((len(texts), 1), np.float32)
        vectors = self._encoder.scores(texts, [OUTPUT])[OUTPUT]
        lengths = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
        directions: Floats = (vectors / lengths).astype(np.float32)
        return directions
