"""Tables and curves from outcomes: per label, confusions, calibration, coverage, slices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import precision_recall_fscore_support

from ops.evaluate.outcomes import Outcome
from triage import evaluate

BINS = 10
EXAMPLES = 3
MOST_CONFUSIONS = 25


@dataclass(frozen=True)
class LabelFigures:
    """Precision, recall and F1 of one label; `rows` is how many of the set belong to it."""

    label: str
    rows: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True)
class Confusion:
    """A label that was taken for another, how often, and some of the texts."""

    truth: str
    guess: str
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True)
class Slice:
    """How one voice fares."""

    style: str
    rows: int
    accuracy: float


@dataclass(frozen=True)
class Point:
    """A point of a curve with the number of rows behind it."""

    x: float
    y: float
    rows: int


def label_figures(outcomes: Sequence[Outcome]) -> list[LabelFigures]:
    """Every label of the set, the weakest first."""
    truth, guesses = [each.truth for each in outcomes], [each.guess for each in outcomes]
    labels = sorted(set(truth))
    columns = precision_recall_fscore_support(truth, guesses, labels=labels, zero_division=0.0)
    rows = zip(labels, *(column.tolist() for column in columns), strict=True)
    found = [LabelFigures(label, int(n), round(p, 4), round(r, 4), round(f, 4)) for label, p, r, f, n in rows]
    return sorted(found, key=lambda each: each.f1)


def confusions(outcomes: Sequence[Outcome]) -> list[Confusion]:
    """The pairs of labels most often confused, with examples."""
    texts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for each in outcomes:
        if not each.right:
            texts[each.truth, each.guess].append(each.text)
    commonest = sorted(texts.items(), key=lambda item: -len(item[1]))[:MOST_CONFUSIONS]
    return [Confusion(*pair, len(found), tuple(found[:EXAMPLES])) for pair, found in commonest]


def slices(outcomes: Sequence[Outcome]) -> list[Slice]:
    """Accuracy by voice, the weakest first."""
    right: dict[str, list[bool]] = defaultdict(list)
    for each in outcomes:
        right[each.style].append(each.right)
    found = [Slice(style, len(rows), round(sum(rows) / len(rows), 4)) for style, rows in right.items()]
    return sorted(found, key=lambda each: each.accuracy)


def calibration(outcomes: Sequence[Outcome]) -> list[Point]:
    """Mean confidence against the share of right answers in ten equal bins of confidence; empty bins are left out."""
    confidence = np.array([each.confidence for each in outcomes])
    right = np.array([each.right for each in outcomes])
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    chosen = [bins == number for number in range(BINS)]
    return [
        Point(round(float(confidence[rows].mean()), 4), round(float(right[rows].mean()), 4), int(rows.sum()))
        for rows in chosen
        if rows.any()
    ]


def calibration_error(outcomes: Sequence[Outcome]) -> float:
    """Mean distance between confidence and the share of right answers over ten equal bins, weighted by rows."""
    return evaluate.calibration_error([each.confidence for each in outcomes], [each.right for each in outcomes])


def coverage_curve(outcomes: Sequence[Outcome], steps: int = 20) -> list[Point]:
    """The share of wrong answers among the surest part of the rows, for growing parts."""
    order = sorted(outcomes, key=lambda each: -each.confidence)
    wrong = np.cumsum([not each.right for each in order])
    sizes = [max(1, round(len(order) * step / steps)) for step in range(1, steps + 1)]
    return [Point(round(size / len(order), 4), round(float(wrong[size - 1] / size), 4), size) for size in sizes]


def first(outcomes: Sequence[Outcome], places: int) -> float:
    """The share of rows with a right label among the first `places`."""
    hits = [any(label in each.accepted for label, _ in each.ranking[:places]) for each in outcomes]
    return round(sum(hits) / len(hits), 4)


def accuracy(outcomes: Sequence[Outcome]) -> float:
    """The share of rows whose first label is right."""
    return round(sum(each.right for each in outcomes) / len(outcomes), 4)


def macro_f1(outcomes: Sequence[Outcome]) -> float:
    """The mean F1 of the labels in the set."""
    return evaluate.macro_f1([each.guess for each in outcomes], [each.truth for each in outcomes])
