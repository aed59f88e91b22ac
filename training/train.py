"""`python -m training.train`: the classifiers of intents and of tickets, from the corpus to models/.

Interrupt it whenever you like: every finished part is kept by its hash and not computed again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from training.corpus import Task, load_intents, load_tickets
from training.encoding import Answers, EncoderSettings, EncoderTraining
from training.experts import PLANS, LinearTraining
from training.settings import FOLDS, MODELS
from training.stack import ENCODER, Stack, fit_stack, write_folder

console = Console()


def main(
    encoder: Annotated[
        str,
        typer.Option(
            envvar="DIANDA_ENCODER",
            help="tiny, small, base, large, or the hub name or folder of a pretrained BERT",
        ),
    ] = "tiny",
    start: Annotated[Path | None, typer.Option(help="weights that training.pretrain left")] = None,
    held_out: Annotated[int, typer.Option(help="folds the encoder is cross-validated on, 1 to 5")] = 1,
) -> None:
    """Train what is not trained yet, write models/ and print the cross-validated figures."""
    tasks = [load_intents(), load_tickets()]
    settings = EncoderSettings(encoder, start, tuple(range(held_out)))
    columns = (TextColumn("{task.description:60}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        parts = len(tasks) * len(PLANS) * (FOLDS + 1) + held_out + 1
        bar = progress.add_task("reading the corpus", total=parts)

        def step(text: str, advance: int = 1) -> None:
            progress.update(bar, advance=advance, description=text)

        training = EncoderTraining(tasks, settings, lambda text: step(text, 0))
        answers = training.held_out(step)
        stacks = {task.name: fit(task, answers[task.name], step) for task in tasks}
        training.write(MODELS / ENCODER, {name: _briefly(stack) for name, stack in stacks.items()})
        step("encoder, all rows")
        for task in tasks:
            write(task, stacks[task.name], step)
    for name, stack in stacks.items():
        console.print(name, stack.figures, stack.thresholds, stack.weights)


def fit(task: Task, encoder: Answers, step: Callable[[str], None]) -> Stack:
    """Cross-validate the linear experts and fit the stack of all."""
    linear = {plan.name: LinearTraining(task, plan).held_out(step) for plan in PLANS}
    return fit_stack(task, {**linear, ENCODER: encoder})


def write(task: Task, stack: Stack, step: Callable[[str], None]) -> None:
    """Fit the linear experts on all rows and write the model folder."""
    final = {}
    for plan in PLANS:
        final[plan.name] = (plan, LinearTraining(task, plan).final())
        step(f"{task.name}: {plan.name}, all rows")
    write_folder(task, stack, final, MODELS / task.name)


def _briefly(stack: Stack) -> Mapping[str, Any]:
    return {"rows": stack.figures["rows"], "ablation": stack.figures["ablation"]}


if __name__ == "__main__":
    typer.run(main)
