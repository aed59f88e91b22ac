"""More evidence never makes an answer less probable, and the threshold keeps what it says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answerability import AGAINST, KEPT, SIGNS, Answerability, Case


def cases(count=400):
    chance = np.random.default_rng(2)
    drawn = chance.normal(size=(count, len(SIGNS))).astype(np.float32)
    answered = drawn[:, 0] - drawn[:, SIGNS.index("foreign")] - 0.5 * drawn[:, 3] + chance.normal(size=count) > 0
    return [Case(row, bool(side)) for row, side in zip(drawn, answered, strict=True)]


@pytest.fixture(scope="module")
def model():
    return Answerability.learn(cases())


@given(st.integers(0, len(SIGNS) - 1), st.floats(0.1, 5))
def test_every_sign_speaks_for_its_own_side(model, sign, more):
    plain = np.zeros(len(SIGNS), np.float32)
    raised = plain.copy()
    raised[sign] += more
    change = model.probability(raised) - model.probability(plain)
    assert change <= 1e-6 if SIGNS[sign] in AGAINST else change >= -1e-6


def test_the_threshold_keeps_most_of_what_is_answered(model):
    answered = [model.probability(case.signs) for case in cases() if case.is_answered]
    assert np.mean([chance >= model.threshold for chance in answered]) >= KEPT - 0.01


def test_one_side_alone_answers_whatever_was_found():
    one_sided = [Case(case.signs, True) for case in cases(10)]
    assert Answerability.learn(one_sided).threshold == 0.5
