"""What the encoder is given of a text: its characters as numbers, and which concepts of the lexicon cover each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlu.experts.characters import CLS, LONGEST, PAD, SEP, Alphabet
from nlu.experts.lexicon import Lexicon
from nlu.experts.preparation import prepare

# Concepts that may cover one character; of the characters of our corpus fewer than one in a thousand has more.
MOST_CONCEPTS = 6


class Reading(NamedTuple):
    """Texts with CLS and SEP around, padded to the longest; concepts count from 1, 0 is none."""

    numbers: NDArray[np.int64]  # (texts, characters)
    concepts: NDArray[np.int64]  # (texts, characters, MOST_CONCEPTS)


class TextReader:
    """Turns texts as sent into readings."""

    def __init__(self, alphabet: Alphabet, lexicon: Lexicon, longest: int = LONGEST) -> None:
        self.alphabet, self._lexicon, self._longest = alphabet, lexicon, longest
        self._number_of = {name: number for number, name in enumerate(lexicon.names, start=1)}

    def length(self, text: str) -> int:
        """How many numbers a text becomes."""
        return min(len(prepare(text)), self._longest - 2) + 2

    def read(self, texts: Sequence[str]) -> Reading:
        """The texts in their order."""
        prepared = [prepare(text)[: self._longest - 2] for text in texts]
        size = max(map(len, prepared), default=-2) + 2
        numbers = np.full((len(texts), size), PAD, np.int64)
        concepts = np.zeros((len(texts), size, MOST_CONCEPTS), np.int64)
        for row, text in enumerate(prepared):
            numbers[row, : len(text) + 2] = [CLS, *self.alphabet.numbers(text), SEP]
            self._cover(text, concepts[row])
        return Reading(numbers, concepts)

    def _cover(self, text: str, places: NDArray[np.int64]) -> None:
        covering: list[list[int]] = [[] for _ in text]
        for name, start, end in self._lexicon.mentions(text):
            number = self._number_of[name]
            for place in range(start, end):
                if len(covering[place]) < MOST_CONCEPTS and number not in covering[place]:
                    covering[place].append(number)
        for place, found in enumerate(covering, start=1):  # place 0 is CLS
            places[place, : len(found)] = found
