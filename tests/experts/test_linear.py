"""The linear expert: stored and read again it says the same, and it can say why."""

from __future__ import annotations

import numpy as np
import pytest

from nlu.experts.features import ConceptFeatures, NgramFeatures
from nlu.experts.lexicon import Lexicon
from nlu.experts.linear import LinearExpert, LinearWeights


def weights_for(terms: dict[str, list[int]], columns: dict[str, tuple[int, int]]) -> LinearWeights:
    size = max(last for _, last in columns.values())
    return LinearWeights(
        terms=tuple(terms),
        idf=np.ones(len(terms), np.float32),
        weights=np.array(list(terms.values()), np.int8),
        scale=np.full(len(terms), 0.1, np.float32),
        bias=np.zeros(size, np.float32),
        columns=columns,
    )


def test_each_head_gives_probabilities_of_its_own_labels() -> None:
    expert = LinearExpert(
        NgramFeatures(2, 0), weights_for({"停电": [90, 0, 0, 50, 0]}, {"label": (0, 3), "type": (3, 5)})
    )

    answers = expert.log_probabilities(["这里停电了", "你好"])

    assert np.exp(answers["label"]).sum(axis=1) == pytest.approx([1, 1])
    assert answers["label"][0].argmax() == 0
    assert answers["type"].shape == (2, 2)
    assert np.exp(answers["label"][1]) == pytest.approx([1 / 3] * 3)  # nothing known: no preference


def test_texts_at_once_and_one_by_one_get_the_same_answer() -> None:
    expert = LinearExpert(
        NgramFeatures(3, 2), weights_for({"电": [9, 1], "电费": [0, 90], "停": [50, 3]}, {"label": (0, 2)})
    )
    texts = ["电费多少", "", "停电", "完全不同", "停停停电费"] * 60  # more than one batch

    together = expert.log_probabilities(texts)["label"]

    assert together == pytest.approx(
        np.concatenate([expert.log_probabilities([text])["label"] for text in texts]), abs=1e-6
    )


def test_no_texts_give_no_rows() -> None:
    expert = LinearExpert(NgramFeatures(1, 0), weights_for({"电": [1, 0]}, {"label": (0, 2)}))

    assert expert.log_probabilities([])["label"].shape == (0, 2)


def test_stored_weights_come_back(tmp_path) -> None:
    weights = weights_for({"电\x02": [1, -2], "停电": [-127, 127]}, {"label": (0, 2)})

    weights.save(tmp_path / "expert.npz")
    again = LinearWeights.load(tmp_path / "expert.npz", weights.columns)

    assert again.terms == weights.terms
    assert (again.weights == weights.weights).all()
    assert again.scale == pytest.approx(weights.scale, rel=1e-3)


def test_homophones_share_their_syllables() -> None:
    def sounds(text: str) -> set[str]:
        return {term for term in NgramFeatures(1, 2).terms(text) if "\ue000" <= term[0] <= "\uf8ff"}

    assert sounds("电表") == sounds("店婊")
    assert sounds("电表") != sounds("水表")


def test_width_script_and_case_do_not_matter() -> None:
    assert list(NgramFeatures(2, 1).terms("停電了ＡＰＰ")) == list(NgramFeatures(2, 1).terms("停电了app"))


def test_concepts_and_their_pairs_are_found_within_longer_words() -> None:
    lexicon = Lexicon({"meter": ["电表", "智能电表"], "burn": ["烧"], "power": ["电"]})

    terms = list(ConceptFeatures(lexicon).terms("智能电表烧了"))

    assert terms.count("meter") == 2
    assert {"power", "burn", "burn+meter", "burn+power", "meter+power"} <= set(terms)


def test_a_gain_is_shared_by_the_characters_of_its_term() -> None:
    expert = LinearExpert(NgramFeatures(3, 3), weights_for({"停电": [60, 0]}, {"label": (0, 2)}))

    gains = expert.gains(["这里停电了", "你好"], "label", [0, 0])

    assert gains[0][:2] == [0, 0]
    assert gains[0][2] == gains[0][3] > 0
    assert gains[1] == [0, 0]
    assert expert.gains([], "label", []) == []
