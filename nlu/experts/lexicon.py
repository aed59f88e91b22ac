"""The concept lexicon: many surface forms (dialect, slang, typing errors) of one thing, act or mood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from nlu.experts.preparation import prepare


class Mention(NamedTuple):
    """A concept as it stands in the prepared text, `start` to `end` in characters."""

    concept: str
    start: int
    end: int


class Lexicon:
    """Finds concepts in a text by their surface forms; every form that occurs counts, also within a longer one."""

    def __init__(self, forms_of: dict[str, Sequence[str]]) -> None:
        self._concepts_of: dict[str, tuple[str, ...]] = {}
        for concept, forms in forms_of.items():
            for form in {prepare(form) for form in forms} - {""}:
                self._concepts_of[form] = (*self._concepts_of.get(form, ()), concept)
        self._lengths = sorted({len(form) for form in self._concepts_of})

    @classmethod
    def load(cls, path: Path) -> Lexicon:
        """Read a table of two columns: the concept, and its forms joined by `|`."""
        lines = path.read_text("utf-8").splitlines()[1:]
        pairs = (line.split("\t", 1) for line in lines if line.strip())
        return cls({concept: forms.split("|") for concept, forms in pairs})

    def mentions(self, text: str) -> Iterator[Mention]:
        """Every mention in the prepared text, in order of their start, shorter forms first."""
        known, size = self._concepts_of, len(text)
        for start in range(size):
            for length in self._lengths:
                if start + length > size:
                    break
                for concept in known.get(text[start : start + length], ()):
                    yield Mention(concept, start, start + length)
