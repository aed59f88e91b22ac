"""A part of the corpus small enough for stock DIET to learn, for it and for ours: the same rows for both."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections import defaultdict
from pathlib import Path

from ops.corpus import CORPUS, Rows, read_rows
from ops.layout import Layout

# The whole corpus takes DIET hours: an epoch over 35,000 messages did not end within ten minutes of processor time.
ROWS = int(os.environ.get("DIANDA_DIET_ROWS") or 3000)
LABELS = {"utterances.tsv": ("intent",), "tickets.tsv": ("type", "category")}
CONCEPTS = "concepts.tsv"


def part_of_corpus(layout: Layout) -> Path:
    """The folder with about ROWS messages and as many tickets; written once for each state of the corpus."""
    key = hashlib.sha256(str(ROWS).encode() + b"".join((CORPUS / name).read_bytes() for name in LABELS))
    folder = layout.var / "diet" / key.hexdigest()[:16]
    folder.mkdir(parents=True, exist_ok=True)
    for name, label in LABELS.items():
        _write(folder / name, _spread(read_rows(CORPUS / name), label))
    shutil.copyfile(CORPUS / CONCEPTS, folder / CONCEPTS)
    return folder


def _spread(rows: Rows, label: tuple[str, ...]) -> Rows:
    """Every n-th row of each label, so that every label and every plan stays."""
    by_label: dict[tuple[str, ...], Rows] = defaultdict(list)
    for row in rows:
        by_label[tuple(row[column] for column in label)].append(row)
    step = max(1, len(rows) // ROWS)
    return [row for each in by_label.values() for row in each[::step]]


def _write(path: Path, rows: Rows) -> None:
    lines = ["\t".join(row.values()) for row in (dict(zip(rows[0], rows[0], strict=True)), *rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
