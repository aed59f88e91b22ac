"""The encoder's alphabet: one number for each character, and for an unknown character the number of its sound."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlu.experts.sounds import FIRST_SYLLABLE, sound, syllables

PAD, UNKNOWN, CLS, SEP, MASK = range(5)
SPECIALS = 5
# Longest text the encoder reads, in characters, with CLS and SEP.
LONGEST = 192


class Alphabet:
    """Five special numbers, one for every syllable (a rare character that sounds so), then one for each character."""

    def __init__(self, characters: Sequence[str]) -> None:
        self.characters = tuple(characters)
        self._first = SPECIALS + len(syllables())
        self._numbers = {character: self._first + place for place, character in enumerate(self.characters)}

    def __len__(self) -> int:
        return self._first + len(self.characters)

    @classmethod
    def load(cls, path: Path) -> Alphabet:
        """Read the characters, which stand in one line."""
        return cls(path.read_text("utf-8").rstrip("\n"))

    def save(self, path: Path) -> None:
        """Write the characters in one line."""
        path.write_text("".join(self.characters) + "\n", "utf-8")

    def numbers(self, prepared: str) -> list[int]:
        """The number of each character of a prepared text."""
        known = self._numbers
        return [known.get(character) or self._unknown(character) for character in prepared]

    def sounds(self) -> NDArray[np.int64]:
        """For every number its syllable's number from 1 on; 0 where a character has no sound. Shape (len(self),)."""
        marks = [ord(mark) - FIRST_SYLLABLE for mark in sound("".join(self.characters))]
        sounding = [mark + 1 if 0 <= mark < len(syllables()) else 0 for mark in marks]
        return np.array([0] * SPECIALS + list(range(1, len(syllables()) + 1)) + sounding, np.int64)

    def _unknown(self, character: str) -> int:
        mark = ord(sound(character)) - FIRST_SYLLABLE
        return SPECIALS + mark if 0 <= mark < len(syllables()) else UNKNOWN
