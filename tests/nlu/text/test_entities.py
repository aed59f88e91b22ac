"""What is said in a message is found, with values normalised and places in the text as sent."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from nlu.text.entities import extract_entities

TODAY = date(2026, 11, 20)
LINES = [
    line.split("\t")
    for line in (Path(__file__).parent / "entities.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("text", "expected"), LINES, ids=[text for text, _ in LINES])
def test_a_message_gives_its_entities(text: str, expected: str) -> None:
    found = ";".join(f"{entity.name}={entity.value}" for entity in extract_entities(text, TODAY))
    assert found == expected
