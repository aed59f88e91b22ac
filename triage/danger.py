"""Dangers that are over: a ticket that is surely thanks or a withdrawal tells of one in the past (data/settled.yml)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from triage.errors import UnreadableTable

SETTLED_FILE = Path(__file__).parent / "data" / "settled.yml"


@dataclass(frozen=True)
class _Settled:
    """``labels`` that are together at least ``sure``, and the words (``unless``) that say the danger is there again."""

    labels: frozenset[str]
    sure: float
    unless: re.Pattern[str]


def is_settled(probabilities: Mapping[str, float], text: str) -> bool:
    """Whether a danger in a normalised text is over. ``probabilities`` by type/category. Raises UnreadableTable."""
    table = _table()
    sure = sum(probabilities.get(label, 0.0) for label in table.labels) >= table.sure
    return sure and not table.unless.search(text)


@lru_cache(maxsize=1)
def _table() -> _Settled:
    try:
        row = yaml.safe_load(SETTLED_FILE.read_text(encoding="utf-8"))
        return _Settled(frozenset(row["labels"]), float(row["sure"]), re.compile(row["unless"]))
    except (KeyError, TypeError, re.error) as error:
        raise UnreadableTable(f"{SETTLED_FILE.name}: {error}") from error
