"""Danger is heard in many voices, and not heard where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlu.text.safety import find_danger

HERE = Path(__file__).parent


def lines_of(name: str) -> list[str]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


REPORTED = [line.split("\t") for line in lines_of("danger_reported.txt")]
ABSENT = lines_of("danger_absent.txt")


@pytest.mark.parametrize(("kind", "text"), REPORTED, ids=[text for _, text in REPORTED])
def test_a_reported_danger_is_found(kind: str, text: str) -> None:
    assert find_danger(text) is not None


def test_the_kind_of_danger_is_mostly_told() -> None:
    kinds = [(found.kind, kind) for kind, text in REPORTED if (found := find_danger(text))]
    assert sum(found == kind for found, kind in kinds) / len(kinds) >= 0.75


def test_hardly_any_harmless_line_raises_an_alarm() -> None:
    alarms = [text for text in ABSENT if find_danger(text)]
    assert len(ABSENT) >= 150
    assert len(alarms) / len(ABSENT) <= 0.03, alarms


def test_the_words_that_carried_the_decision_are_told() -> None:
    found = find_danger("查下电费，还有电表箱冒烟了")
    assert found is not None
    assert found.kind == "smoke"
    assert "冒烟" in found.words


@pytest.mark.parametrize("text", ["", " ", "？？？", "😀", "a", "1234567890", "停" * 3000])
def test_odd_texts_are_no_danger_and_no_error(text: str) -> None:
    assert find_danger(text) is None


TICKETS = [line.split("\t") for line in lines_of("danger_tickets.tsv")]


def test_tickets_that_report_danger_are_heard_and_harmless_ones_are_not() -> None:
    found = {
        flag: [find_danger(text.replace("\\n", "\n")) is not None for row, _, text in TICKETS if row == flag]
        for flag in ("1", "0")
    }
    assert len(found["1"]) >= 150 and len(found["0"]) >= 150
    assert sum(found["1"]) / len(found["1"]) >= 0.95
    assert sum(found["0"]) / len(found["0"]) <= 0.05
