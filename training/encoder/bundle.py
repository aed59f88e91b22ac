"""Everything the encoder's training needs as arrays in one folder, so that it can run where the texts are not."""

from __future__ import annotations

import io
import json
import lzma
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlu.experts.characters import CLS, LONGEST, SEP, Alphabet
from nlu.experts.preparation import prepare
from training.corpus import Task
from training.encoder.contrastive import Pairs
from training.encoder.finetune import TaskRows
from training.encoder.masked import Source
from training.encoder.texts import PASSES, choose_alphabet, sources, tokenise
from training.encoder.wordings import ConceptSwap, Pair, article_pairs, public_pairs, reworded_pairs
from training.experts import LEXICON, folds, heads
from training.settings import CORPUS, SEED

WORDINGS = 4
# The fold whose rows no pretraining step reads; figures on it tell whether reading the others flatters them.
UNREAD_FOLD = 0


@dataclass(frozen=True)
class Bundle:
    """The arrays; `folds` gives every row of a task the number of the fold that holds it out."""

    sound_of: NDArray[np.int64]
    counts: NDArray[np.int64]
    sources: Mapping[str, Source]
    pairs: Pairs
    tasks: Mapping[str, TaskRows]
    folds: Mapping[str, NDArray[np.int64]]

    @classmethod
    def load(cls, folder: Path) -> Bundle:
        """Read what `write_bundle` wrote."""
        common, passes = _read(folder / "common.npz.xz"), json.loads((folder / "passes.json").read_text("utf-8"))
        found = {name: _read(folder / f"text-{name}.npz.xz") for name in passes}
        tasks = {name: _read(folder / f"task-{name}.npz.xz") for name in ("intents", "tickets")}
        return cls(
            common["sound_of"],
            common["counts"],
            {
                name: Source(
                    a["numbers"], np.unpackbits(a["begins"], count=a["numbers"].size).astype(bool), passes[name]
                )
                for name, a in found.items()
            },
            Pairs(common["left"], common["right"], common["group"]),
            {
                name: TaskRows(a["numbers"], {h[6:]: a[h] for h in a if h.startswith("truth-")})
                for name, a in tasks.items()
            },
            {name: a["folds"] for name, a in tasks.items()},
        )


def write_bundle(folder: Path, shared: Path, tasks: list[Task], report: Callable[[str], None]) -> None:
    """Prepare, cut into words and number all texts; takes some minutes for the 24 M characters of the public ones."""
    folder.mkdir(parents=True, exist_ok=True)
    found = sources(shared, tasks)
    alphabet = choose_alphabet(text for read in found.values() for text in read())
    alphabet.save(folder / "alphabet.txt")
    report(f"{len(alphabet)} characters")
    counts = np.zeros(len(alphabet), np.int64)
    for name, read in found.items():
        numbers, begins = tokenise(read(), alphabet)
        counts += np.bincount(numbers, minlength=len(alphabet))
        _write(folder / f"text-{name}.npz.xz", numbers=numbers, begins=np.packbits(begins))
        report(f"{name}: {numbers.size / 1e6:.2f} M characters")
    (folder / "passes.json").write_text(json.dumps({name: PASSES[name] for name in found}), "utf-8")
    swap, rng = ConceptSwap(CORPUS / LEXICON), np.random.default_rng(SEED)
    for task in tasks:
        _write(folder / f"task-{task.name}.npz.xz", **_task_arrays(task, alphabet, swap, rng))
    pairs = list(_all_pairs(shared, tasks, swap, rng))
    report(f"{len(pairs)} pairs")
    left, right = (_padded([_numbers(pair[side], alphabet) for pair in pairs]) for side in (0, 1))
    group = np.array([pair[2] for pair in pairs], np.int64)
    _write(folder / "common.npz.xz", sound_of=alphabet.sounds(), counts=counts, left=left, right=right, group=group)


def _all_pairs(shared: Path, tasks: list[Task], swap: ConceptSwap, rng: np.random.Generator) -> list[Pair]:
    texts = [task.rows[number].text for task in tasks for number in folds(task)[UNREAD_FOLD][0]]
    concepts = list(swap.form_pairs(rng))
    first_article = 1 + max(pair[2] for pair in concepts)
    return [*public_pairs(shared), *concepts, *article_pairs(first_article), *reworded_pairs(texts, swap, rng)]


def _task_arrays(
    task: Task, alphabet: Alphabet, swap: ConceptSwap, rng: np.random.Generator
) -> dict[str, NDArray[Any]]:
    wordings = [[text, *(swap.reword(text, rng) for _ in range(WORDINGS - 1))] for text in task.texts]
    flat = _padded([_numbers(wording, alphabet) for each in wordings for wording in each])
    fold_of = np.zeros(len(task.rows), np.int64)
    for number, (_, held_out) in enumerate(folds(task)):
        fold_of[held_out] = number
    truths = {f"truth-{task.name}-{head}": truth.astype(np.int64) for head, (_, truth) in heads(task).items()}
    return {"numbers": flat.reshape(len(task.rows), WORDINGS, -1).astype(np.uint16), "folds": fold_of, **truths}


def _numbers(text: str, alphabet: Alphabet) -> list[int]:
    return [CLS, *alphabet.numbers(prepare(text)[: LONGEST - 2]), SEP]


def _padded(rows: list[list[int]]) -> NDArray[np.uint16]:
    result = np.zeros((len(rows), max(map(len, rows), default=1)), np.uint16)
    for place, row in enumerate(rows):
        result[place, : len(row)] = row
    return result


def _write(path: Path, **arrays: NDArray[Any]) -> None:
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)  # type: ignore[arg-type]
    path.write_bytes(lzma.compress(buffer.getvalue(), preset=4))


def _read(path: Path) -> dict[str, NDArray[Any]]:
    with np.load(io.BytesIO(lzma.decompress(path.read_bytes()))) as stored:
        arrays = {name: stored[name] for name in stored.files}
    return {name: a.astype(np.int64) if name in {"left", "right"} else a for name, a in arrays.items()}
