"""`make evaluate`: score every labelled set there is, print one table, and keep it in var/evaluate/report.json."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from api.articles.service import AnswerService
from knowledge import KnowledgeBase
from knowledge.evaluate import read_questions
from knowledge.evaluate import score as score_questions
from nlu import Understanding
from nlu.evaluate import evaluate_messages
from nlu.text.clock import Clock
from ops.evaluate.sets import KINDS, labelled_files
from ops.layout import ROOT, Layout
from tariffs.evaluate import score_bills
from triage import TicketTriager
from triage.evaluate import evaluate_tickets

CLOCK = "2026-11-20T09:00:00+08:00"  # the day on which the sets were written
Figures = Mapping[str, Any]


def main() -> int:
    """0 when something could be measured."""
    console = Console()
    report: dict[str, Figures] = {}
    measures: dict[str, Callable[[Path], Figures]] = {
        "utterances": _utterances,
        "tickets": _tickets,
        "questions": _questions,
        "bills": _bills,
    }
    for kind in KINDS:
        for name, path in labelled_files(kind).items():
            console.print(f"measuring {kind}: {name} …")
            report[f"{kind} / {name}"] = measures[kind](path)
    report |= {f"{kind} / cross-validated": _cross_validated(kind) for kind in ("intents", "tickets")}
    console.print(_table(report))
    target = Layout.from_environment().var / "evaluate" / "report.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")
    console.print(f"details: {target}")
    return 0 if report else 1


def _utterances(path: Path) -> Figures:
    clock = Clock.from_environment({"DIANDA_CLOCK": CLOCK})
    return asdict(evaluate_messages(_rows(path), Understanding.load(ROOT / "models", clock)))


def _tickets(path: Path) -> Figures:
    return asdict(evaluate_tickets(_rows(path), TicketTriager.load(ROOT / "models")))


def _questions(path: Path) -> Figures:
    base = KnowledgeBase.load(ROOT / "knowledge" / "articles", ROOT / "models")
    service = AnswerService(base)

    def ask(question: str, province: str | None, as_of: date) -> tuple[bool, str]:
        answer = service.answer(question, province, as_of)
        return answer.answerable, answer.text

    return dict(score_questions(read_questions(path), ask).to_json())


def _bills(path: Path) -> Figures:
    scores = score_bills(path)
    return {"bills": scores["cases"], "exact": scores["exact"], "exact_share": scores["share"]}


def _cross_validated(task: str) -> Figures:
    card = json.loads((ROOT / "models" / task / "card.json").read_text(encoding="utf-8"))
    return dict(card["metrics"]["stack"])


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _table(report: Mapping[str, Figures]) -> Table:
    table = Table("set", "figure", "value", title="电答: what it gets right")
    for name, figures in report.items():
        for figure, value in figures.items():
            if isinstance(value, int | float) and not isinstance(value, bool):
                table.add_row(name, figure, f"{value:.4f}" if isinstance(value, float) else str(value))
                name = ""
        table.add_section()
    return table


if __name__ == "__main__":
    sys.exit(main())
