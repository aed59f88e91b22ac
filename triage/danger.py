"""What the classifier's own evidence says about danger, for and against its words (data/urgency_danger.yml)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from nlu.text.safety import DangerEvidence
from triage.errors import UnreadableTable

DANGER_FILE = Path(__file__).parent / "data" / "urgency_danger.yml"
Probabilities = Mapping[str, float]  # by type/category


@dataclass(frozen=True)
class _Belief:
    """One row: ``labels`` (a type or type/category) together at least ``least`` likely, and what the text must say."""

    id: str
    labels: frozenset[str]
    least: float
    words: re.Pattern[str] | None
    without: re.Pattern[str] | None

    def holds(self, probabilities: Probabilities, text: str) -> bool:
        if self.without is not None and self.without.search(text):
            return False
        return sum(value for label, value in probabilities.items() if self._names(label)) >= self.least

    def _names(self, label: str) -> bool:
        return label in self.labels or label.split("/")[0] in self.labels


def weigh_danger(danger: DangerEvidence | None, probabilities: Probabilities, text: str) -> DangerEvidence | None:
    """The danger after the classifier is heard: dropped where a calm label is sure, raised from weak words at a fault.

    ``text`` is normalised. Raises UnreadableTable.
    """
    calm, suspected = _beliefs()
    if danger is not None:
        return None if any(belief.holds(probabilities, text) for belief in calm) else danger
    for belief in suspected:
        words = belief.words.search(text) if belief.words else None
        if words and belief.holds(probabilities, text):
            return DangerEvidence(belief.id, (words.group(),))
    return None


@lru_cache(maxsize=1)
def _beliefs() -> tuple[tuple[_Belief, ...], tuple[_Belief, ...]]:
    table = yaml.safe_load(DANGER_FILE.read_text(encoding="utf-8"))
    calm = tuple(_read(row, "sure", "unless") for row in table["calm"])
    return calm, tuple(_read(row, "least", "without") for row in table["suspected"])


def _read(row: Mapping[str, Any], least: str, without: str) -> _Belief:
    try:
        return _Belief(
            id=row["id"],
            labels=frozenset(row["labels"]),
            least=float(row[least]),
            words=re.compile(row["words"]) if "words" in row else None,
            without=re.compile(row[without]) if without in row else None,
        )
    except (KeyError, re.error) as error:
        raise UnreadableTable(f"{DANGER_FILE.name}: row {row.get('id', row)!r}: {error}") from error
