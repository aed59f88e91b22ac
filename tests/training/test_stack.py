"""Stacking: only what was answered unseen counts, and the cards compare with and without the transformer."""

from __future__ import annotations

import numpy as np
import pytest

from training.corpus import Row, Task
from training.replacing import replaced_folder
from training.stack import fit_stack, leaning
from training.stacking import threshold_for_error

LABELS = ("fault/metering", "fault/charging", "opinion/metering")
RNG = np.random.default_rng(4)
TRUTH = RNG.integers(0, 3, 400)
TASK = Task(
    "tickets", tuple(Row(f"第{n}条", LABELS[t], "cases") for n, t in enumerate(TRUTH)), LABELS, ("fault", "opinion")
)


def answer(skill: float) -> np.ndarray:
    """Log-probabilities of an expert whose scores lean towards the truth by `skill`."""
    scores = RNG.normal(size=(400, 3)).astype(np.float32)
    scores[np.arange(400), TRUTH] += skill
    return scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))


def test_two_experts_that_err_apart_are_better_than_either() -> None:
    stack = fit_stack(TASK, {"ngrams": {"label": answer(1.5)}, "encoder": {"label": answer(1.5)}})

    ablation = stack.figures["ablation"]
    assert ablation["stacked"]["log_loss"] < min(ablation["linear"]["log_loss"], ablation["transformer"]["log_loss"])
    assert sum(stack.weights.values()) == pytest.approx(1)
    assert min(stack.weights.values()) > 0.3


def test_an_expert_that_knows_nothing_counts_little() -> None:
    stack = fit_stack(TASK, {"ngrams": {"label": answer(2.0)}, "encoder": {"label": answer(0.0)}})

    assert stack.weights["ngrams", "label"] > 0.8


def test_rows_that_an_expert_never_answered_do_not_count() -> None:
    partly = answer(2.0)
    partly[100:] = np.nan

    stack = fit_stack(TASK, {"ngrams": {"label": answer(1.0)}, "encoder": {"label": partly}})

    assert stack.figures["rows"] == 100
    assert np.isfinite(stack.temperature)


def test_an_answer_for_groups_counts_for_all_their_labels() -> None:
    groups = np.log(np.where(TRUTH[:, None] == 2, [0.1, 0.9], [0.9, 0.1])).astype(np.float32)

    stack = fit_stack(TASK, {"ngrams": {"label": answer(0.5), "type": groups}})

    assert stack.figures["stack"]["group_accuracy"] > 0.95


def test_the_threshold_keeps_the_error_it_promises() -> None:
    confidence = np.linspace(1, 0, 100)
    right = np.arange(100) < 60

    threshold = threshold_for_error(confidence, right, 0.1)

    assert 1 - right[confidence >= threshold].mean() <= 0.1
    assert (confidence >= threshold).sum() == 66


def test_a_failed_training_leaves_the_old_model_alone(tmp_path) -> None:
    folder = tmp_path / "tickets"
    folder.mkdir()
    (folder / "card.json").write_text("old")

    with pytest.raises(RuntimeError), replaced_folder(folder) as partial:
        (partial / "card.json").write_text("new")
        raise RuntimeError("the disk is full")

    assert (folder / "card.json").read_text() == "old"
    with replaced_folder(folder) as partial:
        (partial / "card.json").write_text("new")
    assert (folder / "card.json").read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["tickets"]


def test_danger_leans_and_probabilities_stay_probabilities() -> None:
    labels = ("report_danger", "report_outage")
    task = Task("intents", (Row("冒烟", labels[0], "log"),), labels, labels)

    raised = leaning(np.array([[0.3, 0.7], [0.01, 0.99]]), task)

    assert raised.sum(axis=1) == pytest.approx([1, 1])
    assert raised[0].argmax() == 0
    assert raised[1].argmax() == 1
