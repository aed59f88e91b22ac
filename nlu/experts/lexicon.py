"""The concept lexicon: many surface forms (dialect, slang, typing errors) of one thing, act or mood."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
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
        self.names: tuple[str, ...] = tuple(forms_of)
        self._concepts_of: dict[str, tuple[str, ...]] = {}
        for concept, forms in forms_of.items():
            for form in {prepare(form) for form in forms} - {""}:
                self._concepts_of[form] = (*self._concepts_of.get(form, ()), concept)
        self._lengths_of = _lengths_by_beginning(self._concepts_of)
        # several experts read the same text, at most 256 one after the other
        self._found = lru_cache(maxsize=300)(self._find)

    @classmethod
    def load(cls, path: Path) -> Lexicon:
        """Read a table of two columns: the concept, and its forms joined by `|`; equal tables share one lexicon."""
        return _of_table(path.read_text("utf-8"))

    def mentions(self, text: str) -> Iterator[Mention]:
        """Every mention in the prepared text, in order of their start, shorter forms first."""
        return iter(self._found(text))

    def _find(self, text: str) -> tuple[Mention, ...]:
        known, size, found = self._concepts_of, len(text), list[Mention]()
        for start, first in enumerate(text):
            pair = text[start : start + 2] if start + 1 < size else ""
            for length in (*self._lengths_of.get(first, ()), *self._lengths_of.get(pair, ())):
                if start + length > size:
                    break
                for concept in known.get(text[start : start + length], ()):
                    found.append(Mention(concept, start, start + length))
        return tuple(found)


def _lengths_by_beginning(forms: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """How long the forms are that begin with two characters, or are one, shortest first: most places begin none."""
    lengths: dict[str, set[int]] = defaultdict(set)
    for form in forms:
        lengths[form[:2]].add(len(form))
    return {beginning: tuple(sorted(found)) for beginning, found in lengths.items()}


@lru_cache(maxsize=4)
def _of_table(table: str) -> Lexicon:
    pairs = (line.split("\t", 1) for line in table.splitlines()[1:] if line.strip())
    return Lexicon({concept: forms.split("|") for concept, forms in pairs})
