"""How values from the gateway are written inside a sentence of ``bot/domain``. No sentences here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any


def month_name(month: str) -> str:
    """``2026-10`` → 2026年10月."""
    year, _, number = month.partition("-")
    return f"{year}年{int(number)}月" if number.isdigit() else month


def months_between(earlier: str, later: str) -> int:
    """How many months ``later`` is after ``earlier``, both YYYY-MM."""
    return int(later[:4]) * 12 + int(later[5:]) - int(earlier[:4]) * 12 - int(earlier[5:])


def day_name(day: str | None) -> str:
    """``2026-11-25`` → 11月25日; a missing one is empty."""
    parts = str(day or "")[:10].split("-")
    return f"{int(parts[1])}月{int(parts[2])}日" if len(parts) == 3 else str(day or "")


def moment_name(moment: str | None) -> str:
    """RFC 3339 → 11月20日9:45; the end of a day is 11月20日24:00."""
    if not moment:
        return ""
    try:
        at = datetime.fromisoformat(moment.replace("Z", "+00:00"))
    except ValueError:
        return moment
    if (at.hour, at.minute) == (23, 59):
        return f"{at.month}月{at.day}日24:00"
    return f"{at.month}月{at.day}日{at.hour}:{at.minute:02d}"


def in_order(parts: Iterable[str]) -> str:
    """Several parts in one sentence, empty ones left out."""
    return "；".join(part for part in parts if part)


def card(
    kind: str, title: str, rows: Iterable[tuple[str, Any]], chart: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """A card of the HTTP contract; rows without a value are left out."""
    shown = [[label, str(value)] for label, value in rows if value not in (None, "")]
    return {"kind": kind, "title": title, "rows": shown, "chart": dict(chart) if chart else None}
