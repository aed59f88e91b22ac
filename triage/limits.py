"""Time limits, thresholds and counts of the service: dated rows of data/limits.yml, never constants in code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from triage.errors import UnknownLimit, UnreadableTable

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

    Raises UnknownLimit when there is none.
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
    rows = yaml.safe_load(LIMITS_FILE.read_text(encoding="utf-8"))
    limits: dict[str, tuple[Limit, ...]] = {}
    for row in rows:
        parsed = _read(row)
        limits[parsed.key] = (*limits.get(parsed.key, ()), parsed)
    return limits


def _read(row: Mapping[str, Any]) -> Limit:
    try:
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
    except (KeyError, InvalidOperation, TypeError) as error:
        raise UnreadableTable(f"{LIMITS_FILE.name}: row {row!r} lacks or garbles {error}") from error
