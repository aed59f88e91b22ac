"""``python -m triage.evaluate FILE``: how well tickets of a labelled file are triaged.

A line is one JSON object: text, type, category, urgency, danger and ``alt``, other acceptable [type, category] pairs
(as in the acceptance samples). An acceptable pair counts as right, for the macro-F1 too.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from triage.result import TriageResult
from triage.triager import TicketTriager

BINS = 10


@dataclass(frozen=True)
class TicketScores:
    """Shares between 0 and 1; ``error_unreviewed`` is the share wrong among those that need no review."""

    tickets: int
    type_accuracy: float
    category_accuracy: float
    type_macro_f1: float
    category_macro_f1: float
    first_three: float
    urgency_accuracy: float
    danger_recall: float
    danger_false_alarms: float
    calibration_error: float
    reviewed: float
    error_unreviewed: float


def evaluate_tickets(rows: Sequence[dict[str, Any]], triager: TicketTriager) -> TicketScores:
    """Triage all rows and score them. Raises ValueError when there are none."""
    if not rows:
        raise ValueError("no tickets to evaluate")
    results = triager.triage([row["text"] for row in rows])
    pairs = [_accepted(row) for row in rows]
    truth = [_nearest(result.label, accepted) for result, accepted in zip(results, pairs, strict=True)]
    right = [result.label in accepted for result, accepted in zip(results, pairs, strict=True)]
    types = [label.split("/")[0] for label in truth]
    unreviewed = [correct for result, correct in zip(results, right, strict=True) if not result.needs_review]
    among = [_among_first(result, accepted) for result, accepted in zip(results, pairs, strict=True)]
    dangers = [(result.danger, bool(row["danger"])) for result, row in zip(results, rows, strict=True)]
    return TicketScores(
        tickets=len(rows),
        type_accuracy=_share([result.type == type for result, type in zip(results, types, strict=True)]),
        category_accuracy=_share(right),
        type_macro_f1=macro_f1([result.type for result in results], types),
        category_macro_f1=macro_f1([result.label for result in results], truth),
        first_three=_share(among),
        urgency_accuracy=_share([result.urgency == row["urgency"] for result, row in zip(results, rows, strict=True)]),
        danger_recall=_share([found for found, real in dangers if real]),
        danger_false_alarms=_share([found for found, real in dangers if not real]),
        calibration_error=calibration_error([result.confidence for result in results], right),
        reviewed=_share([result.needs_review for result in results]),
        error_unreviewed=_share([not correct for correct in unreviewed]),
    )


def macro_f1(guesses: Sequence[str], truth: Sequence[str]) -> float:
    """Mean over the labels of the truth of the harmonic mean of precision and recall."""
    scores = []
    for label in set(truth):
        hits = sum(guess == label == real for guess, real in zip(guesses, truth, strict=True))
        scores.append(2 * hits / (guesses.count(label) + truth.count(label)))
    return round(sum(scores) / len(scores), 4)


def calibration_error(confidence: Sequence[float], right: Sequence[bool]) -> float:
    """Expected calibration error over ten equal bins."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for value, correct in zip(confidence, right, strict=True):
        bins.setdefault(min(int(value * BINS), BINS - 1), []).append((value, correct))
    gaps = (abs(sum(value for value, _ in rows) - sum(correct for _, correct in rows)) for rows in bins.values())
    return round(sum(gaps) / len(right), 4)


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The lines of a JSON-lines file; empty lines are skipped."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _accepted(row: dict[str, Any]) -> list[str]:
    return [f"{row['type']}/{row['category']}", *(f"{type}/{category}" for type, category in row.get("alt", []))]


def _nearest(guess: str, accepted: list[str]) -> str:
    """The acceptable label that the guess is closest to: itself, one of its type, or the first."""
    same_type = [label for label in accepted if label.split("/")[0] == guess.split("/")[0]]
    return guess if guess in accepted else (same_type or accepted)[0]


def _among_first(result: TriageResult, accepted: list[str]) -> bool:
    first = [result.label, *(f"{other.type}/{other.category}" for other in result.alternatives[:2])]
    return any(label in accepted for label in first)


def _share(answers: Sequence[bool]) -> float:
    """The share of true answers; 0 when nothing was asked."""
    return round(sum(answers) / len(answers), 4) if answers else 0.0


def main() -> None:
    """Print the scores of the file named on the command line."""
    import argparse

    parser = argparse.ArgumentParser(description="工单分类评测")
    parser.add_argument("file", type=Path)
    parser.add_argument("--models", type=Path, default=Path("models"))
    arguments = parser.parse_args()
    scores = evaluate_tickets(read_rows(arguments.file), TicketTriager.load(arguments.models))
    print(json.dumps(asdict(scores), ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
