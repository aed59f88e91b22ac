"""The figures of an evaluation of messages mean what they say."""

from __future__ import annotations

from typing import Any

import pytest

from nlu import DangerEvidence, Entity, Intent, Parse
from nlu.evaluate import evaluate_messages


class Recorded:
    """An understanding that gives parses written beforehand."""

    def __init__(self, parses: list[Parse]) -> None:
        self._parses = parses

    def parse(self, texts: list[str]) -> list[Parse]:
        assert len(texts) == len(self._parses)
        return self._parses


def parse(name: str, second: str = "greet", *entities: tuple[str, str], danger: bool = False) -> Parse:
    found = tuple(Entity(kind, value, 0, 1) for kind, value in entities)
    evidence = DangerEvidence("smoke", ("冒烟",)) if danger else None
    return Parse(Intent(name, 0.9), (Intent(second, 0.1),), found, evidence)


def row(intent: str, alt: list[str] | None = None, **entities: str) -> dict[str, Any]:
    stated = [{"name": name, "value": value} for name, value in entities.items()]
    return {"text": "x", "intent": intent, "alt": alt or [], "entities": stated}


def test_acceptable_intents_and_second_guesses_count() -> None:
    rows = [row("query_bill", ["inform"]), row("greet"), row("thank")]
    scores = evaluate_messages(rows, Recorded([parse("inform"), parse("thank", "greet"), parse("greet", "deny")]))
    assert (scores.accuracy, scores.first_two) == (0.3333, 0.6667)


def test_entities_count_by_name_and_value() -> None:
    rows = [row("inform", month="2026-10", kwh="300")]
    scores = evaluate_messages(rows, Recorded([parse("inform", "greet", ("month", "2026-10"), ("kwh", "30"))]))
    assert (scores.entity_precision, scores.entity_recall, scores.entity_f1) == (0.5, 0.5, 0.5)
    assert scores.entity_f1_by_name == {"kwh": 0.0, "month": 1.0}


def test_danger_is_recalled_by_intent_or_by_words() -> None:
    rows = [row("report_danger"), row("report_danger"), row("report_danger"), row("query_bill")]
    parses = [parse("report_danger"), parse("query_bill", danger=True), parse("greet"), parse("query_bill")]
    scores = evaluate_messages(rows, Recorded(parses))
    assert (scores.danger_recall, scores.danger_false_alarms) == (0.6667, 0.0)


def test_nothing_to_evaluate_is_refused() -> None:
    with pytest.raises(ValueError, match="no messages"):
        evaluate_messages([], Recorded([]))
