"""The pretraining text as arrays: numbers of characters, where words begin, and which source each document is from."""

from __future__ import annotations

import csv
import lzma
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import jieba
import numpy as np
from numpy.typing import NDArray

from nlu.experts.characters import CLS, LONGEST, SEP, Alphabet
from nlu.experts.preparation import prepare
from training.corpus import Task
from training.experts import folds
from training.settings import ARTICLES, CORPUS, LEXICON

# How often a mixture epoch passes over each source: customers ask, they seldom quote statutes.
PASSES = {
    "statutes": 0.5,
    "questions": 2.0,
    "dialogues": 4.0,
    "enquiries": 4.0,
    "sentences": 1.0,
    "own": 4.0,
    "articles": 8.0,
}
# The fold whose rows no pretraining step reads; figures on it tell whether reading the others flatters them.
UNREAD_FOLD = 0
# A character that occurs less often is read by its sound only: with the public texts, and in our own alone.
LEAST_OCCURRENCES, LEAST_IN_OWN = 12, 3


def sources(shared: Path | None, tasks: Iterable[Task]) -> dict[str, Callable[[], Iterator[str]]]:
    """Every source of text that is there, by name; without `shared` our own alone."""
    public = _public(shared) if shared else {}
    return {**public, "own": lambda: own_texts(tasks), "articles": article_texts}


def _public(shared: Path) -> dict[str, Callable[[], Iterator[str]]]:
    text, pairs = shared / "data/text", shared / "data/pairs"
    files = {
        "statutes": (text / "statutes.txt.xz", _xz),
        "questions": (text / "questions.txt.xz", _xz),
        "dialogues": (text / "crosswoz_utterances.txt.xz", _xz),
        "enquiries": (pairs / "atec_train.csv", _atec),
        "sentences": (pairs / "stsb_zh_train.txt", _stsb),
    }
    return {name: (lambda r=read, p=path: r(p)) for name, (path, read) in files.items() if path.exists()}


def own_texts(tasks: Iterable[Task]) -> Iterator[str]:
    """Our corpus without the rows of the fold that stays unread."""
    for task in tasks:
        for number in folds(task)[UNREAD_FOLD][0]:
            if number >= task.first_own:
                yield task.rows[number].text
    for line in (CORPUS / LEXICON).read_text("utf-8").splitlines()[1:]:
        yield "、".join(line.split("\t", 1)[1].split("|"))


def article_texts(folder: Path = ARTICLES) -> Iterator[str]:
    """Paragraphs of the articles and the questions they answer."""
    for path in sorted(folder.glob("*/*.md")):
        for line in path.read_text("utf-8").splitlines():
            cleaned = line.strip(" -#\"'")
            if len(cleaned) >= 5:
                yield cleaned


def choose_alphabet(texts: Iterable[str], least: int) -> Alphabet:
    """The characters that occur often enough in the prepared texts, most frequent first."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(prepare(text))
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return Alphabet([character for character, times in ranked if times >= least])


def tokenise(texts: Iterable[str], alphabet: Alphabet) -> tuple[NDArray[np.uint16], NDArray[np.bool_]]:
    """All documents in a row, each CLS … SEP, and for every place whether a word begins there."""
    numbers = array("H")
    begins = bytearray()
    for text in texts:
        for start in range(0, len(text), LONGEST - 2):
            prepared = prepare(text[start : start + LONGEST - 2])
            if len(prepared) < 2:
                continue
            numbers.extend([CLS, *alphabet.numbers(prepared), SEP])
            begins += b"\1" + _word_begins(prepared) + b"\1"
    return np.frombuffer(numbers, np.uint16), np.frombuffer(bytes(begins), np.uint8).astype(bool)


def _word_begins(prepared: str) -> bytes:
    return b"".join(b"\1" + b"\0" * (len(word) - 1) for word in jieba.cut(prepared, HMM=False))


def _xz(path: Path) -> Iterator[str]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield line.strip()


def _atec(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as table:
        for row in csv.reader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield from row[1:3]


def _stsb(path: Path) -> Iterator[str]:
    for line in path.read_text("utf-8").splitlines():
        yield from line.split("||")[1:3]
