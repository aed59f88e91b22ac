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
from training.corpus import Task
from training.experts import LEXICON, LinearPlan, heads
from training.settings import CORPUS, FOLDS
from training.stacking import combine, figures, fit_weights, threshold_for_error

# An agent need not look again where at most this share would be wrong; a bot asks back where more than this would be.
REVIEW_ERROR, UNSURE_ERROR = 0.02, 0.05

PARITY_TEXTS = 40
ODD_TEXTS = ("", "？", "停電了！！！", "户号 4201060001，谢谢")

Answers = Mapping[str, Mapping[str, NDArray[np.float32]]]  # expert → head → log-probabilities


@dataclass(frozen=True)
class Stack:
    """The fitted weights of all heads and what they achieve on held-out rows."""

    weights: dict[tuple[str, str], float]  # (expert, head), sum to one
    temperature: float
    probabilities: NDArray[np.float64]  # held-out, (rows, labels)
    figures: dict[str, Any]
    thresholds: dict[str, float]


def fit_stack(task: Task, answers: Answers) -> Stack:
    """Weights, temperature and thresholds from out-of-fold answers."""
    group_of = np.array([task.groups.index(label.split("/", 1)[0]) for label in task.labels])
    names = [(expert, head) for expert, given in answers.items() for head in given]
    expanded = [_expand(answers[expert][head], head, group_of) for expert, head in names]
    truth = heads(task)["label"][1]
    weights = fit_weights(expanded, truth)
    stacked = combine(expanded, weights)
    alone = {
        expert: figures(np.exp(answer), truth, group_of)
        for (expert, head), answer in zip(names, expanded, strict=True)
        if head == "label"
    }
    return Stack(
        weights={name: float(weight / weights.sum()) for name, weight in zip(names, weights, strict=True)},
        temperature=float(1 / weights.sum()),
        probabilities=stacked,
        figures={"stack": figures(stacked, truth, group_of), "alone": alone, "plans": _by_plan(task, stacked, truth)},
        thresholds=_thresholds(stacked, truth),
    )


def write_folder(
    task: Task, stack: Stack, linear: Mapping[str, tuple[LinearPlan, LinearWeights]], folder: Path
) -> None:
    """The folder that `StackedClassifier.load` reads; replaces what was there."""
    folder.mkdir(parents=True, exist_ok=True)
    experts = []
    for name, (plan, weights) in linear.items():
        weights.save(folder / f"{name}.npz")
        if plan.features["kind"] == "concepts":
            shutil.copyfile(CORPUS / LEXICON, folder / LEXICON)
        settings = {"name": name, "kind": "linear", "file": f"{name}.npz", "features": dict(plan.features)}
        experts.append({**settings, "heads": _heads(name, stack, weights)})
    card = _card(task, stack, experts)
    (folder / "card.json").write_text(json.dumps(card, ensure_ascii=False, indent=2) + "\n", "utf-8")
    write_parity(task, folder)


def write_parity(task: Task, folder: Path) -> None:
    """Some texts with the probabilities they get here, so that every environment can check that it serves the same."""
    texts = [*ODD_TEXTS, *task.texts[:: len(task.rows) // PARITY_TEXTS]]
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
        "thresholds": {name: round(value, 4) for name, value in stack.thresholds.items()},
        "metrics": {"method": f"{FOLDS}-fold cross-validation on the training text", **stack.figures},
        "data": {
            "rows": len(task.rows),
            "hash": digest([[row.text, row.label] for row in task.rows]),
            "sources": [{"name": "corpus/", "licence": "Apache-2.0, written for this project"}],
        },
    }


def _heads(name: str, stack: Stack, weights: LinearWeights) -> list[dict[str, Any]]:
    return [
        {
            "name": head,
            "target": "label" if head == "label" else "group",
            "labels": last - first,
            "weight": round(stack.weights[name, head], 5),
        }
        for head, (first, last) in weights.columns.items()
    ]


def _expand(answer: NDArray[np.float32], head: str, group_of: NDArray[np.intp]) -> NDArray[np.float64]:
    return np.asarray(answer if head == "label" else answer[:, group_of], np.float64)


def _thresholds(probabilities: NDArray[np.float64], truth: NDArray[np.intp]) -> dict[str, float]:
    confidence = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == truth
    return {
        "review": threshold_for_error(confidence, right, REVIEW_ERROR),
        "unsure": threshold_for_error(confidence, right, UNSURE_ERROR),
    }


def _by_plan(task: Task, probabilities: NDArray[np.float64], truth: NDArray[np.intp]) -> dict[str, float]:
    """Accuracy by the kind of variety a row was written for."""
    plans = np.array([row.plan for row in task.rows])
    right = probabilities.argmax(axis=1) == truth
    return {plan: round(float(right[plans == plan].mean()), 4) for plan in dict.fromkeys(plans.tolist())}
