"""Time limits, thresholds and counts of the service: dated rows of data/limits.yml, never constants in code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from triage.errors import UnknownLimit
from triage.tables import read_rows

LIMITS_FILE = Path(__file__).parent / "data" / "limits.yml"


@dataclass(frozen=True)
class Limit:
    """One limit: ``value`` in ``unit`` (分钟, 工作日 …), ``text`` as it reads in a sentence, and its source."""

    key: str
    value: Decimal
    unit: str
    text: str
    meaning: str
    source: str
    confidence: str
    effective_from: date | None = None
    effective_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the limit is in force on ``day``; without dates it always is."""
        begun = self.effective_from is None or self.effective_from <= day
        return begun and (self.effective_to is None or day <= self.effective_to)


def limit(key: str, on: date) -> Limit:
    """The limit ``key`` in force on a day; of several the one that began last.

    Raises UnknownLimit when there is none, UnreadableTable.
    """
    holding = [row for row in _limits().get(key, ()) if row.holds_on(on)]
    if not holding:
        raise UnknownLimit(f"no limit {key!r} in force on {on.isoformat()}; see {LIMITS_FILE.name}")
    return max(holding, key=lambda row: row.effective_from or date.min)


def limit_keys() -> tuple[str, ...]:
    """Every key that has a row."""
    return tuple(_limits())


@lru_cache(maxsize=1)
def _limits() -> Mapping[str, tuple[Limit, ...]]:
    limits: dict[str, tuple[Limit, ...]] = {}
    for row in read_rows(LIMITS_FILE, _read):
        limits[row.key] = (*limits.get(row.key, ()), row)
    return limits


def _read(row: Mapping[str, Any]) -> Limit:
    return Limit(
        key=row["key"],
        value=Decimal(str(row["value"])),
        unit=row["unit"],
        text=row["text"],
        meaning=row["meaning"],
        source=row["source"],
        confidence=row["confidence"],
        effective_from=row.get("effective_from"),
        effective_to=row.get("effective_to"),
    )
