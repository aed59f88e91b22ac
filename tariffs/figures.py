"""Single figures for texts: what an article's ``{{tariff:key}}`` stands for in a province on a day.

A figure's ``text`` reads well inside a Chinese sentence and carries its unit. Figures of confidence L are returned
with that confidence: whoever composes an answer must not show them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .catalogue import provinces_of, rows_on
from .figure_readers import READERS, Reading
from .provinces import canonical_province
from .schedules import Confidence, PriceRow


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with its source and validity. ``value`` is None where the figure is words only (hours, ratios)."""

    key: str
    value: Decimal | None
    text: str
    unit: str
    source: str
    effective_from: date | None
    effective_to: date | None
    confidence: Confidence
    province: str | None
    not_before: date | None = None

    @property
    def validity(self) -> str:
        """In Chinese, from when until when it holds; a table without a known first day says since when it counts."""
        end = f"，至{self.effective_to}" if self.effective_to else ""
        if self.effective_from:
            return f"自{self.effective_from}起执行{end}"
        return f"自{self.not_before.year}年起有效（起始日未载明）{end}" if self.not_before else f"长期有效{end}"


def figure(key: str, province: str | None, on: date) -> Figure | None:
    """The figure in force, or None when it is not known there and then.

    Keys of national rules ignore the province; keys of provincial prices need one. Raises KeyError for an unknown key.
    """
    kind, read = READERS[key]
    name = canonical_province(province) if province else None
    for where in (name, None) if name else (None,):
        for row in rows_on(kind, where, on):
            reading = read(row)
            if reading is not None:
                return _figure(key, row, reading)
    return None


def figure_keys() -> list[str]:
    """All keys that ``figure`` knows."""
    return list(READERS)


def provinces_with(key: str, on: date) -> list[str]:
    """The provinces that have a figure of their own for the key on that day (none for national rules)."""
    kind, read = READERS[key]
    return [
        province for province in provinces_of(kind) if any(read(row) is not None for row in rows_on(kind, province, on))
    ]


def _figure(key: str, row: PriceRow, reading: Reading) -> Figure:
    return Figure(
        key=key,
        value=reading.value,
        text=reading.text,
        unit=reading.unit,
        source=row.source,
        effective_from=row.effective_from,
        effective_to=row.effective_to,
        confidence=reading.confidence or row.confidence,
        province=row.province,
        not_before=row.not_before,
    )
