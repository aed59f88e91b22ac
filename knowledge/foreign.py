"""Texts about other things told from ours by their words: a straight line through bags of grams."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from knowledge.views import Views
from knowledge.wording import character_grams

Floats = NDArray[np.float32]
BUCKETS = 1 << 18  # grams share a number by chance; so few do that it does not matter
_FOLDS = 3
_NEAR_ENOUGH = 1e-2  # of the best weights: closer takes four times as long and tells nothing better apart
_LOOSENESS = 8.0  # of the regularisation


@dataclass(frozen=True, slots=True)
class Known:
    """A text that was read, whether it is about other things, and which texts are held out together with it."""

    numbers: NDArray[np.int32]
    is_foreign: bool
    group: int

    @classmethod
    def of(cls, views: Views, is_foreign: bool, group: int) -> Known:
        """From the views of the text."""
        return cls(_numbers(views), is_foreign, group)


class ForeignReader:
    """Says how much the words of a question speak for other things; 0 is undecided."""

    def __init__(self, weights: Floats, bias: float) -> None:
        self.weights = weights
        self.bias = bias

    @classmethod
    def learn(cls, texts: Sequence[Known]) -> ForeignReader:
        """Learn from texts; those of either side count the same together. One side alone teaches nothing."""
        from scipy.sparse import csr_matrix
        from sklearn.linear_model import LogisticRegression  # only where an index is built

        sides = np.array([text.is_foreign for text in texts])
        if len(set(sides.tolist())) < 2:
            return cls(np.zeros(BUCKETS, np.float32), 0.0)
        numbers = [text.numbers for text in texts]
        values = np.concatenate([np.full(len(each), _scale(len(each))) for each in numbers])
        begins = np.concatenate([[0], np.cumsum([len(each) for each in numbers])])
        table = csr_matrix(  # type: ignore[no-untyped-call]
            (values, np.concatenate(numbers), begins), shape=(len(texts), BUCKETS)
        )
        model = LogisticRegression(C=_LOOSENESS, class_weight="balanced", solver="liblinear", tol=_NEAR_ENOUGH)
        model.fit(table, sides)
        return cls(model.coef_[0].astype(np.float32), float(model.intercept_[0]))

    def lean(self, views: Views) -> float:
        """Above 0: towards other things, in log odds."""
        numbers = _numbers(views)
        return float(self.weights[numbers].sum()) * _scale(len(numbers)) + self.bias


class HeldOutReaders:
    """Readers that have not seen a group, to learn how far the words can be trusted on new texts."""

    def __init__(self, readers: Sequence[ForeignReader]) -> None:
        self._readers = readers

    @classmethod
    def learn(cls, texts: Sequence[Known]) -> HeldOutReaders:
        """One reader a fold, without the groups of that fold."""
        return cls(
            [ForeignReader.learn([text for text in texts if _fold(text.group) != fold]) for fold in range(_FOLDS)]
        )

    def lean(self, views: Views, group: int) -> float:
        """What the reader says that has not seen the group."""
        return self._readers[_fold(group)].lean(views)


def _fold(group: int) -> int:
    return group * 7919 % _FOLDS


def _scale(grams: int) -> float:
    return 1 / float(np.sqrt(max(grams, 1)))


def _numbers(views: Views) -> NDArray[np.int32]:
    grams = {*character_grams(views.words), *(f"={concept}" for concept in (*views.names, *views.pairs))}
    found = [crc32(gram.encode("utf-8", "surrogatepass")) % BUCKETS for gram in grams]
    return np.array(sorted(found), dtype=np.int32)  # in order: the same sum in every process
