"""Energy from meter readings: multiplier, register rollover, meter replacement, and the correction of a meter error.

kWh = (current − previous) × multiplier; a replaced meter is two segments. A meter that ran γ too fast recorded W; the
customer gets W × γ / (1 + γ) back (a slow one: pays), 供电营业规则.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ..calculation import Calculation, Line
from ..errors import InvalidInput
from ..fields import Fields
from ..money import half_up, plain
from .readings import segments_of

KIND = "meter"
_ALIASES = {
    "price": "unit_price",
    "recorded_kwh": "kwh",
    "error_percentage": "error_percent",
    "meter_error_percent": "error_percent",
}


def calculate(source: Mapping[str, Any]) -> Calculation:
    """Energy and its charge at one price. Raises InvalidInput."""
    known = {"segments", "kwh", "unit_price", "error_percent", "error_rate", "digits", "register_max", "rollover"}
    fields = Fields(source, known, _ALIASES)
    parts = _segments(fields)
    price = fields.number("unit_price", maximum=Decimal(100))
    recorded = sum((kwh for _, kwh in parts), Decimal(0))
    lines = [Line("segment", label, kwh=kwh) for label, kwh in parts]
    lines.append(Line("energy", "电量电费", half_up(recorded * price), kwh=recorded, price=price))
    correction = _correction(fields, recorded)
    if correction is not None:
        label = "计量误差退补" if correction <= 0 else "计量误差补收"
        lines.append(Line("meter_error", label, half_up(correction * price), kwh=correction, price=price))
    return Calculation(KIND, tuple(lines), details={"energy_kwh": plain(recorded + (correction or Decimal(0)))})


def error_correction(recorded: Decimal, error: Decimal) -> Decimal:
    """The energy (kWh) to take off what a meter with relative error ``error`` recorded: W × γ / (1 + γ)."""
    if error <= -1:
        raise InvalidInput("error_rate", "误差应大于-100%")
    return recorded * error / (1 + error)


def _segments(fields: Fields) -> list[tuple[str, Decimal]]:
    if "segments" not in fields:
        return [("抄见电量", fields.number("kwh"))]
    return segments_of(fields.raw("segments"), "segments")


def _correction(fields: Fields, recorded: Decimal) -> Decimal | None:
    if "error_percent" not in fields and "error_rate" not in fields:
        return None
    percent = "error_percent" in fields
    name = "error_percent" if percent else "error_rate"
    written = fields.number(name, minimum=Decimal(-100 if percent else -1), maximum=Decimal(100 if percent else 1))
    return -error_correction(recorded, written / 100 if percent else written)
