"""Agents' corrections as rows of the training text; written by ``python -m api.tickets.corrections``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

PLAN = "agents"  # the kind of variety these rows count under, so that reports show them apart


def corrected_tickets(path: Path) -> Iterator[tuple[str, str, str]]:
    """Type, category and text of every corrected ticket; nothing when the file is not there."""
    if not path.exists():
        return
    for line in path.read_text("utf-8").splitlines():
        if line.strip():
            row = json.loads(line)
            yield row["type"], row["category"], " ".join(row["text"].split())
