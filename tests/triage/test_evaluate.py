"""The figures of an evaluation mean what they say."""

from __future__ import annotations

from typing import Any

import pytest

from triage import Alternative, TriageResult
from triage.evaluate import calibration_error, evaluate_tickets, macro_f1


class Recorded:
    """A triager that gives verdicts written beforehand."""

    def __init__(self, results: list[TriageResult]) -> None:
        self._results = results

    def triage(self, texts: list[str]) -> list[TriageResult]:
        assert len(texts) == len(self._results)
        return self._results


def verdict(type: str, category: str, **changes: Any) -> TriageResult:
    others = (Alternative("other", "unclear", 0.1), Alternative("other", "unrelated", 0.05))
    values = {"urgency": "normal", "danger": False, "confidence": 0.9, "needs_review": False} | changes
    return TriageResult(type, category, alternatives=others, reasons=(), **values)


def row(type: str, category: str, **changes: Any) -> dict[str, Any]:
    return {"text": "x", "type": type, "category": category, "alt": [], "urgency": "normal", "danger": False, **changes}


def test_an_acceptable_other_label_counts_as_right() -> None:
    rows = [row("fault", "metering", alt=[["opinion", "metering"]]), row("opinion", "staff")]
    scores = evaluate_tickets(rows, Recorded([verdict("opinion", "metering"), verdict("complaint", "service")]))
    assert (scores.type_accuracy, scores.category_accuracy) == (0.5, 0.5)


def test_danger_is_counted_both_ways() -> None:
    rows = [row("fault", "metering", danger=True), row("fault", "metering", danger=True), row("opinion", "staff")]
    results = [
        verdict("fault", "metering", danger=True, urgency="urgent"),
        verdict("fault", "metering"),
        verdict("opinion", "staff", danger=True),
    ]
    scores = evaluate_tickets(rows, Recorded(results))
    assert (scores.danger_recall, scores.danger_false_alarms) == (0.5, 1.0)


def test_errors_are_counted_among_what_nobody_reviews() -> None:
    rows = [row("fault", "metering"), row("opinion", "staff"), row("opinion", "staff")]
    results = [
        verdict("fault", "metering"),
        verdict("fault", "metering", needs_review=True),
        verdict("fault", "metering"),
    ]
    scores = evaluate_tickets(rows, Recorded(results))
    assert (scores.reviewed, scores.error_unreviewed) == (0.3333, 0.5)


def test_macro_f1_weighs_rare_labels_like_common_ones() -> None:
    assert macro_f1(["a", "a", "a", "a"], ["a", "a", "a", "b"]) == pytest.approx((6 / 7 + 0) / 2, abs=1e-4)


def test_calibration_error_is_the_gap_between_confidence_and_truth() -> None:
    assert calibration_error([0.9, 0.9], [True, False]) == pytest.approx(0.4)
    assert calibration_error([1.0, 1.0], [True, True]) == 0


def test_nothing_to_evaluate_is_refused() -> None:
    with pytest.raises(ValueError, match="no tickets"):
        evaluate_tickets([], Recorded([]))
