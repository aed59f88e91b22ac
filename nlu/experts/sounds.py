"""Characters as they sound: voice input and pinyin keyboards put homophones in each other's place."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

# One private-use character a syllable, so that n-grams of syllables are slices of a string like n-grams of characters.
FIRST_SYLLABLE = 0xE000

_TABLE = Path(__file__).with_name("pinyin.tsv")


@lru_cache(maxsize=1)
def syllables() -> tuple[str, ...]:
    """Every syllable without its tone, in the order of their numbers (source: pypinyin's most common readings, MIT)."""
    return tuple(line.split("\t", 1)[0] for line in _TABLE.read_text("utf-8").splitlines())


@lru_cache(maxsize=1)
def _sound_of() -> dict[int, int]:
    lines = _TABLE.read_text("utf-8").splitlines()
    return {ord(char): FIRST_SYLLABLE + number for number, line in enumerate(lines) for char in line.split("\t", 1)[1]}


def sound(text: str) -> str:
    """The text with every Chinese character replaced by the mark of its syllable; as long as the text."""
    return text.translate(_sound_of())


def spell(sounds: str) -> str:
    """What `sound` returned, readable: `dian fei`. Other characters stay as they are."""
    names = syllables()
    marks = ((ord(mark) - FIRST_SYLLABLE, mark) for mark in sounds)
    return " ".join(names[number] if 0 <= number < len(names) else mark for number, mark in marks)
