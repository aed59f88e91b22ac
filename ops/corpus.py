"""The tables of the training text as the bench and the evaluation read them."""

from __future__ import annotations

import csv
from pathlib import Path

from ops.layout import ROOT

CORPUS = ROOT / "corpus"
Rows = list[dict[str, str]]


def read_rows(path: Path) -> Rows:
    """The rows of a tab-separated table with a header and no quoting."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
