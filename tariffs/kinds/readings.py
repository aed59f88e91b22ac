"""Energy from meter readings: (current − previous) × multiplier, a register that starts again at zero, and a meter
replaced within the month, whose readings and those of the new one add up (two segments)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ..errors import InvalidInput
from ..fields import Fields
from ..money import ZERO, plain

_LARGEST_MULTIPLIER = Decimal(1_000_000)
_SEGMENT_ALIASES = {
    **dict.fromkeys(("last", "start", "previous_reading", "last_reading"), "previous"),
    **dict.fromkeys(("end", "current_reading", "this"), "current"),
    **dict.fromkeys(("ratio", "factor", "ct_ratio"), "multiplier"),
    **dict.fromkeys(("register_digits", "meter_digits", "dial_digits", "integer_digits"), "digits"),
    **dict.fromkeys(("max_reading", "rollover_at", "meter_max", "full_scale", "modulus", "max"), "register_max"),
    "rolled_over": "rollover",
}
# Which readings may stand in for which energy
READINGS = {"segments": "kwh", "peak_segments": "peak_kwh", "valley_segments": "valley_kwh"}


def energy_or_readings(fields: Fields, name: str) -> Decimal:
    """The energy ``name`` (kWh), given as such or by the readings of one or more meters, never both."""
    readings = next(key for key, energy in READINGS.items() if energy == name)
    if readings not in fields:
        return fields.number(name)
    if name in fields:
        raise InvalidInput(name, f"电量和示数（{readings}）只能给一种")
    return sum((kwh for _, kwh in segments_of(fields.raw(readings), readings)), ZERO)


def with_energy(input: Mapping[str, Any]) -> dict[str, Any]:
    """The input with readings replaced by their energy. Raises InvalidInput."""
    changed = {name: value for name, value in input.items() if value is not None}
    for readings, name in READINGS.items():
        if name in changed or readings not in changed:
            continue
        changed[name] = plain(sum((kwh for _, kwh in segments_of(changed.pop(readings), readings)), ZERO))
    return changed


def segments_of(written: Any, field: str) -> list[tuple[str, Decimal]]:
    """Each segment's Chinese name and energy (kWh)."""
    if not isinstance(written, list | tuple) or not written or len(written) > 100:
        raise InvalidInput(field, '应为抄表段的列表，例如 [{"previous":"100","current":"160","multiplier":"1"}]')
    names = ["抄见电量"] if len(written) == 1 else [f"第{number}段" for number in range(1, len(written) + 1)]
    return [(name, _segment(written[index], f"{field}.{index}")) for index, name in enumerate(names)]


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
