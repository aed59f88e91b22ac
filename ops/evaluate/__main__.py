"""`make evaluate`: score every labelled set there is, print one table, write report.html and report.json."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from nlu import Understanding
from nlu.evaluate import WRITTEN_ON, evaluate_messages
from nlu.text.clock import Clock
from ops.evaluate.addresses import address_figures
from ops.evaluate.advice import SKIPPED, advice_figures
from ops.evaluate.diet import diet_outcomes
from ops.evaluate.figures import accuracy
from ops.evaluate.knowledge import knowledge_figures
from ops.evaluate.outcomes import Outcome, Row, message_outcomes, ticket_outcomes
from ops.evaluate.part import part_of_corpus
from ops.evaluate.report import Section, write_report
from ops.evaluate.same_rows import outcomes_of_part
from ops.evaluate.second_reader import is_configured, messages_read_again, tickets_read_again
from ops.evaluate.segments import segment_figures
from ops.evaluate.sets import labelled_files, records_folder
from ops.layout import ROOT, Layout
from tariffs.evaluate import score_bills
from triage import TicketTriager
from triage.evaluate import evaluate_tickets, read_rows

TASKS = ("intents", "tickets")
Figures = Mapping[str, Any]
console = Console()


def main(
    stock: Annotated[
        bool, typer.Option(help="stock DIET and ours, both trained on a part of the corpus (an hour, once)")
    ] = False,
) -> None:
    """Measure understanding, tickets, knowledge, bills, addresses and advice on every labelled set."""
    layout = Layout.from_environment()
    sections = [*_sections("utterances"), *_sections("tickets")]
    if stock:
        sections = [_with_stock(section, layout) for section in sections]
    knowledge = knowledge_figures()
    others = {f"bills / {name}": _bills(path) for name, path in labelled_files("bills").items()}
    others |= {f"addresses / {name}": address_figures(path) for name, path in labelled_files("addresses").items()}
    others |= advice_figures(records_folder())
    others |= segment_figures(records_folder() / "load")
    cards = {task: json.loads((ROOT / "models" / task / "card.json").read_text("utf-8")) for task in TASKS}
    others |= {f"{task} / cross-validated": card["metrics"]["stack"] for task, card in cards.items()}
    ablation = {task: card["metrics"]["ablation"] for task, card in cards.items()} | _ablation_of_training(layout)
    headlines = {f"{section.task} / {section.name}": section.headline for section in sections}
    console.print(_table({**headlines, **knowledge, **others}))
    page = write_report(
        layout.var / "evaluate", sections, {"knowledge": knowledge, "others": others, "ablation": ablation}
    )
    console.print(f"report: {page}")


def _sections(kind: str) -> list[Section]:
    sections = []
    for name, path in labelled_files(kind).items():
        console.print(f"measuring {kind}: {name} …")
        rows = read_rows(path)
        sections += _messages(name, rows) if kind == "utterances" else _tickets(name, rows)
    return sections


def _messages(name: str, rows: list[Row]) -> list[Section]:
    understanding = Understanding.load(ROOT / "models", Clock(datetime.fromisoformat(WRITTEN_ON)))
    headline = asdict(evaluate_messages(rows, understanding))
    sections = [Section("intents", name, headline, message_outcomes(rows, understanding))]
    if is_configured():
        sections.append(_read_again("intents", name, messages_read_again(rows, understanding)))
    return sections


def _tickets(name: str, rows: list[Row]) -> list[Section]:
    triager = TicketTriager.load(ROOT / "models")
    headline = asdict(evaluate_tickets(rows, triager))
    sections = [Section("tickets", name, headline, ticket_outcomes(rows, triager))]
    if is_configured():
        sections.append(_read_again("tickets", name, tickets_read_again(rows, triager)))
    return sections


def _read_again(task: str, name: str, outcomes: list[Outcome]) -> Section:
    kept = [outcome for outcome in outcomes if not outcome.reviewed]
    headline = {"accuracy": accuracy(outcomes), "unreviewed": len(kept), "accuracy_unreviewed": accuracy(kept)}
    return Section(task, f"{name}, with the second reader", headline, outcomes)


def _with_stock(section: Section, layout: Layout) -> Section:
    part, say = part_of_corpus(layout), console.print
    others = {
        "ours, a part of the corpus": outcomes_of_part(section.task, section.outcomes, part, say),
        "stock DIET, the same part": diet_outcomes(section.task, section.outcomes, part, layout, say),
    }
    return replace(section, others=others)


def _bills(path: Path) -> Figures:
    scores = score_bills(path)
    return {"bills": scores["cases"], "exact": scores["exact"], "exact_share": scores["share"]}


def _ablation_of_training(layout: Layout) -> dict[str, Any]:
    """What `python -m training.ablation` found, when it has been run."""
    path = layout.var / "training" / "ablation.json"
    found: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return {f"{task}: {one['expert']} of {one['rows']} rows": one["trained on"] for task, one in found.items()}


def _table(report: Mapping[str, Figures]) -> Table:
    table = Table("set", "figure", "value", title="电答: what it gets right")
    for name, values in report.items():
        if SKIPPED in values:
            table.add_row(name, SKIPPED, str(values[SKIPPED]))
        for figure, value in values.items():
            if isinstance(value, int | float) and not isinstance(value, bool):
                table.add_row(name, figure, f"{value:.4f}" if isinstance(value, float) else str(value))
                name = ""
        table.add_section()
    return table


if __name__ == "__main__":
    typer.run(main)
