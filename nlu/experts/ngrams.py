"""N-grams of one to three characters and syllables as numbers, once for all experts that read the same texts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlu.experts.features import BEGIN, END
from nlu.experts.preparation import prepare
from nlu.experts.sounds import sound

Integers = NDArray[np.int64]
BITS = 21  # of a character; three of them fit a number of 64 bits
LONGEST = 3


class Ngrams(NamedTuple):
    """The different n-grams of texts, text after text.

    ``codes`` are those of all texts, ascending; from ``begins[t]`` to ``begins[t + 1]`` stand the places in ``codes``
    of those of text t (``kinds``) and their ``weights``, one and the logarithm of how often each occurs there.
    """

    codes: Integers
    begins: Integers
    kinds: Integers
    weights: NDArray[np.float32]


@lru_cache(maxsize=2)  # every expert reads the same texts one after the other
def ngrams_of(texts: tuple[str, ...]) -> Ngrams:
    """The n-grams of texts as they were sent. Those across two texts hold an end and a beginning: no term does."""
    framed = [frame(text) for text in texts]
    joined = "".join(framed)
    found = codes_of(joined + sound(joined)).ravel()
    if len(texts) == 1:
        codes, counts = _counted(found)
        return Ngrams(codes, np.array([0, codes.size]), np.arange(codes.size), weights_of(counts))
    codes, kinds = np.unique(found, return_inverse=True)
    owners = np.repeat(np.arange(len(texts)), [len(text) for text in framed])
    keys, counts = _counted(np.tile(owners, 2 * LONGEST) * codes.size + kinds)
    owners, kinds = np.divmod(keys, max(codes.size, 1))
    return Ngrams(codes, owners.searchsorted(np.arange(len(texts) + 1)), kinds, weights_of(counts))


def frame(text: str) -> str:
    """The prepared text between marks of its beginning and end."""
    return f"{BEGIN}{prepare(text)}{END}"


def codes_of(text: str) -> Integers:
    """The n-grams of each length (rows) that begin at each character, a shorter one as if zeros followed it."""
    letters = np.frombuffer(f"{text}{BEGIN}{BEGIN}".encode("utf-32-le"), np.uint32).astype(np.int64)
    codes = np.empty((LONGEST, len(text)), np.int64)
    codes[0] = letters[:-2] << 2 * BITS
    codes[1] = codes[0] | letters[1:-1] << BITS
    codes[2] = codes[1] | letters[2:]
    return codes


def codes_of_terms(terms: Sequence[str]) -> Integers:
    """One number for each term of one to three characters."""
    return codes_of("".join(term.ljust(LONGEST, "\0") for term in terms))[-1, ::LONGEST]


def weights_of(counts: Integers) -> NDArray[np.float32]:
    """One and the logarithm of how often each term occurs in its text."""
    weights: NDArray[np.float32] = np.log(counts, dtype=np.float32)
    weights += 1
    return weights


def _counted(numbers: Integers) -> tuple[Integers, Integers]:
    """The different numbers, ascending, and how often each occurs: ``np.unique`` in half of its time for a message."""
    numbers = np.sort(numbers)
    is_new = np.ones(numbers.size, bool)
    np.not_equal(numbers[1:], numbers[:-1], out=is_new[1:])
    starts = is_new.nonzero()[0]
    counts = np.empty(starts.size, np.int64)
    counts[:-1] = starts[1:] - starts[:-1]
    counts[-1:] = numbers.size - starts[-1:]
    return numbers[starts], counts
