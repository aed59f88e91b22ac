"""`python -m training.doubts`: the lines whose label the cross-validated experts believe least, for you to judge."""

from __future__ import annotations

from typing import Annotated

import numpy as np
import typer

from training.corpus import load_intents, load_tickets
from training.experts import PLANS, LinearTraining, heads
from training.stacking import combine, fit_weights

TASKS = {"intents": load_intents, "tickets": load_tickets}


def main(task: str = "intents", most: Annotated[int, typer.Option(help="lines to show")] = 100) -> None:
    """Print label, what the experts say instead, how sure they are, and the line; the strangest first."""
    rows = TASKS[task]()
    truth = heads(rows)["label"][1]
    answers = [LinearTraining(rows, plan).held_out(lambda text: None)["label"].astype(np.float64) for plan in PLANS]
    given = combine(answers, fit_weights(answers, truth))
    believed = given[np.arange(truth.size), truth]
    for number in np.argsort(believed / given.max(axis=1))[:most]:
        guess = int(given[number].argmax())
        row = rows.rows[number]
        typer.echo(f"{row.label}\t{rows.labels[guess]}\t{given[number, guess]:.2f}\t{row.text}")


if __name__ == "__main__":
    typer.run(main)
