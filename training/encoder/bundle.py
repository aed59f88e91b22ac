"""Everything the encoder's training needs, as arrays in one folder, so that it can run where the texts are not."""

from __future__ import annotations

import io
import json
import lzma
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.encoder.contrastive import Pairs
from training.encoder.finetune import TaskRows
from training.encoder.masked import Source

TASKS = ("intents", "tickets")
_TRUTH = "truth-"


@dataclass(frozen=True)
class Bundle:
    """The arrays; `folds` gives every row of a task the number of the fold that holds it out."""

    characters: str  # of the alphabet, after its special numbers and syllables
    sound_of: NDArray[np.int64]
    counts: NDArray[np.int64]
    sources: Mapping[str, Source]
    pairs: Pairs
    tasks: Mapping[str, TaskRows]
    folds: Mapping[str, NDArray[np.int64]]

    @classmethod
    def load(cls, folder: Path, texts: bool = True) -> Bundle:
        """Read what `write_bundle` wrote; fine-tuning needs no `texts`."""
        common = read_arrays(folder / "common.npz.xz")
        passes: dict[str, float] = json.loads((folder / "passes.json").read_text("utf-8")) if texts else {}
        tasks = {name: read_arrays(folder / f"task-{name}.npz.xz") for name in TASKS}
        return cls(
            characters=(folder / "alphabet.txt").read_text("utf-8").rstrip("\n"),
            sound_of=common["sound_of"],
            counts=common["counts"],
            sources={name: _source(folder / f"text-{name}.npz.xz", times) for name, times in passes.items()},
            pairs=Pairs(common["left"].astype(np.int64), common["right"].astype(np.int64), common["group"]),
            tasks={name: TaskRows(arrays["numbers"], _truths(arrays)) for name, arrays in tasks.items()},
            folds={name: arrays["folds"] for name, arrays in tasks.items()},
        )


def write_arrays(path: Path, **arrays: NDArray[Any]) -> None:
    """Store arrays, well compressed."""
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)  # type: ignore[arg-type]
    path.write_bytes(lzma.compress(buffer.getvalue(), preset=4))


def read_arrays(path: Path) -> dict[str, NDArray[Any]]:
    """What `write_arrays` stored."""
    with np.load(io.BytesIO(lzma.decompress(path.read_bytes()))) as stored:
        return {name: stored[name] for name in stored.files}


def _source(path: Path, passes: float) -> Source:
    arrays = read_arrays(path)
    begins = np.unpackbits(arrays["begins"], count=arrays["numbers"].size).astype(bool)
    return Source(arrays["numbers"], begins, passes)


def _truths(arrays: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    return {name.removeprefix(_TRUTH): truth for name, truth in arrays.items() if name.startswith(_TRUTH)}
