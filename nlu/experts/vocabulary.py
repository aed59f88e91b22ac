"""The terms that a linear expert knows, found in many texts at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from nlu.experts.features import BEGIN, END, Features, NgramFeatures
from nlu.experts.preparation import prepare
from nlu.experts.sounds import sound

Integers = NDArray[np.int64]
BITS = 21  # of a character; three of them fit a number of 64 bits
LONGEST = 3


class Occurrences(NamedTuple):
    """Known terms as they occur in texts, in any order.

    ``texts`` and ``terms`` number them. ``starts`` and ``lengths`` tell where a term stands in the framed texts joined,
    of which ``ends`` are the ends; features that are not n-grams have no places.
    """

    texts: Integers
    terms: Integers
    starts: Integers
    lengths: Integers
    ends: Integers


class Vocabulary(Protocol):
    """Finds known terms; they are numbered in the order in which they were given."""

    def find(self, texts: Sequence[str]) -> Occurrences:
        """Every occurrence in the texts as they were sent."""


def vocabulary_of(features: Features, terms: Sequence[str]) -> Vocabulary:
    """The quickest way to find terms of these features."""
    if isinstance(features, NgramFeatures) and set(features.lengths.values()) == {LONGEST}:
        return NgramVocabulary(terms)
    return ListedVocabulary(features, terms)


class ListedVocabulary:
    """Terms of any features, looked up one by one."""

    def __init__(self, features: Features, terms: Sequence[str]) -> None:
        self._features = features
        self._numbers = {term: number for number, term in enumerate(terms)}

    def find(self, texts: Sequence[str]) -> Occurrences:
        """As in ``Vocabulary``; the occurrences have no places."""
        owners, terms = list[int](), list[int]()
        for number, text in enumerate(texts):
            known = [term for term in map(self._numbers.get, self._features.terms(text)) if term is not None]
            terms += known
            owners += [number] * len(known)
        none = np.zeros(0, np.int64)
        return Occurrences(np.array(owners, np.int64), np.array(terms, np.int64), none, none, none)


class NgramVocabulary:
    """N-grams of one to three characters and syllables as numbers: what ``NgramFeatures.terms`` yields, much faster."""

    def __init__(self, terms: Sequence[str]) -> None:
        codes = _codes("".join(term.ljust(LONGEST, "\0") for term in terms))[-1, ::LONGEST]
        self._order = np.argsort(codes)
        self._codes = np.append(codes[self._order], np.iinfo(np.int64).max)  # no place lies behind the last

    def find(self, texts: Sequence[str]) -> Occurrences:
        """As in ``Vocabulary``. N-grams across two texts hold an end and a beginning: no term does."""
        framed = [f"{BEGIN}{prepare(text)}{END}" for text in texts]
        sizes = np.array([len(text) for text in framed], np.int64)
        joined, ends = "".join(framed), sizes.cumsum()
        codes = _codes(joined + sound(joined)).ravel()
        places = self._codes.searchsorted(codes)
        known = (self._codes[places] == codes).nonzero()[0]
        lengths, starts = np.divmod(known, 2 * len(joined))
        starts %= len(joined)
        texts_of = np.repeat(np.arange(sizes.size), sizes)[starts]
        return Occurrences(texts_of, self._order[places[known]], starts, lengths + 1, ends)


def _codes(text: str) -> Integers:
    """The n-grams of each length that begin at each character, a shorter one as if zeros followed it."""
    letters = np.frombuffer(f"{text}{BEGIN}{BEGIN}".encode("utf-32-le"), np.uint32).astype(np.int64)
    codes = np.empty((LONGEST, len(text)), np.int64)
    codes[0] = letters[:-2] << 2 * BITS
    codes[1] = codes[0] | letters[1:-1] << BITS
    codes[2] = codes[1] | letters[2:]
    return codes
