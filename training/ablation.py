"""`python -m training.ablation`: what each kind of noise is worth to the n-gram expert, written to var/ as JSON.

Every way of training is measured on the same held-out rows, as written and with all kinds of errors.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from numpy.typing import NDArray
from rich.console import Console

from nlu.experts.features import build_features
from training.corpus import Task, load_intents, load_tickets
from training.experts import NGRAMS, folds, heads
from training.linear import FitPlan, TermTable, fit_heads, head_log_probabilities
from training.settings import CORPUS, SEED
from training.variants import WAYS, VariantPlan, variants

TARGET = Path("var/training/ablation.json")
MANY = VariantPlan().many - 1
console = Console()


def ways_of_training() -> dict[str, tuple[VariantPlan, FitPlan]]:
    """By name: the wordings to train on, and how; a single kind of error strikes every wording with errors."""
    usual = FitPlan()
    single = {name: (VariantPlan(0, MANY, {name: 1.0}), usual) for name in WAYS}
    return {
        "as written": (VariantPlan(), FitPlan(as_written=1.0)),
        "other words": (VariantPlan(MANY, 0), usual),
        "all errors": (VariantPlan(0, MANY), usual),
        "other words and all errors": (VariantPlan(), usual),
        **single,
    }


def measure(task: Task, wordings: VariantPlan, fit: FitPlan) -> dict[str, float]:
    """Accuracy and log-loss on the held-out rows of the first fold, as written and with errors."""
    training, held_out = folds(task)[0]
    shown = variants(task.name, task.texts, wordings)
    spoilt = variants(task.name, task.texts, VariantPlan(0, MANY))
    for row in held_out:
        shown[row] = spoilt[row]
    table = TermTable(build_features(NGRAMS.features, CORPUS), shown)
    rows, _, _ = table.weighted(training, NGRAMS.least_texts)
    size, truth = heads(task)["label"]
    weights, bias = fit_heads(rows, table.many, training, {"label": (size, truth)}, fit)["label"]
    result = {}
    for name, wording in (("as written", 0), ("with errors", 1)):
        given = head_log_probabilities(rows[held_out * table.many + wording], weights, bias)
        result |= {f"{name}: {key}": value for key, value in _figures(given, truth[held_out]).items()}
    return result


def _figures(given: NDArray[np.float32], truth: NDArray[np.intp]) -> dict[str, float]:
    right = (given.argmax(axis=1) == truth).mean()
    loss = -given[np.arange(truth.size), truth].mean()
    return {"accuracy": round(float(right), 4), "log_loss": round(float(loss), 4)}


def _part_of(task: Task, rows: int) -> Task:
    """A part of the rows, drawn at random; all labels stay."""
    order = np.random.default_rng(SEED).permutation(len(task.rows))[:rows]
    return Task(task.name, tuple(task.rows[row] for row in sorted(order)), task.labels, task.groups)


def main(
    rows: Annotated[int, typer.Option(help="rows of each task to train and measure on")] = 8000,
    target: Path = TARGET,
) -> None:
    """Measure every way of training on both tasks and write the table."""
    result: dict[str, Mapping[str, Any]] = {}
    for task in (load_intents(), load_tickets()):
        part = _part_of(task, rows)
        figures = {}
        for name, (wordings, fit) in ways_of_training().items():
            figures[name] = measure(part, wordings, fit)
            console.print(task.name, name, figures[name])
        result[task.name] = {"rows": len(part.rows), "expert": NGRAMS.name, "trained on": figures}
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    typer.run(main)
