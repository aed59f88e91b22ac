"""A text in the views in which it is compared: characters, sounds, concepts."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from sys import intern

from knowledge.wording import character_grams, normalized, sound_grams, wording
from nlu.experts.lexicon import Lexicon
from nlu.experts.preparation import prepare

VIEWS = ("characters", "sounds", "concepts")


@dataclass(frozen=True, slots=True)
class Views:
    """The bags of grams of one text."""

    characters: frozenset[str]
    sounds: frozenset[str]
    concepts: frozenset[str]

    @classmethod
    def of(cls, text: str, lexicon: Lexicon, words: str | None = None) -> Views:
        """Look at a text. Concepts count alone and in pairs: 换表 and 电费 together are another matter than either.

        ``words``: its wording, where the caller has it.
        """
        words = wording(text) if words is None else words
        found = sorted({mention.concept for mention in lexicon.mentions(prepare(normalized(text)))})
        pairs = (f"{one}+{other}" for one, other in combinations(found[:MOST_CONCEPTS], 2))
        # interned: many texts share their grams, and with thousands of articles these are what memory is spent on
        return cls(
            frozenset(map(intern, character_grams(words))),
            frozenset(map(intern, sound_grams(words))),
            frozenset(map(intern, (*found, *pairs))),
        )

    def bag(self, view: str) -> frozenset[str]:
        """The grams of one view."""
        bag: frozenset[str] = getattr(self, view)
        return bag


MOST_CONCEPTS = 12  # a question names fewer; a passage would only add chance pairs
