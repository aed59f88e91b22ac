"""The hours of a province's residential valley on a day: what interval readings are split by."""

from __future__ import annotations

from datetime import date

from .catalogue import row_on
from .provinces import canonical_province
from .schedules import TimeOfUseRow, hours_of


def valley_hours(province: str, on: date) -> tuple[int, ...] | None:
    """The clock hours (0–23, use in [h:00, h+1:00)) of the valley window, None where it is not known."""
    row = row_on(TimeOfUseRow, canonical_province(province), on)
    season = row.season_of(on.month) if row else None
    return tuple(hours_of(season.valley_hours)) if season else None
