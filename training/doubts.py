"""`python -m training.doubts`: lines whose label is probably wrong, by confident learning, for you to judge."""

from __future__ import annotations

from typing import Annotated

import numpy as np
import typer
from cleanlab.filter import find_label_issues
from numpy.typing import NDArray

from training.corpus import NO_TRUTH, Task, load_tasks
from training.experts import LinearTraining, heads, plans
from training.stacking import combine, fit_weights


def main(
    task: Annotated[str, typer.Option(help="intents, tickets or danger; all when not named")] = "",
    most: Annotated[int, typer.Option(help="lines of each task to show")] = 100,
) -> None:
    """Print plan, label, what the cross-validated experts say instead, how sure they are, and the line."""
    chosen = [each for each in load_tasks() if task in ("", each.name)]
    if not chosen:
        raise typer.BadParameter(f"there is no task {task!r}", param_hint="--task")
    for each in chosen:
        _show(each, most)


def _show(task: Task, most: int) -> None:
    truth = heads(task)["label"][1]
    known = np.flatnonzero(truth != NO_TRUTH)
    given = _believed(task, known)
    doubtful = find_label_issues(truth[known], given, return_indices_ranked_by="self_confidence", n_jobs=1)
    typer.echo(f"{task.name}: {len(doubtful)} of {len(known)} lines in doubt")
    for place in doubtful[:most]:
        guess, row = int(given[place].argmax()), task.rows[known[place]]
        typer.echo(f"{row.plan}\t{row.label}\t{task.labels[guess]}\t{given[place, guess]:.2f}\t{row.text}")


def _believed(task: Task, rows: NDArray[np.intp]) -> NDArray[np.float64]:
    """What the linear experts, who had not read them, say of the rows."""
    answers = [LinearTraining(task, plan).held_out(lambda text: None)["label"][rows] for plan in plans(task)]
    exact = [answer.astype(np.float64) for answer in answers]
    truth = heads(task)["label"][1][rows]
    return combine(exact, fit_weights(exact, truth))


if __name__ == "__main__":
    typer.run(main)
