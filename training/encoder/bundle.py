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
from training.encoder.masked import Source
from training.encoder.rows import TaskRows, Wordings

_TRUTH = "truth-"


@dataclass(frozen=True)
class Bundle:
    """The arrays; `folds` gives every row of a task the number of the fold that holds it out."""

    characters: str  # of the alphabet, after its special numbers and syllables
    sound_of: NDArray[np.int64]
    counts: NDArray[np.int64]
    concepts: int  # of the lexicon
    sources: Mapping[str, Source]
    pairs: Pairs
    tasks: Mapping[str, TaskRows]
    folds: Mapping[str, NDArray[np.int64]]

    @classmethod
    def load(cls, folder: Path, texts: bool = True) -> Bundle:
        """Read what `write_bundle` wrote; fine-tuning needs no `texts`."""
        common = read_arrays(folder / "common.npz.xz")
        passes: dict[str, float] = json.loads((folder / "passes.json").read_text("utf-8")) if texts else {}
        files = sorted(folder.glob("task-*.npz.xz"))
        tasks = {path.name[len("task-") : -len(".npz.xz")]: read_arrays(path) for path in files}
        return cls(
            characters=(folder / "alphabet.txt").read_text("utf-8").rstrip("\n"),
            sound_of=common["sound_of"],
            counts=common["counts"],
            concepts=int(common["concepts"]),
            sources={name: _source(folder / f"text-{name}.npz.xz", times) for name, times in passes.items()},
            pairs=Pairs(wordings_of(read_arrays(folder / "pairs.npz.xz")), common["group"]),
            tasks={name: TaskRows.all_of(wordings_of(arrays), _truths(arrays)) for name, arrays in tasks.items()},
            folds={name: arrays["folds"] for name, arrays in tasks.items()},
        )


def wordings_arrays(wordings: Wordings) -> dict[str, NDArray[Any]]:
    """The arrays to store."""
    kinds = np.array([wordings.many, wordings.swapped])
    return {"numbers": wordings.numbers, "concepts": wordings.concepts, "starts": wordings.starts, "kinds": kinds}


def wordings_of(arrays: Mapping[str, NDArray[Any]]) -> Wordings:
    """What `wordings_arrays` gave."""
    many, swapped = (int(number) for number in arrays["kinds"])
    return Wordings(arrays["numbers"], arrays["concepts"], arrays["starts"], many, swapped)


def write_arrays(path: Path, **arrays: NDArray[Any]) -> None:
    """Store arrays, well compressed."""
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)  # type: ignore[arg-type]
    path.write_bytes(lzma.compress(buffer.getvalue(), preset=1))


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
