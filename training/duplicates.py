"""`python -m training.duplicates corpus [FILE …]`: lines that say the same in nearly the same letters.

Compares the lines of the corpus with one another, and with those of any other file: what a product is measured on
must not stand in what it was trained on. Ends with status 1 when there are any.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, NamedTuple

import typer
from datasketch import MinHash, MinHashLSH

from training.settings import CORPUS

# Pictures stay: 阶梯电价 and 阶梯电价📈 are both written, and read differently.
MARKS = re.compile(r"[\s!-/:-@\[-`{-~。，、；：？！…—·～“”‘’（）《》【】]+")
DIGITS = re.compile(r"\d{6,}")
# Of the letter groups of two texts, at least this share stands in both; short texts must be all but equal.
ALIKE, SHORT_ALIKE, SHORT = 0.75, 0.9, 12
GROUP = 3
PERMUTATIONS = 96
# Texts with fewer different Chinese characters say the same for everybody: numbers, marks, 好的.
LEAST = 4
CHINESE = re.compile(r"[一-鿿]")


class Line(NamedTuple):
    """A text and where it stands."""

    file: str
    number: int
    text: str


class Pair(NamedTuple):
    """Two lines and the share of letter groups they have in common."""

    one: Line
    other: Line
    alike: float


def letters(text: str) -> str:
    """What counts for comparison: letters and digits, long numbers all alike."""
    return DIGITS.sub("#", MARKS.sub("", text.lower()))


def groups(text: str) -> frozenset[str]:
    """The letter groups of a text, its ends marked."""
    framed = f"^{letters(text)}$"
    return frozenset(framed[start : start + GROUP] for start in range(max(1, len(framed) - GROUP + 1)))


def near_duplicates(lines: Sequence[Line], others: Sequence[Line] = ()) -> list[Pair]:
    """Pairs within `lines`, or where `others` are given, of one of `lines` and one of them; the most alike first."""
    lines, others = _telling(lines), _telling(others)
    everything = [*lines, *others]
    known = [groups(line.text) for line in everything]
    hashes = MinHash.bulk(([group.encode() for group in each] for each in known), num_perm=PERMUTATIONS)
    index = MinHashLSH(threshold=ALIKE - 0.1, num_perm=PERMUTATIONS)
    pairs = []
    for place, mark in enumerate(hashes):
        asks = place >= len(lines) if others else True
        for found in index.query(mark) if asks else ():
            alike = len(known[place] & known[found]) / len(known[place] | known[found])
            if alike >= _least(everything[place].text, everything[found].text):
                pairs.append(Pair(everything[found], everything[place], alike))
        if place < len(lines):
            index.insert(place, mark)
    return sorted(pairs, key=lambda pair: -pair.alike)


def _telling(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if len(set(CHINESE.findall(line.text))) >= LEAST]


def _least(one: str, other: str) -> float:
    return SHORT_ALIKE if min(len(letters(one)), len(letters(other))) < SHORT else ALIKE


def read_lines(path: Path) -> list[Line]:
    """The texts of a .tsv (column `text`), a .jsonl (field `text` or `question`) or a plain file, a line each."""
    return [Line(path.name, number, text) for number, text in enumerate(_texts(path), start=1)]


def _texts(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="") as file:
        if path.suffix == ".tsv":
            yield from (row["text"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        elif path.suffix == ".jsonl":
            loaded = (json.loads(line) for line in file if line.strip())
            yield from (row.get("text") or row.get("question") or "" for row in loaded)
        else:
            yield from (line.strip() for line in file)


def corpus_files(folder: Path = CORPUS) -> list[Path]:
    """The tables of training text; messages, tickets and danger may share a line with each other."""
    return [path for path in sorted(folder.glob("*.tsv")) if path.name != "concepts.tsv"]


def main(
    corpus: Annotated[Path, typer.Argument(help="folder of the tables")] = CORPUS,
    others: Annotated[list[Path] | None, typer.Argument(help="files that must share nothing with it")] = None,
    most: Annotated[int, typer.Option(help="pairs to show of each file")] = 20,
) -> None:
    """Report the near-duplicates of every table of the corpus, and those with the other files."""
    total, tables = 0, corpus_files(corpus)
    if not tables:
        raise typer.BadParameter(f"{corpus} holds no table of training text (*.tsv)")
    for path in tables:
        lines = read_lines(path)
        total += _report(path.name, near_duplicates(lines), most)
        for other in others or []:
            total += _report(f"{path.name}, {other.name}", near_duplicates(lines, read_lines(other)), most)
    raise typer.Exit(int(total > 0))


def _report(where: str, pairs: list[Pair], most: int) -> int:
    typer.echo(f"{where}: {len(pairs)} near-duplicates")
    for one, other, alike in pairs[:most]:
        typer.echo(f"  {alike:.2f}\t{one.file}:{one.number}\t{one.text}\t{other.file}:{other.number}\t{other.text}")
    return len(pairs)


if __name__ == "__main__":
    typer.run(main)
