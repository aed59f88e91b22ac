"""`python -m training.coverage`: the lines each label has of each plan, and what falls below the coverage sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import typer
import yaml

from training.corpus import Task, load_tasks
from training.settings import CORPUS

OF = {"intents": "utterances", "tickets": "tickets", "danger": "danger"}


def shortages(tasks: list[Task], sheet: Mapping[str, Any]) -> Iterator[str]:
    """What is missing: labels with too few lines, plans without a description, described plans without lines."""
    least: Mapping[str, int] = sheet["least"]
    for task in tasks:
        lines = Counter(row.label for row in task.rows if row.label)
        for label in task.labels:
            wanted = least.get(label, least[OF[task.name]])
            if lines[label] < wanted:
                yield f"{OF[task.name]}: {label} has {lines[label]} lines, {wanted} are wanted"
        written = {row.plan.split("-", 1)[0] for row in task.rows[task.first_own :]}
        described = {plan for plan, entry in sheet["plans"].items() if OF[task.name] in entry["of"]}
        yield from (f"{OF[task.name]}: plan {plan} is not described" for plan in sorted(written - described))
        yield from (f"{OF[task.name]}: plan {plan} has no lines" for plan in sorted(described - written))


def table(task: Task) -> Iterator[str]:
    """A line a label: its lines of each plan, and in all."""
    own = task.rows[task.first_own :]
    plans = list(dict.fromkeys(row.plan for row in own))
    counts = Counter((row.label, row.plan) for row in own)
    yield "\t".join([OF[task.name], *plans, "all"])
    for label in task.labels:
        numbers = [counts[label, plan] for plan in plans]
        yield "\t".join([label, *map(str, numbers), str(sum(numbers))])


def main(corpus: Path = CORPUS) -> None:
    """Print the tables and the shortages; ends with status 1 when anything is short."""
    tasks = load_tasks(corpus)
    for task in tasks:
        for line in table(task):
            typer.echo(line)
    short = list(shortages(tasks, yaml.safe_load((corpus / "coverage.yml").read_text("utf-8"))))
    for line in short:
        typer.echo(line)
    raise typer.Exit(int(bool(short)))


if __name__ == "__main__":
    typer.run(main)
