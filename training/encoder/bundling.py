"""Writing the bundle: prepare, cut into words and number all texts, pairs and rows."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlu.experts.lexicon import Lexicon
from nlu.experts.reading import TextReader
from training.corpus import Task
from training.encoder.bundle import wordings_arrays, write_arrays
from training.encoder.rows import Wordings
from training.encoder.texts import (
    LEAST_IN_OWN,
    LEAST_OCCURRENCES,
    PASSES,
    UNREAD_FOLD,
    choose_alphabet,
    sources,
    tokenise,
)
from training.encoder.wordings import ConceptSwap, Pair, article_pairs, public_pairs, reworded_pairs
from training.experts import folds, heads
from training.settings import CORPUS, LEXICON, SEED
from training.variants import VariantPlan, variants

OWN_SOURCES = 2


def write_bundle(folder: Path, shared: Path | None, tasks: list[Task], report: Callable[[str], None]) -> None:
    """Prepare, cut into words and number all texts; some minutes for the 24 M characters of the public ones.

    Without `shared` only our own texts are read (a minute): enough for fine-tuning from random weights.
    """
    folder.mkdir(parents=True, exist_ok=True)
    found = sources(shared, tasks)
    least = LEAST_OCCURRENCES if len(found) > OWN_SOURCES else LEAST_IN_OWN
    alphabet = choose_alphabet((text for read in found.values() for text in read()), least)
    alphabet.save(folder / "alphabet.txt")
    report(f"{len(alphabet)} characters")
    counts = np.zeros(len(alphabet), np.int64)
    for name, read in found.items():
        numbers, begins = tokenise(read(), alphabet)
        counts += np.bincount(numbers, minlength=len(alphabet))
        write_arrays(folder / f"text-{name}.npz.xz", numbers=numbers, begins=np.packbits(begins))
        report(f"{name}: {numbers.size / 1e6:.2f} M characters")
    (folder / "passes.json").write_text(json.dumps({name: PASSES[name] for name in found}), "utf-8")
    lexicon = Lexicon.load(CORPUS / LEXICON)
    reader = TextReader(alphabet, lexicon)
    for task in tasks:
        write_arrays(folder / f"task-{task.name}.npz.xz", **_task_arrays(task, tasks, reader))
        report(f"{task.name}: {len(task.rows)} rows")
    pairs = list(_all_pairs(shared, tasks, ConceptSwap(CORPUS / LEXICON), np.random.default_rng(SEED)))
    report(f"{len(pairs)} pairs")
    write_arrays(folder / "pairs.npz.xz", **wordings_arrays(Wordings.of([pair[:2] for pair in pairs], 0, reader)))
    group = np.array([pair[2] for pair in pairs], np.int64)
    known = {"sound_of": alphabet.sounds(), "counts": counts, "concepts": np.array(len(lexicon.names))}
    write_arrays(folder / "common.npz.xz", group=group, **known)


def _all_pairs(shared: Path | None, tasks: list[Task], swap: ConceptSwap, rng: np.random.Generator) -> list[Pair]:
    texts = [task.rows[number].text for task in tasks if not task.parts for number in folds(task)[UNREAD_FOLD][0]]
    concepts = list(swap.form_pairs(rng))
    first_article = 1 + max(pair[2] for pair in concepts)
    public = public_pairs(shared) if shared else ()
    return [*public, *concepts, *article_pairs(first_article), *reworded_pairs(texts, swap, rng)]


def _task_arrays(task: Task, tasks: list[Task], reader: TextReader) -> dict[str, NDArray[Any]]:
    """The rows of a task that are in none of its parts, with the truths of every task for them."""
    own = slice(task.first_own, None)
    plan = VariantPlan()
    wordings = Wordings.of(variants(task.name, task.texts[own], plan), plan.swapped, reader)
    fold_of = np.zeros(len(task.rows), np.int64)
    for number, (_, held_out) in enumerate(folds(task)):
        fold_of[held_out] = number
    truths = {}
    for other in tasks:
        where = places_in(other, task)
        if where is not None:
            truths |= {f"truth-{other.name}-{head}": truth[where] for head, (_, truth) in heads(other).items()}
    return {**wordings_arrays(wordings), "folds": fold_of[own], **truths}


def places_in(other: Task, task: Task) -> slice | None:
    """Where among the rows of `other` the own rows of `task` stand."""
    first = 0
    for part in other.parts:
        if part.name == task.name:
            return slice(first, first + len(part.rows))
        first += len(part.rows)
    return slice(first, None) if other.name == task.name else None
