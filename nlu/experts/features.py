"""What a linear expert sees of a text: its n-grams, or the concepts it speaks of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import Any, Protocol

from nlu.experts.errors import UnreadableModel
from nlu.experts.lexicon import Lexicon
from nlu.experts.preparation import prepare
from nlu.experts.sounds import sound

# Begin and end of the text: "电费" alone is a wish, inside a sentence it is only what the sentence is about.
BEGIN, END = "\x02", "\x03"


class Features(Protocol):
    """Turns a text into terms; a term that occurs n times is yielded n times."""

    def terms(self, text: str) -> Iterator[str]:
        """The terms of the text as it was sent."""


class NgramFeatures:
    """N-grams of characters and of syllables; syllables see through homophones of voice input and pinyin keyboards."""

    def __init__(self, characters: int, sounds: int) -> None:
        self.lengths = {"characters": characters, "sounds": sounds}

    def terms(self, text: str) -> Iterator[str]:
        """All n-grams from one character up to the longest of each kind."""
        framed = f"{BEGIN}{prepare(text)}{END}"
        yield from _slices(framed, self.lengths["characters"])
        if self.lengths["sounds"]:
            yield from _slices(sound(framed), self.lengths["sounds"])


class ConceptFeatures:
    """Concepts of the lexicon, and which of them stand together: 表 + 烧 is another matter than 表 + 看."""

    def __init__(self, lexicon: Lexicon, pairs: bool = True) -> None:
        self._lexicon = lexicon
        self._pairs = pairs

    def terms(self, text: str) -> Iterator[str]:
        """Every concept as often as it is mentioned, and each unordered pair once."""
        yield from _concepts(self._lexicon, self._pairs, prepare(text))


@lru_cache(maxsize=300)  # the classifiers of one process read the same texts, at most 256 one after the other
def _concepts(lexicon: Lexicon, pairs: bool, prepared: str) -> tuple[str, ...]:
    names = [mention.concept for mention in lexicon.mentions(prepared)]
    together = combinations(sorted(set(names)), 2) if pairs else ()
    return (*names, *(f"{first}+{second}" for first, second in together))


def build_features(settings: Mapping[str, Any], folder: Path) -> Features:
    """The features that a card describes.

    Raises UnreadableModel for a kind this version does not know.
    """
    kind = settings.get("kind")
    if kind == "ngrams":
        return NgramFeatures(settings["characters"], settings["sounds"])
    if kind == "concepts":
        return ConceptFeatures(Lexicon.load(folder / settings["lexicon"]), settings["pairs"])
    raise UnreadableModel(f"features of kind {kind!r} in {folder}: train again or update the program")


def _slices(text: str, longest: int) -> Iterator[str]:
    """All slices of one to `longest` characters: letters zipped with those after them, which needs no indices."""
    if longest:
        yield from text
    for length in range(2, longest + 1):
        yield from map("".join, zip(*(text[start:] for start in range(length)), strict=False))
