"""What makes a ticket urgent besides danger: life support, crowds, critical customers, great loss (urgency.yml)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from triage.tables import read_rows

URGENCY_FILE = Path(__file__).parent / "data" / "urgency.yml"


@dataclass(frozen=True)
class UrgencyRule:
    """One row: for tickets of ``types``, ``words`` (and ``also``) make it urgent, dangerous, or worth a look."""

    id: str
    types: frozenset[str]
    words: re.Pattern[str]
    also: re.Pattern[str] | None
    review: bool
    danger: bool
    reason: str

    def applies(self, type: str, text: str) -> bool:
        """Whether the rule speaks for a ticket of ``type`` with this normalised text."""
        if type not in self.types or not self.words.search(text):
            return False
        return self.also is None or self.also.search(text) is not None

    def explain(self) -> str:
        """The reason and the rule's id, as an agent reads it."""
        return f"{self.reason}（规则 urgency.{self.id}）"


@lru_cache(maxsize=1)
def urgency_rules() -> tuple[UrgencyRule, ...]:
    """The table, read once a process. Raises UnreadableTable."""
    return read_rows(URGENCY_FILE, _read)


def _read(row: Mapping[str, Any]) -> UrgencyRule:
    return UrgencyRule(
        id=row["id"],
        types=frozenset(row["types"]),
        words=re.compile(row["words"]),
        also=re.compile(row["with"]) if "with" in row else None,
        review=bool(row.get("review", False)),
        danger=bool(row.get("danger", False)),
        reason=row["reason"],
    )
