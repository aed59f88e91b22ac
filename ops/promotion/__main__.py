"""`make promote` and `make rollback`: which trained models are in use."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from ops.errors import StartError
from ops.layout import ROOT, Layout
from ops.promotion.compare import Verdict, compare
from ops.promotion.shelf import Shelf

console = Console()
app = typer.Typer(help=__doc__, add_completion=False)


def _shelf() -> Shelf:
    return Shelf(ROOT / "models", Layout.from_environment().var / "models" / "history")


@app.command()
def promote(
    candidate: Annotated[Path | None, typer.Argument(help="the folder that training left")] = None,
    sets: Annotated[Path, typer.Option(help="frozen sets, never used for training")] = ROOT / "tests" / "sets",
    because: Annotated[str, typer.Option(help="promote whatever the comparison says, for this written reason")] = "",
) -> None:
    """Bring a candidate into use if it wins with a 95 % interval; else refuse, with the report."""
    layout = Layout.from_environment()
    folder = candidate or layout.var / "models" / "candidate"
    if not folder.is_dir():
        _fail(StartError(f"there is no candidate in {folder}", "run `make train` first"))
    verdict = compare(ROOT / "models", folder, sets)
    report = layout.var / "models" / "promotion.json"
    report.parent.mkdir(parents=True, exist_ok=True)
    content = {**asdict(verdict), "wins": verdict.wins, "because": because}
    report.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    console.print(_table(verdict))
    if not (verdict.wins or because):
        console.print("[bold red]refused[/]: " + "; ".join(verdict.reasons) + f"\nreport: {report}")
        raise typer.Exit(1)
    console.print(f"promoted; what was in use lies in {_shelf().promote(folder)}\nreport: {report}")


@app.command()
def rollback() -> None:
    """Bring the models into use again that the last promotion replaced."""
    try:
        console.print(f"rolled back; what was in use lies in {_shelf().roll_back()}")
    except StartError as error:
        _fail(error)


def _table(verdict: Verdict) -> Table:
    table = Table("frozen set", "rows", "in use", "candidate", "difference", "95 % interval")
    for task, each in verdict.tasks.items():
        interval = f"{each.low:+.4f} … {each.high:+.4f}"
        table.add_row(
            task,
            str(each.rows),
            f"{each.present:.4f}",
            f"{each.candidate:.4f}",
            f"{each.difference:+.4f}",
            interval,
        )
    missed = verdict.dangers_missed
    table.add_row("dangers missed", "", str(missed["present"]), str(missed["candidate"]), "", "")
    return table


def _fail(error: StartError) -> None:
    console.print(f"[bold red]{error}[/]")
    raise typer.Exit(1)


if __name__ == "__main__":
    app()
