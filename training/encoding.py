"""The transformer of all tasks: its cross-validated answers, its final weights, its model folder."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from nlu.experts.characters import LONGEST
from nlu.experts.encoder import Encoder
from training.cache import cached, digest, source_digest
from training.corpus import Task
from training.encoder.bundle import Bundle
from training.encoder.bundling import places_in, write_bundle
from training.encoder.export import export, round_tables
from training.encoder.finetune import FinetunePlan
from training.encoder.model import SIZES, Reader
from training.encoder.stages import CHANNELS, EncoderStages, save
from training.experts import folds, heads
from training.replacing import replaced_folder
from training.settings import CACHE, CORPUS, LEXICON

# Fine-tuned by steps or by the clock, whichever ends first: the rate falls to its end either way.
PLAN = FinetunePlan(
    epochs=9,
    batch=64,
    rate=1.5e-3,
    head_rate=2e-3,
    table_rate=6e-3,
    twice=0.0,
    pairs=0.0,
    average=0.99,
    dropout=0.0,
    seconds=2040,
)
LARGE = 5_000_000  # weights of the layers from which on eight bits save more than they cost
_SOURCES = tuple(f"training/encoder/{name}.py" for name in ("model", "finetune", "rows", "wordings", "bundling"))

Answers = dict[str, NDArray[np.float32]]  # head → log-probabilities; rows that no fold held out are not a number
Step = Callable[[str], None]


@dataclass(frozen=True)
class EncoderSettings:
    """Which encoder: one of our sizes, or the hub name or folder of a pretrained model."""

    name: str = "tiny"
    start: Path | None = None  # weights that `training.pretrain` left, beside their arrays
    folds: tuple[int, ...] = (0,)  # each held-out fold costs as much time as the final model
    plan: FinetunePlan = PLAN


class EncoderTraining:
    """Fine-tunes the encoder on all tasks together; every finished fold is kept."""

    def __init__(self, tasks: Sequence[Task], settings: EncoderSettings, say: Step) -> None:
        self._tasks, self._settings, self._say = tasks, settings, say
        texts = [[row.text, row.label] for task in tasks for row in task.rows]
        self._bundle_key = digest(texts, *sorted(CORPUS.glob("*.tsv")))
        own = [settings.name, asdict(settings.plan)]
        start = [settings.start] if settings.start else []
        self.key = digest(self._bundle_key, own, source_digest(*_SOURCES), *start)
        self._made: EncoderStages | None = None

    def prepare(self) -> None:
        """Turn the texts into arrays, unless they are there."""
        self._bundle_folder()

    def fold(self, fold: int) -> dict[str, NDArray[Any]]:
        """Log-probabilities of the rows that a fold holds out."""
        return cached(f"encoder-fold{fold}", self.key, partial(self._fold, fold))

    def held_out(self) -> dict[str, Answers]:
        """Log-probabilities of the rows of every held-out fold, by task and head."""
        answers = {
            task.name: {
                head: np.full((len(task.rows), size), np.nan, np.float32) for head, (size, _) in heads(task).items()
            }
            for task in self._tasks
        }
        for fold in self._settings.folds:
            given = self.fold(fold)
            for task in self._tasks:
                for part in (*task.parts, task):
                    rows = _held_out_rows(task, part, fold)
                    for head, values in answers[task.name].items():
                        values[rows] = given[f"{part.name}/{task.name}-{head}"]
        return answers

    def write(self, folder: Path, figures: Mapping[str, Any]) -> None:
        """The folder that `nlu.experts.encoder.Encoder.load` reads; replaces what was there."""
        reader, losses = self.final()
        large = sum(part.numel() for part in reader.encoder.trunk.encoder.parameters()) > LARGE
        with replaced_folder(folder) as partial_folder:
            export(reader, partial_folder / "encoder.onnx", eight_bits=large)
            shutil.copyfile(self._bundle_folder() / "alphabet.txt", partial_folder / "alphabet.txt")
            shutil.copyfile(CORPUS / LEXICON, partial_folder / LEXICON)
            card = self._card(reader, losses, figures, large)
            _write_json(partial_folder / "card.json", card)
            served = self._served(partial_folder, reader)
            _write_json(partial_folder / "card.json", {**card, "served": served})

    def final(self) -> tuple[Reader, list[str]]:
        """The reader fine-tuned on all rows, and what was reported meanwhile."""
        path = CACHE / f"encoder-final-{self.key}.pt"
        if not path.exists():
            said: list[str] = []
            rows = {task.name: np.arange(len(task.rows) - task.first_own) for task in self._tasks}
            reader = self._stages(said.append).finetune(
                self._settings.name, self._settings.plan, self._settings.start, rows
            )
            save(path, self._settings.name, reader.state_dict(), {"losses": said})
        notes = json.loads(path.with_suffix(".json").read_text("utf-8"))
        reader = self._stages(self._say).reader(self._settings.name, path, channels=CHANNELS)
        return round_tables(reader.eval()), notes["losses"]

    def _fold(self, fold: int) -> dict[str, NDArray[Any]]:
        stages = self._stages(lambda text: self._say(f"encoder, fold {fold + 1}: {text}"))
        return stages.hold_out(self._settings.name, self._settings.plan, self._settings.start, fold)

    def _stages(self, report: Step) -> EncoderStages:
        if self._made is None:
            self._made = EncoderStages(Bundle.load(self._bundle_folder(), texts=False), report)
        self._made.report = report
        return self._made

    def _bundle_folder(self) -> Path:
        if self._settings.start:
            return self._settings.start.parent
        folder = CACHE / f"bundle-own-{self._bundle_key}"
        if not (folder / "common.npz.xz").exists():  # written last
            write_bundle(folder, None, list(self._tasks), self._say)
        return folder

    def _card(self, reader: Reader, losses: list[str], figures: Mapping[str, Any], large: bool) -> dict[str, Any]:
        settings = self._settings
        size = SIZES[settings.name].as_dict() if settings.name in SIZES else {"pretrained": settings.name}
        return {
            "format": 1,
            "file": "encoder.onnx",
            "alphabet": "alphabet.txt",
            "lexicon": LEXICON,
            "longest": LONGEST,
            "size": {**size, "weights": sum(part.numel() for part in reader.parameters())},
            "architecture": type(reader.encoder.trunk).__name__,
            "pretraining": str(settings.start.name) if settings.start else "none",
            "plan": asdict(settings.plan),
            "losses": losses,
            "eight_bits": large,
            "metrics": dict(figures),
            "data": {
                "rows": {task.name: len(task.rows) for task in self._tasks},
                "hash": self._bundle_key,
                "sources": [{"name": "corpus/", "licence": "Apache-2.0, written for this project"}],
            },
        }

    def _served(self, folder: Path, reader: Reader) -> dict[str, Any]:
        """How far the stored file is from the trained weights, and how long one text takes (one thread)."""
        texts = [text for task in self._tasks for text in task.texts[:: max(1, len(task.rows) // 100)]]
        encoder = Encoder.load(folder)
        names = [f"{task.name}-{head}" for task in self._tasks for head in heads(task)]
        given, took = encoder.scores(texts, names), []
        with torch.no_grad():
            trained = reader(*map(torch.from_numpy, encoder.reader.read(texts)))
            gap = max(float(np.abs(trained[name].numpy() - given[name]).max()) for name in names)
        encoder.forget()
        for text in texts:
            begun = time.process_time()
            encoder.scores([text], names)
            took.append((time.process_time() - begun) * 1e3)
        half, nearly = np.quantile(took, [0.5, 0.99]).round(2).tolist()
        return {"largest_gap_of_scores": round(gap, 6), "cpu_ms_a_text": {"p50": half, "p99": nearly}}


def _held_out_rows(task: Task, part: Task, fold: int) -> NDArray[np.intp]:
    """Which rows of a task the fold holds out, of those that are its part's own."""
    held_out, where = folds(task)[fold][1], places_in(task, part)
    if where is None:
        raise ValueError(f"{part.name} is no part of {task.name}")
    return held_out[(held_out >= where.start) & (held_out < (where.stop or len(task.rows)))]


def _write_json(path: Path, content: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", "utf-8")
