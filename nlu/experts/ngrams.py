"""What the linear expert sees of a text: n-grams of characters and of syllables."""

from __future__ import annotations

from collections.abc import Iterator

from nlu.experts.preparation import prepare
from nlu.experts.sounds import sound

# Begin and end of the text: "电费" alone is a wish, "电费" inside a sentence is only its object.
BEGIN, END = "\x02", "\x03"


def views(text: str, longest_characters: int, longest_sounds: int) -> Iterator[tuple[str, int]]:
    """The strings whose slices are the n-grams, each with the length of its longest n-gram."""
    framed = f"{BEGIN}{prepare(text)}{END}"
    yield framed, longest_characters
    if longest_sounds:
        yield sound(framed), longest_sounds


def grams(text: str, longest_characters: int, longest_sounds: int) -> Iterator[str]:
    """All n-grams of the text, repeated as often as they occur."""
    for view, longest in views(text, longest_characters, longest_sounds):
        for length in range(1, longest + 1):
            for start in range(len(view) - length + 1):
                yield view[start : start + length]
