"""`python -m training.unknown`: can matters that no label stands for be told from those that one does?

Some intents are left out of the training at a time; their rows and the held-out rows of the others are scored by what a
classifier says of a text. The area under the curve says how well each score tells them apart (0.5: not at all).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray
from rich.console import Console
from sklearn.metrics import roc_auc_score

from nlu.experts.features import build_features
from training.corpus import NO_TRUTH, Task, load_intents
from training.experts import NGRAMS, folds
from training.linear import FitPlan, TermTable, fit_heads
from training.settings import CORPUS, SEED

TARGET = Path("var/training/unknown.json")
# Out of scope is itself a label of everything unknown: it always stays.
ALWAYS_KNOWN = "out_of_scope"
LEFT_OUT = 6
console = Console()
Scores = dict[str, NDArray[np.float64]]


def groups_to_leave_out(task: Task, rounds: int) -> list[list[str]]:
    """Labels drawn at random, none twice."""
    others = [label for label in task.labels if label != ALWAYS_KNOWN]
    order = np.random.default_rng(SEED).permutation(len(others))
    return [
        [others[place] for place in order[start : start + LEFT_OUT]] for start in range(0, rounds * LEFT_OUT, LEFT_OUT)
    ]


def familiarity(scores: NDArray[np.float32], out_of_scope: int) -> Scores:
    """How familiar a text seems, by several measures; higher is more familiar."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    chances = np.exp(shifted) / np.exp(shifted).sum(axis=1, keepdims=True)
    inside = np.delete(chances, out_of_scope, axis=1)
    return {
        "highest probability": chances.max(axis=1),
        "highest probability inside the scope": inside.max(axis=1),
        "energy": np.log(np.exp(shifted).sum(axis=1)) + scores.max(axis=1),
        "highest score": scores.max(axis=1),
        "negative entropy": (chances * np.log(np.maximum(chances, 1e-12))).sum(axis=1),
    }


def measure(task: Task, table: TermTable, left_out: list[str]) -> dict[str, float]:
    """The area under the curve of every measure when these labels are not trained."""
    training, held_out = folds(task)[0]
    truth = np.array(task.label_numbers())
    unknown = np.isin(truth, [task.labels.index(label) for label in left_out])
    rows, _, _ = table.weighted(training[~unknown[training]], NGRAMS.least_texts)
    heads = {"label": (len(task.labels), np.where(unknown, NO_TRUTH, truth))}
    weights, bias = fit_heads(rows, table.many, training[~unknown[training]], heads, FitPlan(as_written=1.0))["label"]
    trained = [number for number in range(len(task.labels)) if task.labels[number] not in left_out]
    seen = np.concatenate([held_out[~unknown[held_out]], np.flatnonzero(unknown)])
    given = familiarity(
        (rows[seen * table.many] @ weights + bias)[:, trained], trained.index(task.labels.index(ALWAYS_KNOWN))
    )
    return {name: float(roc_auc_score(~unknown[seen], score)) for name, score in given.items()}


def main(
    rounds: Annotated[int, typer.Option(min=1, max=8, help="times six other intents are left out")] = 3,
    target: Path = TARGET,
) -> None:
    """Print and write the mean area of every measure."""
    task = load_intents()
    table = TermTable(build_features(NGRAMS.features, CORPUS), [[text] for text in task.texts])
    results = []
    for left_out in groups_to_leave_out(task, rounds):
        results.append(measure(task, table, left_out))
        console.print(left_out, results[-1])
    mean = {name: round(float(np.mean([result[name] for result in results])), 4) for name in results[0]}
    console.print(mean)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps({"rounds": rounds, "left_out": LEFT_OUT, "area": mean}, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    typer.run(main)
