"""The committed weights, as every environment serves them.

Run by the bot's Python too: `.venv/bot/bin/python -m tests.experts.test_weights` prints nothing when they agree.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

import numpy as np

from nlu.experts import StackedClassifier

MODELS = Path("models")
TASKS = ("intents", "tickets")
CLASSIFIERS = (*TASKS, "danger")


def check_parity() -> None:
    """Each classifier gives what it gave when it was trained, to within rounding."""
    for task in CLASSIFIERS:
        expected = json.loads((MODELS / task / "parity.json").read_text("utf-8"))
        given = StackedClassifier.load(MODELS / task).probabilities(expected["texts"])
        assert np.abs(given - np.array(expected["probabilities"])).max() < 2e-3, task


def test_probabilities_are_those_of_the_training() -> None:
    check_parity()


def test_rows_sum_to_one_also_for_odd_texts() -> None:
    texts = ["", " ", "？？？", "😀", "a" * 5000, "电" * 3000, "\x00\x02", "停电了"]
    for task in CLASSIFIERS:
        given = StackedClassifier.load(MODELS / task).probabilities(texts)
        assert given.dtype == np.float32
        assert np.allclose(given.sum(axis=1), 1, atol=1e-5)


def test_clear_wishes_are_understood() -> None:
    classifier = StackedClassifier.load(MODELS / "intents")
    wishes = {
        "查一下上个月电费": "query_bill",
        "转人工": "human_agent",
        "电线掉地上冒火花了": "report_danger",
        "你好": "greet",
    }

    guesses = classifier.probabilities(list(wishes)).argmax(axis=1)

    assert [classifier.labels[guess] for guess in guesses] == list(wishes.values())


def test_the_evidence_stands_in_the_text() -> None:
    classifier = StackedClassifier.load(MODELS / "tickets")
    text = "隔壁饭店把电线直接接在表前面偷电"

    words = classifier.evidence(text, "report/theft")

    assert 1 <= len(words) <= 3
    assert all(word in text for word in words)


def test_the_card_says_what_it_needs_to() -> None:
    for task in TASKS:
        card = StackedClassifier.load(MODELS / task).card
        assert 0 < card["thresholds"]["unsure"] <= card["thresholds"]["review"] <= 1
        assert card["metrics"]["stack"]["calibration_error"] < 0.05
        assert card["data"]["hash"]
        assert card["data"]["sources"]


def test_the_transformer_answers_and_is_worth_it() -> None:
    for task in TASKS:
        card = StackedClassifier.load(MODELS / task).card
        assert next(e for e in card["experts"] if e["name"] == "encoder")["heads"][0]["weight"] > 0.05
        ablation = card["metrics"]["ablation"]
        assert ablation["stacked"]["accuracy"] > ablation["linear"]["accuracy"]
        assert ablation["stacked"]["log_loss"] < ablation["linear"]["log_loss"]


def test_a_label_that_leans_is_likelier_than_without() -> None:
    classifier = StackedClassifier.load(MODELS / "intents")
    card = {**classifier.card, "leans": {"report_danger": 2.0}}
    danger = classifier.labels.index("report_danger")
    text = ["表箱门开着，里头铜线露着，小孩天天从那过"]

    leaning = StackedClassifier(card, classifier._experts).probabilities(text)
    plain = StackedClassifier({**card, "leans": {}}, classifier._experts).probabilities(text)

    assert leaning[0, danger] > plain[0, danger]
    assert abs(leaning.sum() - 1) < 1e-5


def test_one_message_is_read_within_three_milliseconds() -> None:
    classifier = StackedClassifier.load(MODELS / "intents")
    wishes = ["我家上个月电费怎么这么高", "停电了", "俺家的表不走字了咋整"]
    texts = [f"{number}号楼{wish}" for number in range(40) for wish in wishes]  # none twice: answers are remembered
    classifier.probabilities(texts[:3])
    took = []
    for text in texts:
        start = time.process_time()
        classifier.probabilities([text])
        took.append(time.process_time() - start)

    assert sorted(took)[len(took) // 2] < 0.003


def test_danger_without_its_words_is_told_from_words_without_danger() -> None:
    classifier = StackedClassifier.load(MODELS / "danger")
    thresholds, dangerous = classifier.card["thresholds"], classifier.labels.index("danger")
    texts = ["电线掉地上冒火花了，旁边有小孩", "手一沾水龙头就一激灵，麻得缩回来", "上个月电费多少", "我要开发票"]

    chances = classifier.probabilities(texts)[:, dangerous]

    for prefix in ("", "message_"):
        assert 0 <= thresholds[f"{prefix}danger_words"] <= thresholds[f"{prefix}danger_no_words"] <= 1
    assert chances[:2].min() > chances[2:].max()
    assert chances[2:].max() < thresholds["message_danger_no_words"]


def test_the_models_stay_small() -> None:
    size = sum(path.stat().st_size for path in MODELS.rglob("*") if path.is_file())
    assert size <= 25 * 2**20, f"{size / 2**20:.1f} MiB"


if __name__ == "__main__":
    check_parity()
