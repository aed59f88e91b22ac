"""What a ticket's classification says to a danger found in its text (data/danger.yml)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from nlu.experts.danger import READ_BY_THE_CLASSIFIER
from nlu.text.safety import DangerEvidence
from triage.errors import UnreadableTable
from triage.tables import GARBLED, read_table

DANGER_FILE = Path(__file__).parent / "data" / "danger.yml"
Probabilities = Mapping[str, float]  # by type/category


@dataclass(frozen=True)
class _Rules:
    """The table: when a danger is ``certain`` whatever the label; what is over when it is ``sure``; and where a danger
    without words is believed.
    """

    certain: float
    settled: frozenset[str]
    sure: float
    unless: re.Pattern[str]
    learned: frozenset[str]
    least: float


def is_believable(danger: DangerEvidence, probabilities: Probabilities, text: str) -> bool:
    """Whether a danger found in a normalised text stands beside the ticket's classification. Raises UnreadableTable."""
    rules = _rules()
    if danger.chance is not None and danger.chance >= rules.certain:
        return True
    if _together(probabilities, rules.settled) >= rules.sure and not rules.unless.search(text):
        return False
    return danger.kind != READ_BY_THE_CLASSIFIER or _together(probabilities, rules.learned) >= rules.least


def _together(probabilities: Probabilities, labels: frozenset[str]) -> float:
    return sum(value for label, value in probabilities.items() if label in labels or label.split("/")[0] in labels)


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    table = read_table(DANGER_FILE)
    try:
        settled, learned = table["settled"], table["learned"]
        return _Rules(
            certain=float(table["certain"]),
            settled=frozenset(settled["labels"]),
            sure=float(settled["sure"]),
            unless=re.compile(settled["unless"]),
            learned=frozenset(learned["labels"]),
            least=float(learned["least"]),
        )
    except GARBLED as error:
        raise UnreadableTable(f"{DANGER_FILE.name} lacks or garbles {error}") from error
