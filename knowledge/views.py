"""A text in the views in which it is compared: characters, sounds, concepts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from knowledge.codes import Codes, codes_of_pairs, codes_of_runs
from knowledge.wording import framed, normalized, wording
from nlu.experts.lexicon import Lexicon
from nlu.experts.preparation import prepare
from nlu.experts.sounds import sound

VIEWS = ("characters", "sounds", "concepts")
MOST_CONCEPTS = 12  # a question names fewer; a passage would only add chance pairs


@dataclass(frozen=True, slots=True)
class Views:
    """One text: its wording, the names of its concepts, and the grams of each view as numbers.

    Characters count in runs of one to three. Sounds count in runs of two and three syllables: voice input puts
    homophones in each other's place. Concepts count alone and in pairs: 换表 and 电费 together are another matter than
    either.
    """

    words: str
    names: tuple[str, ...]
    characters: Codes
    sounds: Codes
    concepts: Codes

    @classmethod
    def of(cls, text: str, lexicon: Lexicon) -> Views:
        """Look at a text."""
        words = wording(text)
        names = tuple(sorted({mention.concept for mention in lexicon.mentions(prepare(normalized(text)))}))
        numbers = _numbers(lexicon)
        return cls(
            words,
            names,
            codes_of_runs(framed(words), (1, 2, 3)),
            codes_of_runs(framed(sound(words)), (2, 3)),
            codes_of_pairs([numbers[name] for name in names], MOST_CONCEPTS),
        )

    def bag(self, view: str) -> Codes:
        """The grams of one view."""
        bag: Codes = getattr(self, view)
        return bag

    @property
    def pairs(self) -> list[str]:
        """The names of concepts that stand together."""
        return [f"{one}+{other}" for one, other in combinations(self.names[:MOST_CONCEPTS], 2)]


@lru_cache(maxsize=4)
def _numbers(lexicon: Lexicon) -> Mapping[str, int]:
    return {name: number for number, name in enumerate(lexicon.names, 1)}
