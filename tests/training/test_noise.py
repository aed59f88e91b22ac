"""Errors on purpose leave a text that a person would still understand; wordings begin with the text as written."""

from __future__ import annotations

import numpy as np
import pytest

from nlu.experts.preparation import prepare
from nlu.experts.sounds import sound
from training.noise import WAYS, Noise

TEXTS = ["我家电表坏了，已经两天没人来修", "上个月电费318块，怎么这么高？", "停电了", "店里的标价，价格以后再讲"] * 3
NOISE = Noise(TEXTS)


@pytest.mark.parametrize("way", WAYS)
def test_a_text_stays_a_text(way: str) -> None:
    rng = np.random.default_rng(1)
    for text in [*TEXTS, "停", "？？"]:
        spoilt = WAYS[way](NOISE, text, rng)
        assert spoilt
        assert abs(len(spoilt) - len(text)) <= 12


def test_homophones_sound_the_same() -> None:
    rng = np.random.default_rng(2)
    many = [NOISE.homophones(TEXTS[0], rng) for _ in range(20)]
    assert any(other != TEXTS[0] for other in many)
    assert {sound(other) for other in many} == {sound(TEXTS[0])}


def test_traditional_characters_read_as_simplified_ones() -> None:
    written = NOISE.traditional("电表坏了", np.random.default_rng(3))
    assert written == "電錶壞了" or written != "电表坏了"
    assert prepare(written)[0] == "电"


def test_small_numbers_become_numerals() -> None:
    assert NOISE.numerals("等了12天", np.random.default_rng(4)) == "等了十二天"


def test_no_way_no_change() -> None:
    rng = np.random.default_rng(5)
    assert NOISE.spoil(TEXTS[0], rng, {}) == TEXTS[0]
    assert NOISE.spoil(TEXTS[0], rng, {"no_punctuation": 1.0}) in {
        TEXTS[0].replace("，", ""),
        TEXTS[0].replace("，", " "),
    }
