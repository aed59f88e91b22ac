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

KIND = "meter"
_LARGEST_MULTIPLIER = Decimal(1_000_000)
_ALIASES = {
    "price": "unit_price",
    "recorded_kwh": "kwh",
    "error_percentage": "error_percent",
    "meter_error_percent": "error_percent",
}
_SEGMENT_ALIASES = {
    **dict.fromkeys(("last", "start", "previous_reading", "last_reading"), "previous"),
    **dict.fromkeys(("end", "current_reading", "this"), "current"),
    **dict.fromkeys(("ratio", "factor", "ct_ratio"), "multiplier"),
    **dict.fromkeys(("register_digits", "meter_digits", "dial_digits", "integer_digits"), "digits"),
    **dict.fromkeys(("max_reading", "rollover_at", "meter_max", "full_scale", "modulus", "max"), "register_max"),
    "rolled_over": "rollover",
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
    written = fields.raw("segments")
    if not isinstance(written, list | tuple) or not written or len(written) > 100:
        raise InvalidInput("segments", '应为抄表段的列表，例如 [{"previous":"100","current":"160","multiplier":"1"}]')
    names = ["抄见电量"] if len(written) == 1 else [f"第{number}段" for number in range(1, len(written) + 1)]
    return [(name, _segment(written[index], f"segments.{index}")) for index, name in enumerate(names)]


def _segment(part: Any, path: str) -> Decimal:
    known = {"previous", "current", "multiplier", "digits", "register_max", "rollover"}
    fields = Fields(part, known, _SEGMENT_ALIASES, path)
    previous, current = fields.number("previous"), fields.number("current")
    multiplier = fields.number("multiplier", maximum=_LARGEST_MULTIPLIER) if "multiplier" in fields else Decimal(1)
    if multiplier == 0:
        raise InvalidInput(f"{path}.multiplier", "倍率应大于0")
    span = _register_span(fields, previous, path)
    if span is not None and max(previous, current) >= span:
        raise InvalidInput(f"{path}.current", "示数超过了电表的最大示数")
    if current < previous and span is None:
        raise InvalidInput(f"{path}.current", "本次示数小于上次示数；如果电表过零，请给出位数 digits 或 register_max")
    return ((current - previous) if current >= previous else (current + (span or 0) - previous)) * multiplier


def _register_span(fields: Fields, previous: Decimal, path: str) -> Decimal | None:
    """How much a register counts before it starts again at zero: 5 digits → 100000, 99999.99 → 100000."""
    if "digits" in fields:
        return Decimal(10) ** fields.whole("digits", 1, 12)
    if "register_max" in fields:
        return _span(fields.number("register_max", minimum=Decimal(1)))
    if "rollover" in fields and str(fields.raw("rollover")).strip().isdecimal() and fields.number("rollover") > 1:
        return _span(fields.number("rollover"))
    if fields.flag("rollover"):
        return Decimal(10) ** (max(previous, Decimal(1)).adjusted() + 1)
    return None


def _span(largest: Decimal) -> Decimal:
    """From the largest reading, or from the count at which the register is zero again (a power of ten)."""
    span = Decimal(10) ** (largest.adjusted() + 1)
    return largest if largest * 10 == span else span


def _correction(fields: Fields, recorded: Decimal) -> Decimal | None:
    if "error_percent" not in fields and "error_rate" not in fields:
        return None
    percent = "error_percent" in fields
    name = "error_percent" if percent else "error_rate"
    written = fields.number(name, minimum=Decimal(-100 if percent else -1), maximum=Decimal(100 if percent else 1))
    return -error_correction(recorded, written / 100 if percent else written)
