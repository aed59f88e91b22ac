"""Which linear experts each classifier is made of, and their cross-validated and final fits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedKFold

from nlu.experts.features import build_features
from nlu.experts.linear import LinearWeights
from nlu.experts.preparation import prepare
from training.cache import cached, digest, source_digest
from training.corpus import Task
from training.linear import FitPlan, Fitted, TermTable, fit_heads, head_log_probabilities, quantise
from training.settings import CORPUS, FOLDS, LEXICON, SEED
from training.variants import VariantPlan, task_variants

_SOURCES = (
    "training/linear.py",
    "training/counting.py",
    "training/variants.py",
    "training/noise.py",
    "nlu/experts/features.py",
    "nlu/experts/lexicon.py",
    "nlu/experts/sounds.py",
)


@dataclass(frozen=True)
class LinearPlan:
    """How one linear expert is built and fitted."""

    name: str
    features: Mapping[str, Any]
    least_texts: int
    most_terms: int
    fit: FitPlan = field(default_factory=FitPlan)
    wordings: VariantPlan = field(default_factory=VariantPlan)


NGRAMS = LinearPlan("ngrams", {"kind": "ngrams", "characters": 3, "sounds": 3}, 2, 60_000)
CONCEPTS = LinearPlan("concepts", {"kind": "concepts", "lexicon": LEXICON, "pairs": True}, 3, 20_000)
PLANS = (NGRAMS, CONCEPTS)


def plans(task: Task) -> tuple[LinearPlan, ...]:
    """The linear experts of a task: danger is told by words, and the gateway asks of it for every message."""
    return (NGRAMS,) if task.name == "danger" else PLANS


def folds(task: Task) -> list[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Training and held-out rows of each fold, the same for every expert of the task."""
    fold_of = np.concatenate([*(_fold_of(part) for part in task.parts), _fold_of(task)])
    return [(np.flatnonzero(fold_of != fold), np.flatnonzero(fold_of == fold)) for fold in range(FOLDS)]


def _fold_of(task: Task) -> NDArray[np.intp]:
    """The fold that holds each row out; only the rows that are in none of the task's parts."""
    truth = np.array(task.label_numbers()[task.first_own :])
    fold_of = np.zeros(truth.size, np.intp)
    splitter = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    for fold, (_, held_out) in enumerate(splitter.split(np.zeros(truth.size), truth)):
        fold_of[held_out] = fold
    return fold_of


def heads(task: Task) -> dict[str, tuple[int, NDArray[np.intp]]]:
    """The questions asked of a text (its label; its group where labels have groups): how many answers, the truth."""
    result = {"label": (len(task.labels), np.array(task.label_numbers()))}
    if len(task.groups) < len(task.labels):
        result["type"] = (len(task.groups), np.array(task.group_numbers()))
    return result


class LinearTraining:
    """Fits one linear expert on one task; every finished fold is kept."""

    def __init__(self, task: Task, plan: LinearPlan, folder: Path = CORPUS) -> None:
        self._task, self._plan, self._folder = task, plan, folder
        self._table: TermTable | None = None
        rows = [[prepare(row.text), row.label] for row in task.rows]
        lexicon = [folder / LEXICON] if plan.features["kind"] == "concepts" else []
        self.key = digest(rows, asdict(plan), FOLDS, SEED, source_digest(*_SOURCES), *lexicon)

    def held_out(self, step: Callable[[str], None] = lambda text: None) -> dict[str, NDArray[np.float32]]:
        """Out-of-fold log-probabilities of every head, in the order of the task's rows."""
        rows = len(self._task.rows)
        answers = {name: np.zeros((rows, size), np.float32) for name, (size, _) in heads(self._task).items()}
        for number, (training, held_out) in enumerate(folds(self._task)):
            name = f"{self._task.name}-{self._plan.name}-fold{number}"
            fold = cached(name, self.key, partial(self._fold, training, held_out))
            for name, values in fold.items():
                answers[name][held_out] = values
            step(f"{self._task.name}: {self._plan.name}, fold {number + 1} of {FOLDS}")
        return answers

    def final(self) -> LinearWeights:
        """The expert fitted on all rows, in eight bits."""
        stored = cached(f"{self._task.name}-{self._plan.name}-final", self.key, self._fit_all)
        columns = {name: tuple(stored[f"columns-{name}"].tolist()) for name in heads(self._task)}
        terms = tuple(stored["terms"].tobytes().decode("utf-8").split("\n"))
        return LinearWeights(terms, stored["idf"], stored["weights"], stored["scale"], stored["bias"], columns)

    def _terms(self) -> TermTable:
        if self._table is None:
            wordings = task_variants(self._task, self._plan.wordings)
            self._table = TermTable(build_features(self._plan.features, self._folder), wordings)
        return self._table

    def _fold(self, training: NDArray[np.intp], held_out: NDArray[np.intp]) -> dict[str, NDArray[Any]]:
        rows, _, _ = self._terms().weighted(training, self._plan.least_texts)
        unseen = rows[held_out * self._terms().many]
        fitted = self._fit(rows, training)
        return {name: head_log_probabilities(unseen, weights, bias) for name, (weights, bias) in fitted.items()}

    def _fit_all(self) -> dict[str, NDArray[Any]]:
        table, every = self._terms(), np.arange(len(self._task.rows))
        rows, kept, idf = table.weighted(every, self._plan.least_texts)
        terms = [table.terms[number] for number in kept]
        return _as_arrays(quantise(terms, idf, self._fit(rows, every), self._plan.most_terms))

    def _fit(self, rows: sparse.csr_matrix, training: NDArray[np.intp]) -> Fitted:
        return fit_heads(rows, self._terms().many, training, heads(self._task), self._plan.fit)


def _as_arrays(weights: LinearWeights) -> dict[str, NDArray[Any]]:
    arrays = {name: getattr(weights, name) for name in ("idf", "weights", "scale", "bias")}
    arrays["terms"] = np.frombuffer("\n".join(weights.terms).encode("utf-8"), dtype=np.uint8)
    arrays |= {f"columns-{name}": np.array(span) for name, span in weights.columns.items()}
    return arrays
