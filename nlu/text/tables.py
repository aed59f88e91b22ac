"""The tables of words beside this code (``data``): rows of columns divided by tabs; ``#`` begins a comment."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

_FOLDER = Path(__file__).parent / "data"


def rows(name: str) -> Iterator[list[str]]:
    """The columns of each row of a table."""
    for line in (_FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def words_by_kind(name: str) -> dict[str, tuple[str, ...]]:
    """A table of two columns, a kind and its words with spaces between them."""
    return {kind: tuple(words.split(" ")) for kind, words in rows(name)}
