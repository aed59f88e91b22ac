"""From the experts' held-out answers to a model folder with its card."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlu.experts.linear import LinearWeights
from nlu.experts.stacked import FORMAT, StackedClassifier
from training.cache import digest
from training.corpus import NO_TRUTH, Task
from training.danger import DANGEROUS, danger_figures, danger_thresholds
from training.experts import LinearPlan, heads
from training.replacing import replaced_folder
from training.settings import CORPUS, FOLDS, LEXICON, SEED
from training.stacking import Floats, combine, figures, fit_weights, threshold_for_error

# An agent need not look again where at most this share would be wrong; a bot asks back where more than this would be.
REVIEW_ERROR, UNSURE_ERROR = 0.02, 0.05

# Of the texts that a label does stand for, this share seems unknown.
UNKNOWN_SHARE = 0.05

ENCODER = "encoder"
# A missed danger is worse than a false alarm. On all unseen rows (linear experts) 1.0 raises its recall from 0.81 to
# 0.90, lowers its precision from 0.91 to 0.86 and costs no accuracy; 2.0 would halve the trust in it.
# What is none of our business is rarer in the corpus than among messages: with 1.0 its recall on held-out rows rises
# from 0.80 to 0.86 and accuracy falls by half a point.
LEANS = {"intents": {"report_danger": 1.0, "out_of_scope": 1.0}}
METHOD = f"{FOLDS} folds of the training text; of the rows that every expert answered unseen, weights by the other half"
PARITY_TEXTS = 40
ODD_TEXTS = ("", "？", "停電了！！！", "户号 4201060001，谢谢")

Answers = Mapping[str, Mapping[str, NDArray[np.float32]]]  # expert → head → log-probabilities
Name = tuple[str, str]  # expert and head


@dataclass(frozen=True)
class Stack:
    """The fitted weights of all heads and what they achieve on held-out rows."""

    weights: dict[Name, float]  # sum to one
    temperature: float
    figures: dict[str, Any]
    thresholds: dict[str, float]


def fit_stack(task: Task, answers: Answers) -> Stack:
    """Weights, temperature and thresholds from out-of-fold answers.

    Only rows that every expert answered count. What the stack achieves is measured with weights fitted on the other
    half of these rows; the weights that are kept are fitted on all of them.
    """
    rows = _answered(answers, heads(task)["label"][1])
    truth = heads(task)["label"][1][rows]
    group_of = np.array([task.groups.index(label.split("/", 1)[0]) for label in task.labels])
    expanded = {
        (expert, head): _expand(answer[rows], head, group_of)
        for expert, given in answers.items()
        for head, answer in given.items()
    }
    weights = fit_weights(list(expanded.values()), truth)
    ablation = {name: crossed(part, truth) for name, part in _parts(expanded).items()}
    stacked = leaning(ablation["stacked"], task)
    alone = {name[0]: np.exp(answer) for name, answer in expanded.items() if name[1] == "label"}
    return Stack(
        weights={name: float(weight / weights.sum()) for name, weight in zip(expanded, weights, strict=True)},
        temperature=float(1 / weights.sum()),
        figures={
            "rows": len(rows),
            "stack": figures(stacked, truth, group_of),
            "ablation": {name: figures(given, truth, group_of) for name, given in ablation.items()},
            "alone": {name: figures(given, truth, group_of) for name, given in alone.items()},
            "leaning": _leaning_labels(task, stacked, truth),
            "plans": _by_plan([task.rows[row].plan for row in rows], stacked, truth),
            **({"danger": danger_figures(task, rows.tolist(), ablation, truth)} if task.name == "danger" else {}),
        },
        thresholds=_thresholds(task, rows.tolist(), stacked, truth),
    )


def crossed(part: Mapping[Name, Floats], truth: NDArray[np.intp]) -> Floats:
    """Probabilities of a stack of some experts: each half of the rows with weights fitted on the other half."""
    halves = np.random.default_rng(SEED).permutation(truth.size) % 2
    result = np.zeros_like(next(iter(part.values())))
    for half in (0, 1):
        here, there = halves == half, halves != half
        weights = fit_weights([answer[there] for answer in part.values()], truth[there])
        result[here] = combine([answer[here] for answer in part.values()], weights)
    return result


def leaning(probabilities: Floats, task: Task) -> Floats:
    """The probabilities after the labels that are worse to miss were raised."""
    leans = LEANS.get(task.name, {})
    raised = probabilities * np.exp([leans.get(label, 0.0) for label in task.labels])
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), np.float64)


def _leaning_labels(task: Task, probabilities: Floats, truth: NDArray[np.intp]) -> dict[str, dict[str, float]]:
    """Recall and precision of the labels that lean."""
    result, guesses = {}, probabilities.argmax(axis=1)
    for label in LEANS.get(task.name, {}):
        meant, named = truth == task.labels.index(label), guesses == task.labels.index(label)
        both = float((meant & named).sum())
        result[label] = {
            "recall": round(both / max(1, meant.sum()), 4),
            "precision": round(both / max(1, named.sum()), 4),
        }
    return result


def _parts(expanded: Mapping[Name, Floats]) -> dict[str, Mapping[Name, Floats]]:
    """What the ablation compares: without the transformer, the transformer by itself, all."""
    linear = {name: answer for name, answer in expanded.items() if name[0] != ENCODER}
    transformer = {name: answer for name, answer in expanded.items() if name[0] == ENCODER}
    parts = {"linear": linear, "transformer": transformer, "stacked": expanded}
    return {name: part for name, part in parts.items() if part}


def _answered(answers: Answers, truth: NDArray[np.intp]) -> NDArray[np.intp]:
    """Rows with a truth that every expert answered."""
    given = [~np.isnan(answer).any(axis=1) for heads_of in answers.values() for answer in heads_of.values()]
    return np.flatnonzero(np.logical_and.reduce([*given, truth != NO_TRUTH]))


def write_folder(
    task: Task, stack: Stack, linear: Mapping[str, tuple[LinearPlan, LinearWeights]], folder: Path
) -> None:
    """The folder that `StackedClassifier.load` reads; replaces what was there."""
    with replaced_folder(folder) as partial:
        experts = [_write_linear(name, plan, weights, stack, partial) for name, (plan, weights) in linear.items()]
        if any(expert == ENCODER for expert, _ in stack.weights):
            experts.append(_encoder_expert(task, stack))
        card = _card(task, stack, experts)
        (partial / "card.json").write_text(json.dumps(card, ensure_ascii=False, indent=2) + "\n", "utf-8")
        write_parity(task, partial)


def _write_linear(name: str, plan: LinearPlan, weights: LinearWeights, stack: Stack, folder: Path) -> dict[str, Any]:
    weights.save(folder / f"{name}.npz")
    if plan.features["kind"] == "concepts":
        shutil.copyfile(CORPUS / LEXICON, folder / LEXICON)
    settings = {"name": name, "kind": "linear", "file": f"{name}.npz", "features": dict(plan.features)}
    labels = {head: last - first for head, (first, last) in weights.columns.items()}
    return {**settings, "heads": [_head(name, head, size, stack) for head, size in labels.items()]}


def _encoder_expert(task: Task, stack: Stack) -> dict[str, Any]:
    given = [
        {**_head(ENCODER, head, size, stack), "output": f"{task.name}-{head}"}
        for head, (size, _) in heads(task).items()
    ]
    return {"name": ENCODER, "kind": "encoder", "folder": f"../{ENCODER}", "heads": given}


def write_parity(task: Task, folder: Path) -> None:
    """Some texts with the probabilities they get here, so that every environment can check that it serves the same."""
    texts = [*ODD_TEXTS, *task.texts[:: max(1, len(task.rows) // PARITY_TEXTS)]]
    probabilities = StackedClassifier.load(folder).probabilities(texts)
    rows = [[round(float(value), 5) for value in row] for row in probabilities]
    stored = json.dumps({"texts": texts, "probabilities": rows}, ensure_ascii=False, separators=(",", ":"))
    (folder / "parity.json").write_text(stored + "\n", "utf-8")


def _card(task: Task, stack: Stack, experts: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "task": task.name,
        "labels": list(task.labels),
        "experts": experts,
        "temperature": round(stack.temperature, 5),
        "leans": LEANS.get(task.name, {}),
        "thresholds": {name: round(value, 4) for name, value in stack.thresholds.items()},
        "metrics": {"method": METHOD, **stack.figures},
        "data": {
            "rows": len(task.rows),
            "hash": digest([[row.text, row.label] for row in task.rows]),
            "sources": [{"name": "corpus/", "licence": "Apache-2.0, written for this project"}],
        },
    }


def _head(expert: str, head: str, labels: int, stack: Stack) -> dict[str, Any]:
    target = "label" if head == "label" else "group"
    return {"name": head, "target": target, "labels": labels, "weight": round(stack.weights[expert, head], 5)}


def _expand(answer: NDArray[np.float32], head: str, group_of: NDArray[np.intp]) -> NDArray[np.float64]:
    return np.asarray(answer if head == "label" else answer[:, group_of], np.float64)


def _thresholds(task: Task, rows: list[int], probabilities: Floats, truth: NDArray[np.intp]) -> dict[str, float]:
    if task.name == "danger":
        return danger_thresholds(task, rows, probabilities[:, DANGEROUS], truth)
    confidence = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == truth
    return {
        "review": threshold_for_error(confidence, right, REVIEW_ERROR),
        "unsure": threshold_for_error(confidence, right, UNSURE_ERROR),
        # below it a text may be of a matter that no label stands for (training/unknown.py compares the measures)
        "unknown": float(np.quantile(confidence, UNKNOWN_SHARE)),
    }


def _by_plan(written_for: list[str], probabilities: Floats, truth: NDArray[np.intp]) -> dict[str, float]:
    """Accuracy by the kind of variety a row was written for."""
    plans = np.array(written_for)
    right = probabilities.argmax(axis=1) == truth
    return {plan: round(float(right[plans == plan].mean()), 4) for plan in dict.fromkeys(written_for)}
