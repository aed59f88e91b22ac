"""The training text as rows."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from training.corrections import PLAN, corrected_tickets
from training.settings import CORPUS, CORRECTIONS


@dataclass(frozen=True)
class Row:
    """One labelled text; `plan` says by what kind of variety it was written."""

    text: str
    label: str
    plan: str


@dataclass(frozen=True)
class Task:
    """One classification: its rows and its labels in their fixed order."""

    name: str
    rows: tuple[Row, ...]
    labels: tuple[str, ...]
    groups: tuple[str, ...]  # the parts of the labels before "/", in order; the labels themselves when there is no "/"

    @property
    def texts(self) -> list[str]:
        """The texts of all rows."""
        return [row.text for row in self.rows]

    def label_numbers(self) -> list[int]:
        """For every row the number of its label."""
        numbers = {label: number for number, label in enumerate(self.labels)}
        return [numbers[row.label] for row in self.rows]

    def group_numbers(self) -> list[int]:
        """For every row the number of its group."""
        numbers = {group: number for number, group in enumerate(self.groups)}
        return [numbers[row.label.split("/", 1)[0]] for row in self.rows]


def load_intents(folder: Path = CORPUS) -> Task:
    """Customers' messages with the intent of each."""
    rows = [Row(line["text"], line["intent"], line["plan"]) for line in _lines(folder / "utterances.tsv")]
    return _task("intents", rows)


def load_tickets(folder: Path = CORPUS, corrections: Path = CORRECTIONS) -> Task:
    """Ticket texts with agents' corrections after them; a label is "type/category".

    A correction to a label that the corpus does not know is left out: a class needs more than one example.
    """
    lines = _lines(folder / "tickets.tsv")
    rows = [Row(line["text"], f"{line['type']}/{line['category']}", line["plan"]) for line in lines]
    known = {row.label for row in rows}
    corrected = (Row(text, f"{type}/{category}", PLAN) for type, category, text in corrected_tickets(corrections))
    return _task("tickets", [*rows, *(row for row in corrected if row.label in known)])


def _task(name: str, rows: Sequence[Row]) -> Task:
    labels = tuple(dict.fromkeys(row.label for row in rows))
    groups = tuple(dict.fromkeys(label.split("/", 1)[0] for label in labels))
    return Task(name, tuple(rows), labels, groups)


def _lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))
