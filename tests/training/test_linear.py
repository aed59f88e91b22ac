"""Linear experts: counted at once as one by one, fitted by small steps, silent where a row has no truth."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np

from nlu.experts.features import NgramFeatures, build_features
from training.corpus import NO_TRUTH
from training.counting import count_terms
from training.linear import FitPlan, TermTable, fit_heads, head_log_probabilities, quantise

WISHES = {
    "pay": ["电费怎么交", "我要交电费", "在哪里缴费", "怎么缴电费"],
    "outage": ["家里停电了", "整栋楼没电", "突然断电了", "又停电了"],
}
WORDINGS = [[text, text.replace("电", "店")] for texts in WISHES.values() for text in texts]
TRUTH = np.repeat([0, 1], 4)
FEATURES = NgramFeatures(3, 3)


def test_counting_at_once_gives_what_counting_one_by_one_gives() -> None:
    terms, matrix = count_terms(FEATURES, WORDINGS)

    known = {term for texts in WORDINGS for term in FEATURES.terms(texts[0])}
    assert set(terms) == known
    for row, text in enumerate(text for texts in WORDINGS for text in texts):
        expected = {term: count for term, count in Counter(FEATURES.terms(text)).items() if term in known}
        assert {
            terms[place]: count for place, count in zip(matrix[row].indices, matrix[row].data, strict=True)
        } == expected


def test_concepts_are_counted_too() -> None:
    settings = {"kind": "concepts", "lexicon": "concepts.tsv", "pairs": True}
    features = build_features(settings, Path("corpus"))

    terms, matrix = count_terms(features, [["电表坏了"], ["停电了"]])

    assert matrix.shape == (2, len(terms))
    assert matrix[0].sum() == sum(Counter(features.terms("电表坏了")).values())


def test_a_fitted_head_knows_what_it_read_and_homophones_of_it() -> None:
    table = TermTable(FEATURES, WORDINGS)
    rows, _, _ = table.weighted(np.arange(8), 1)

    weights, bias = fit_heads(rows, table.many, np.arange(8), {"label": (2, TRUTH)}, FitPlan(batch=4))["label"]

    for wording in (0, 1):
        given = head_log_probabilities(rows[np.arange(8) * 2 + wording], weights, bias)
        assert (given.argmax(axis=1) == TRUTH).all()
        assert np.allclose(np.exp(given).sum(axis=1), 1, atol=1e-5)


def test_rows_without_truth_teach_nothing() -> None:
    table = TermTable(FEATURES, WORDINGS)
    rows, _, _ = table.weighted(np.arange(8), 1)
    nothing = {"label": (2, np.full(8, NO_TRUTH))}

    weights, bias = fit_heads(rows, table.many, np.arange(8), nothing, FitPlan(epochs=2, decay=0.0))["label"]

    assert not weights.any()
    assert not bias.any()


def test_eight_bits_keep_the_decisions() -> None:
    table = TermTable(FEATURES, WORDINGS)
    rows, kept, idf = table.weighted(np.arange(8), 1)
    fitted = fit_heads(rows, table.many, np.arange(8), {"label": (2, TRUTH)}, FitPlan(batch=4))

    stored = quantise([table.terms[number] for number in kept], idf, fitted, 10_000)

    order = [table.terms.index(term) for term in stored.terms]
    exact = fitted["label"][0][np.searchsorted(kept, order)]
    assert np.abs(stored.weights * stored.scale[:, None] - exact).max() <= stored.scale.max() / 2 + 1e-6
