"""A table that cannot be read is named, with the entry and what is wrong in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from triage import UnreadableTable
from triage.gates import _read as gate
from triage.limits import _read as limit
from triage.tables import read_rows, read_table

GATE = "- {{id: a, source: s, among: [x/y], reason: r, when: {when}}}"
LIMIT = "- {key: a, value: soon, unit: 天, text: t, meaning: m, source: s, confidence: H}"


def write(folder: Path, text: str) -> Path:
    path = folder / "table.yml"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "read", "wrong"),
    [
        ("- {id: a}", gate, "source"),
        (GATE.format(when="{weather: bad}"), gate, "weather"),
        (GATE.format(when="{per_days: 62}"), gate, "outages_at_least"),
        (GATE.format(when="{words: '('}"), gate, "unterminated"),
        (GATE.format(when="[words]"), gate, "keys"),
        ("- only words", gate, "only words"),
        (LIMIT, limit, "soon"),
    ],
)
def test_a_garbled_entry_is_named_with_its_file(tmp_path, text, read, wrong):
    with pytest.raises(UnreadableTable, match=rf"(?s)table\.yml.*{wrong}"):
        read_rows(write(tmp_path, text), read)


def test_a_file_that_is_missing_or_no_yaml_is_named(tmp_path):
    with pytest.raises(UnreadableTable, match=r"table\.yml"):
        read_table(tmp_path / "table.yml")
    with pytest.raises(UnreadableTable, match=r"table\.yml"):
        read_table(write(tmp_path, "a: [1"))
