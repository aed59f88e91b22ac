"""Two thresholds of danger: with words of the danger table and without."""

from __future__ import annotations

import numpy as np

from training.danger import MOST_FALSE_ALARMS, allowed_pair, best_pair


def test_the_pair_finds_what_it_promises() -> None:
    rng = np.random.default_rng(3)
    dangerous = np.arange(2000) < 400
    words = np.where(dangerous, rng.random(2000) < 0.9, rng.random(2000) < 0.1)
    chance = np.clip(dangerous * 0.6 + rng.normal(0.2, 0.15, 2000), 0, 1)

    with_words, without = best_pair(chance, words, dangerous)

    named = chance >= np.where(words, with_words, without)
    assert named[dangerous].mean() >= 0.99
    assert with_words <= without
    alone = chance >= np.sort(chance[dangerous])[4]
    assert named[~dangerous].mean() < alone[~dangerous].mean()


def test_words_that_name_every_danger_need_no_classifier() -> None:
    dangerous = np.arange(100) < 50

    with_words, without = best_pair(np.full(100, 0.5), dangerous.copy(), dangerous)

    assert with_words <= 0.5
    assert without == 1.0


def test_without_any_words_the_classifier_decides_alone() -> None:
    dangerous = np.arange(100) < 50
    chance = np.where(dangerous, 0.9, 0.1)

    with_words, without = best_pair(chance, np.zeros(100, bool), dangerous)

    assert 0.1 < without <= 0.9
    assert with_words <= without


def test_a_recall_is_bought_only_within_the_false_alarms_allowed() -> None:
    rng = np.random.default_rng(5)
    dangerous = np.arange(2000) < 400
    words = np.where(dangerous, rng.random(2000) < 0.7, rng.random(2000) < 0.05)
    chance = np.clip(dangerous * 0.6 + rng.normal(0.2, 0.15, 2000), 0, 1)

    ticket, message = (allowed_pair(prefix, chance, words, dangerous) for prefix in ("", "message_"))
    found = [chance >= np.where(words, *pair) for pair in (ticket, message)]

    assert found[0][~dangerous].mean() <= MOST_FALSE_ALARMS[""]
    assert found[1][~dangerous].mean() <= MOST_FALSE_ALARMS["message_"]
    assert found[0][dangerous].mean() > found[1][dangerous].mean()
