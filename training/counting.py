"""Terms of many texts counted at once: what `Features.terms` yields one text at a time, as arrays."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

from nlu.experts.features import BEGIN, END, Features, NgramFeatures
from nlu.experts.preparation import prepare
from nlu.experts.sounds import sound

BITS = 21  # of a character; three of them fit a number of 64 bits


def count_terms(features: Features, wordings: Sequence[Sequence[str]]) -> tuple[list[str], sparse.csr_matrix]:
    """The terms of the texts as written (the first wordings), and how often every wording of each holds them."""
    if isinstance(features, NgramFeatures):
        return _count_ngrams(features, wordings)
    known: dict[str, int] = {}
    for texts in wordings:
        for term in features.terms(texts[0]):
            known.setdefault(term, len(known))
    columns, values, starts = array("i"), array("f"), array("q", [0])
    for texts in wordings:
        for text in texts:
            found = {known[term]: count for term, count in Counter(features.terms(text)).items() if term in known}
            columns.extend(found)
            values.extend(found.values())
            starts.append(len(columns))
    parts = np.frombuffer(values, np.float32), np.frombuffer(columns, np.int32), np.frombuffer(starts, np.int64)
    return list(known), sparse.csr_matrix(parts, shape=(len(starts) - 1, len(known)))


def _count_ngrams(features: NgramFeatures, wordings: Sequence[Sequence[str]]) -> tuple[list[str], sparse.csr_matrix]:
    many = len(wordings[0])
    framed = [f"{BEGIN}{prepare(text)}{END}" for texts in wordings for text in texts]
    views = [(framed, features.lengths["characters"]), ([sound(text) for text in framed], features.lengths["sounds"])]
    parts = [_codes(texts, longest) for texts, longest in views]
    codes, rows = (np.concatenate(part) for part in zip(*parts, strict=True))
    known = np.unique(codes[rows % many == 0])
    places = np.minimum(np.searchsorted(known, codes), known.size - 1)
    found = known[places] == codes
    shape = len(framed), known.size
    counted = sparse.csr_matrix((np.ones(int(found.sum()), np.float32), (rows[found], places[found])), shape=shape)
    counted.sum_duplicates()
    return [_term(int(code)) for code in known], counted


def _codes(texts: Sequence[str], longest: int) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    """Every n-gram of the texts as a number, and the text it is of."""
    letters = np.frombuffer("".join(texts).encode("utf-32-le"), np.uint32).astype(np.uint64)
    row = np.repeat(np.arange(len(texts), dtype=np.int32), [len(text) for text in texts])
    codes, rows = [], []
    for length in range(1, longest + 1):
        code = np.zeros(max(0, letters.size - length + 1), np.uint64)
        for place in range(length):
            code = (code << np.uint64(BITS)) | letters[place : place + code.size]
        whole = row[: code.size] == row[length - 1 :]
        codes.append(code[whole])
        rows.append(row[: code.size][whole])
    return np.concatenate(codes), np.concatenate(rows)


def _term(code: int) -> str:
    letters = []
    while code:
        letters.append(chr(code & ((1 << BITS) - 1)))
        code >>= BITS
    return "".join(reversed(letters))
