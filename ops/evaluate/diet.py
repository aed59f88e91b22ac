"""The stock alternative in the same run: Rasa's DIET with Jieba and counted n-grams, of a part of the corpus."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import yaml

from ops.corpus import read_rows
from ops.evaluate.outcomes import Outcome
from ops.layout import ROOT, Layout, python_of
from ops.prepare.bot_model import bot_environment

EPOCHS = int(os.environ.get("DIANDA_DIET_EPOCHS") or 12)  # one takes two minutes on two busy cores
TABLES = {"intents": "utterances.tsv", "tickets": "tickets.tsv"}
PIPELINE = [
    {"name": "JiebaTokenizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
    {"name": "DIETClassifier", "epochs": EPOCHS, "constrain_similarities": True, "entity_recognition": False},
]
SLASH = "__"  # Rasa reads a slash in an intent's name as a group of answers


def diet_outcomes(
    task: str, ours: Sequence[Outcome], part: Path, layout: Layout, say: Callable[[str], None]
) -> list[Outcome]:
    """What DIET says of the same rows when it has read ``part`` of the corpus; trained once for each state of it.

    Raises RuntimeError, naming the log, when Rasa could not train or read.
    """
    model = _model(task, part, layout, say)
    texts = json.dumps([each.text for each in ours], ensure_ascii=False)
    command = [str(python_of("bot")), "-m", "ops.evaluate.diet_reader", str(model)]
    with (model.parent / "read.log").open("w") as log:
        done = subprocess.run(
            command, cwd=ROOT, env=_environment(layout), input=texts, stdout=subprocess.PIPE, stderr=log, text=True
        )
    if done.returncode:
        raise RuntimeError(f"DIET could not read the set; see {model.parent / 'read.log'}")
    rankings = json.loads(done.stdout.splitlines()[-1])
    return [
        Outcome(each.text, each.style, each.accepted, tuple((name.replace(SLASH, "/"), p) for name, p in ranking))
        for each, ranking in zip(ours, rankings, strict=True)
    ]


def _model(task: str, part: Path, layout: Layout, say: Callable[[str], None]) -> Path:
    key = hashlib.sha256(str(PIPELINE).encode()).hexdigest()[:16]
    folder = part / "diet" / task
    model = folder / f"{key}.tar.gz"
    if model.exists():
        return model
    say(f"training stock DIET on a part of the {task}, {EPOCHS} epochs (once for each state of the corpus) …")
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "config.yml", {"recipe": "default.v1", "language": "zh", "pipeline": PIPELINE})
    _write(folder / "nlu.yml", {"version": "3.1", "nlu": _examples(part / TABLES[task])})
    command = [
        *(str(python_of("bot")), "-m", "rasa", "train", "nlu", "--config", str(folder / "config.yml")),
        *("--nlu", str(folder / "nlu.yml"), "--out", str(folder), "--fixed-model-name", key),
    ]
    with (folder / "train.log").open("w") as log:
        done = subprocess.run(command, cwd=ROOT, env=_environment(layout), stdout=log, stderr=subprocess.STDOUT)
    if done.returncode or not model.exists():
        raise RuntimeError(f"DIET could not be trained; see {folder / 'train.log'}")
    return model


def _environment(layout: Layout) -> dict[str, str]:
    return {**os.environ, **bot_environment(layout), "OMP_NUM_THREADS": "2"}


def _examples(table: Path) -> list[dict[str, str]]:
    by_label: dict[str, list[str]] = defaultdict(list)
    for row in read_rows(table):
        label = row["intent"] if "intent" in row else f"{row['type']}{SLASH}{row['category']}"
        by_label[label].append(row["text"].translate(str.maketrans("[]{}", "（）（）")))
    return [{"intent": name, "examples": "".join(f"- {text}\n" for text in texts)} for name, texts in by_label.items()]


def _write(path: Path, content: object) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=1000), encoding="utf-8")
