"""The training text as rows."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from training.corrections import PLAN, corrected_tickets
from training.settings import CORPUS, CORRECTIONS

NO_TRUTH = -1
DANGER = ("safe", "danger")
DANGER_INTENT = "report_danger"


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
    parts: tuple[Task, ...] = ()  # the tasks whose rows come first among these, in the same folds

    @property
    def first_own(self) -> int:
        """The first row that is in none of the parts."""
        return sum(len(part.rows) for part in self.parts)

    @property
    def texts(self) -> list[str]:
        """The texts of all rows."""
        return [row.text for row in self.rows]

    def label_numbers(self) -> list[int]:
        """For every row the number of its label; `NO_TRUTH` where it has none."""
        numbers = {label: number for number, label in enumerate(self.labels)}
        return [numbers.get(row.label, NO_TRUTH) for row in self.rows]

    def group_numbers(self) -> list[int]:
        """For every row the number of its group."""
        numbers = {group: number for number, group in enumerate(self.groups)}
        return [numbers.get(row.label.split("/", 1)[0], NO_TRUTH) for row in self.rows]


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


def load_tasks(folder: Path = CORPUS) -> list[Task]:
    """Every task that the corpus has text for: intents, tickets, and danger where danger.tsv is there."""
    intents, tickets = load_intents(folder), load_tickets(folder)
    danger = [load_danger(intents, tickets, folder)] if (folder / "danger.tsv").exists() else []
    return [intents, tickets, *danger]


def load_danger(intents: Task, tickets: Task, folder: Path = CORPUS) -> Task:
    """Danger in messages and tickets: the rows of both tasks, then those written for danger alone.

    A message reports danger by its intent, a ticket when danger_tickets.txt lists its text. Faults of a plan of which
    no ticket is listed were not looked through: they have no truth.
    """
    listed = set((folder / "danger_tickets.txt").read_text("utf-8").splitlines())
    seen = {row.plan for row in tickets.rows if row.text in listed}
    rows = [Row(row.text, _danger(row.label == DANGER_INTENT), row.plan) for row in intents.rows]
    for row in tickets.rows:
        known = row.plan in seen or not row.label.startswith("fault/")
        rows.append(Row(row.text, _danger(row.text in listed) if known else "", row.plan))
    read = {row.text for row in rows}
    lines = (line for line in _lines(folder / "danger.tsv") if line["text"] not in read)
    rows += [Row(line["text"], _danger(line["danger"] == "1"), line["plan"]) for line in lines]
    return Task("danger", tuple(rows), DANGER, DANGER, (intents, tickets))


def _danger(reported: bool) -> str:
    return DANGER[int(reported)]


def _task(name: str, rows: Sequence[Row]) -> Task:
    labels = tuple(dict.fromkeys(row.label for row in rows))
    groups = tuple(dict.fromkeys(label.split("/", 1)[0] for label in labels))
    return Task(name, tuple(rows), labels, groups)


def _lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))
