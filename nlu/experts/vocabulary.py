"""The terms that a linear expert knows, found in many texts at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from nlu.experts.features import Features, NgramFeatures
from nlu.experts.ngrams import LONGEST, codes_of, codes_of_terms, frame, ngrams_of, weights_of
from nlu.experts.sounds import sound

Integers = NDArray[np.int64]


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


class Counts(NamedTuple):
    """The different known terms of texts, text after text: those of text t from ``begins[t]`` to ``begins[t + 1]``.

    ``weights``: one and the logarithm of how often a term occurs in its text.
    """

    begins: Integers
    terms: Integers
    weights: NDArray[np.float32]


class Vocabulary(Protocol):
    """Finds known terms; they are numbered in the order in which they were given."""

    def count(self, texts: Sequence[str]) -> Counts:
        """The different terms of the texts as they were sent."""

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

    def count(self, texts: Sequence[str]) -> Counts:
        """As in ``Vocabulary``."""
        counted = [Counter(self._known(text)) for text in texts]
        begins = np.array([0, *accumulate(map(len, counted))], np.int64)
        terms = np.array([term for each in counted for term in each], np.int64)
        counts = np.array([count for each in counted for count in each.values()], np.int64)
        return Counts(begins, terms, weights_of(counts))

    def find(self, texts: Sequence[str]) -> Occurrences:
        """As in ``Vocabulary``; the occurrences have no places."""
        owners, terms = list[int](), list[int]()
        for number, text in enumerate(texts):
            known = self._known(text)
            terms += known
            owners += [number] * len(known)
        none = np.zeros(0, np.int64)
        return Occurrences(np.array(owners, np.int64), np.array(terms, np.int64), none, none, none)

    def _known(self, text: str) -> list[int]:
        numbers = self._numbers
        return [numbers[term] for term in self._features.terms(text) if term in numbers]


class NgramVocabulary:
    """N-grams of one to three characters and syllables as numbers: what ``NgramFeatures.terms`` yields, much faster."""

    def __init__(self, terms: Sequence[str]) -> None:
        codes = codes_of_terms(terms)
        self._order = np.argsort(codes)
        self._codes = np.append(codes[self._order], np.iinfo(np.int64).max)  # no place lies behind the last

    def count(self, texts: Sequence[str]) -> Counts:
        """As in ``Vocabulary``."""
        grams = ngrams_of(tuple(texts))
        places = self._codes.searchsorted(grams.codes)
        known = (self._codes[places] == grams.codes)[grams.kinds].nonzero()[0]
        terms = self._order[places[grams.kinds[known]]]
        return Counts(known.searchsorted(grams.begins), terms, grams.weights[known])

    def find(self, texts: Sequence[str]) -> Occurrences:
        """As in ``Vocabulary``. N-grams across two texts hold an end and a beginning: no term does."""
        framed = [frame(text) for text in texts]
        sizes = np.array([len(text) for text in framed], np.int64)
        joined, ends = "".join(framed), sizes.cumsum()
        codes = codes_of(joined + sound(joined)).ravel()
        places = self._codes.searchsorted(codes)
        known = (self._codes[places] == codes).nonzero()[0]
        lengths, starts = np.divmod(known, 2 * len(joined))
        starts %= len(joined)
        texts_of = np.repeat(np.arange(sizes.size), sizes)[starts]
        return Occurrences(texts_of, self._order[places[known]], starts, lengths + 1, ends)
