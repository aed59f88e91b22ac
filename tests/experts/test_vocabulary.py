"""Known terms are found the quick way exactly as the features tell them one by one."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nlu.experts.features import NgramFeatures
from nlu.experts.vocabulary import ListedVocabulary, NgramVocabulary, Occurrences, vocabulary_of

FEATURES = NgramFeatures(3, 3)
TEXTS = ["停电了", "", "停停停电费多少APP", "😀電費", "\x02停\x03", "店婊坏了", "电" * 900]


def counted(found: Occurrences) -> Counter[tuple[int, int]]:
    return Counter(zip(found.texts.tolist(), found.terms.tolist(), strict=True))


@given(st.lists(st.text(alphabet="停电费了a😀\ue000 9", max_size=8), max_size=6), st.data())
def test_both_vocabularies_find_the_same_terms(texts: list[str], data: st.DataObject) -> None:
    every = sorted({term for text in [*TEXTS, *texts] for term in FEATURES.terms(text)})
    terms = data.draw(st.lists(st.sampled_from(every), unique=True, max_size=40))

    quick, listed = NgramVocabulary(terms), ListedVocabulary(FEATURES, terms)

    assert counted(quick.find([*TEXTS, *texts])) == counted(listed.find([*TEXTS, *texts]))


def test_a_place_is_told_within_the_framed_texts() -> None:
    found = NgramVocabulary(["停电", "了\x03"]).find(["停电了", "又停电"])

    places = sorted(zip(found.starts.tolist(), found.lengths.tolist(), strict=True))
    assert places == [(1, 2), (3, 2), (7, 2)]
    assert found.ends.tolist() == [5, 10]


def test_no_texts_and_no_terms_find_nothing() -> None:
    for vocabulary in (NgramVocabulary([]), NgramVocabulary(["停"]), ListedVocabulary(FEATURES, ["停"])):
        assert vocabulary.find([]).terms.size == 0
        assert vocabulary.find(["没有"]).terms.size == 0


def test_other_lengths_than_three_are_looked_up_one_by_one() -> None:
    vocabulary = vocabulary_of(NgramFeatures(2, 0), ["停电"])

    assert isinstance(vocabulary, ListedVocabulary)
    assert np.array_equal(vocabulary.find(["停电了", "停电停电"]).texts, [0, 1, 1])
