"""`python -m training.train`: the classifiers of intents, tickets and danger, from the corpus to models/.

Interrupt it whenever you like: every finished part is kept by its hash and not computed again.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from training.corpus import Task, load_tasks
from training.encoding import EncoderSettings, EncoderTraining
from training.experts import LinearTraining, plans
from training.settings import FOLDS, MODELS
from training.stack import ENCODER, Stack, fit_stack, write_folder
from training.variants import VariantPlan, task_variants

BUNDLE, FINAL = "encoder: arrays", "encoder: all rows"
console = Console()


def main(
    encoder: Annotated[
        str,
        typer.Option(
            envvar="DIANDA_ENCODER",
            help="tiny, small, base, large, or the hub name or folder of a pretrained BERT",
        ),
    ] = "tiny",
    start: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="weights that training.pretrain left")
    ] = None,
    held_out: Annotated[int, typer.Option(min=1, max=FOLDS, help="folds the encoder is cross-validated on")] = 1,
    processes: Annotated[int, typer.Option(min=1, help="parts trained at once, one thread each")] = 2,
    part: Annotated[str, typer.Option(help="train this part alone, for the use of the training itself")] = "",
) -> None:
    """Train what is not trained yet, write models/ and print the cross-validated figures."""
    tasks = load_tasks()
    training = EncoderTraining(tasks, EncoderSettings(encoder, start, tuple(range(held_out))), console.print)
    if part:
        train_part(part, tasks, training)
        return
    for task in tasks:
        task_variants(task, VariantPlan())  # every part reads them
    train_parts(part_names(tasks, held_out), processes)
    answers = training.held_out()
    stacks = {task.name: fit(task, answers[task.name]) for task in tasks}
    training.write(MODELS / ENCODER, {name: _briefly(stack) for name, stack in stacks.items()})
    for task in tasks:
        final = {plan.name: (plan, LinearTraining(task, plan).final()) for plan in plans(task)}
        write_folder(task, stacks[task.name], final, MODELS / task.name)
    for name, stack in stacks.items():
        console.print(name, stack.figures, stack.thresholds, stack.weights)


def part_names(tasks: list[Task], held_out: int) -> list[str]:
    """All that can be trained apart; the arrays of the encoder first, because its parts wait for them."""
    linear = [f"{task.name}: {plan.name}" for task in tasks for plan in plans(task)]
    return [BUNDLE, *linear, FINAL, *(f"encoder: fold {fold}" for fold in range(held_out))]


def train_part(name: str, tasks: list[Task], training: EncoderTraining) -> None:
    """Compute one part and leave it in the cache."""
    owner, what = name.split(": ")
    if name == BUNDLE:
        training.prepare()
    elif name == FINAL:
        training.final()
    elif owner == ENCODER:
        training.fold(int(what.removeprefix("fold ")))
    else:
        task = next(task for task in tasks if task.name == owner)
        linear = LinearTraining(task, next(plan for plan in plans(task) if plan.name == what))
        linear.held_out()
        linear.final()


def train_parts(names: list[str], processes: int) -> None:
    """Train every part in a process of its own, some at once: two threads on one part are not twice as fast."""
    columns = (TextColumn("{task.description:60}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress, ThreadPoolExecutor(processes) as pool:
        bar = progress.add_task("training", total=len(names))
        bundle = pool.submit(_run, BUNDLE, None)
        others = [pool.submit(_run, name, bundle if name.startswith(ENCODER) else None) for name in names[1:]]
        for name, future in zip(names, [bundle, *others], strict=True):
            took = future.result()
            progress.update(bar, advance=1, description=name)
            console.print(f"{name}: {took / 60:.1f} minutes")


def _run(name: str, after: Future[float] | None) -> float:
    """Train a part in a new process with the options of this one; returns the seconds it took."""
    if after:
        after.result()
    begun = time.monotonic()
    command = [sys.executable, "-m", "training.train", *sys.argv[1:], "--part", name]
    subprocess.run(command, env={**os.environ, "OMP_NUM_THREADS": "1"}, check=True)
    return time.monotonic() - begun


def fit(task: Task, encoder: Mapping[str, Any]) -> Stack:
    """The stack of all experts, from what each said of rows it had not read."""
    linear = {plan.name: LinearTraining(task, plan).held_out() for plan in plans(task)}
    return fit_stack(task, {**linear, ENCODER: encoder})


def _briefly(stack: Stack) -> Mapping[str, Any]:
    return {"rows": stack.figures["rows"], "ablation": stack.figures["ablation"]}


if __name__ == "__main__":
    typer.run(main)
