"""Danger is what the words say and the classifier does not exclude, or what the classifier is sure of without them."""

import numpy as np
import pytest

from nlu.experts.danger import DangerReader, DangerThresholds
from nlu.experts.errors import UnreadableModel

CARD = {"thresholds": {"danger_words": 0.05, "danger_no_words": 0.6, "message_danger_words": 0.1}}


class Classifier:
    """Gives every text the probability that a test says."""

    labels = ("safe", "danger")

    def __init__(self, chances):
        self._chances = chances

    def probabilities(self, texts):
        return np.array([[1 - self._chances[text], self._chances[text]] for text in texts], np.float32)

    def evidence(self, text, label, top):
        return [text[:2]]


def read(text, chance):
    return DangerReader(Classifier({text: chance}), DangerThresholds.of(CARD)).read([text])[0]


def test_words_of_danger_need_little_from_the_classifier():
    found = read("电表箱冒烟了", 0.2)
    assert found is not None
    assert "冒烟" in "".join(found.words)
    assert found.chance == pytest.approx(0.2)


def test_words_that_the_classifier_all_but_excludes_are_no_danger():
    assert read("电表箱冒烟了", 0.01) is None


def test_a_danger_without_its_words_needs_a_sure_classifier_and_says_what_it_went_by():
    assert read("摸着龙头身上一激灵", 0.4) is None
    assert read("那个东西嗞嗞叫得厉害", 0.9).kind == "learned"


def test_a_card_without_thresholds_is_refused_with_the_remedy():
    with pytest.raises(UnreadableModel, match=r"message_danger_no_words.*make train"):
        DangerThresholds.of(CARD, "message_")
    with pytest.raises(UnreadableModel, match="make train"):
        DangerThresholds.of({"thresholds": {}})
