"""Ours trained on the rows that stock DIET is trained on, all experts: what the method is worth, without more text."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from nlu.experts import StackedClassifier
from ops.evaluate.outcomes import Outcome
from ops.layout import ROOT, python_of

RANKED = 5


def outcomes_of_part(task: str, ours: Sequence[Outcome], part: Path, say: Callable[[str], None]) -> list[Outcome]:
    """What our classifier says of the same rows when it has read no more than ``part``; trained once.

    Raises RuntimeError, naming the log, when it could not be trained.
    """
    classifier = StackedClassifier.load(_trained(part, say) / task)
    chances = classifier.probabilities([each.text for each in ours])
    best = np.argsort(-chances, axis=1)[:, :RANKED]
    rankings = (
        tuple((classifier.labels[place], float(row[place])) for place in places)
        for places, row in zip(best, chances, strict=True)
    )
    return [Outcome(each.text, each.style, each.accepted, found) for each, found in zip(ours, rankings, strict=True)]


def _trained(part: Path, say: Callable[[str], None]) -> Path:
    models = part / "ours"
    if (models / "tickets" / "card.json").exists():
        return models
    say("training ours on the same part of the corpus (once for each state of it) …")
    settings = {"DIANDA_CORPUS": part, "DIANDA_TRAINED": models, "DIANDA_TRAINING_CACHE": part / "cache"}
    environment = {**os.environ, **{name: str(path) for name, path in settings.items()}}
    log = part / "ours.log"
    with log.open("w") as output:
        command = [str(python_of("train")), "-m", "training.train"]
        done = subprocess.run(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
    if done.returncode:
        raise RuntimeError(f"ours could not be trained on a part of the corpus; see {log}")
    return models
