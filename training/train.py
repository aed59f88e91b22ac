"""`python -m training.train`: the classifiers of intents and of tickets, from the corpus to models/.

Interrupt it whenever you like: every finished part is kept by its hash and not computed again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from training.corpus import Task, load_intents, load_tickets
from training.experts import PLANS, LinearTraining
from training.settings import FOLDS, MODELS
from training.stack import Stack, fit_stack, write_folder

TASKS = {"intents": load_intents, "tickets": load_tickets}
console = Console()


def main(only: Annotated[str, typer.Option(help="intents or tickets; both when left out")] = "") -> None:
    """Train what is not trained yet, write models/ and print the cross-validated figures."""
    tasks = [load() for name, load in TASKS.items() if only in ("", name)]
    columns = (TextColumn("{task.description:45}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task("reading the corpus", total=len(tasks) * len(PLANS) * (FOLDS + 1))

        def step(text: str) -> None:
            progress.update(bar, advance=1, description=text)

        stacks = {task.name: train(task, step) for task in tasks}
    for name, stack in stacks.items():
        console.print(name, stack.figures, stack.thresholds, stack.weights)


def train(task: Task, step: Callable[[str], None]) -> Stack:
    """Cross-validate every expert, fit the stack, fit every expert on all rows and write the model folder."""
    trainings = {plan.name: (plan, LinearTraining(task, plan)) for plan in PLANS}
    answers = {name: training.held_out(step) for name, (_, training) in trainings.items()}
    stack = fit_stack(task, answers)
    final = {}
    for name, (plan, training) in trainings.items():
        final[name] = (plan, training.final())
        step(f"{task.name}: {name}, all rows")
    write_folder(task, stack, final, MODELS / task.name)
    return stack


if __name__ == "__main__":
    typer.run(main)
