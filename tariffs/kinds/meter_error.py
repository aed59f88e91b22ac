"""Refund (or further charge) after a meter test: the months that the meter measured wrongly are billed again.

A meter with relative error γ recorded W; right would have been W / (1 + γ), so W × γ / (1 + γ) is taken off
(供电营业规则: corrected to zero error, only when the error is outside what the meter's class allows). Each month is
billed again with the right energy, so that tiers and time-of-use follow; less energy in one month also lowers the
year's energy before the next. Which months are concerned and what the class allows is said by the test report, never
assumed here; later months that the meter measured rightly (``is_affected`` false) only move in their tiers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from ..calculation import Calculation, Line, TariffReference
from ..catalogue import rows_of
from ..errors import InvalidInput
from ..fields import Fields, read_number
from ..money import ZERO, half_up, plain
from ..schedules import MeterErrorRow
from . import residential, residential_tou, single_part
from .household import ALIASES
from .readings import with_energy

KIND = "meter_error_refund"
_MOST_MONTHS = 120
_KWH_PLACE = Decimal("0.0001")
_CALCULATORS: dict[str, Callable[[Mapping[str, Any]], Calculation]] = {
    module.KIND: module.calculate for module in (residential, residential_tou, single_part)
}
_ENERGY = {residential.KIND: ("kwh",), residential_tou.KIND: ("peak_kwh", "valley_kwh")}


def calculate(source: Mapping[str, Any]) -> Calculation:
    """The difference of all months, negative for a refund. Raises InvalidInput."""
    fields = Fields(source, {"error_percent", "tolerance_percent", "bills"})
    error = fields.number("error_percent", minimum=Decimal(-99), maximum=Decimal(1000)) / 100
    tolerance = fields.number("tolerance_percent", maximum=Decimal(100)) / 100
    bills = _bills(fields)
    reference = TariffReference.of(rows_of(MeterErrorRow)[-1])
    if abs(error) <= tolerance:
        line = Line("within_tolerance", "误差在允许范围内，不退补", half_up(ZERO), percent=error * 100)
        return Calculation(KIND, (line,), reference, details={"outcome": "within_tolerance", "months": []})
    lines, months = _billed_again(bills, 1 + error)
    outcome = "refund" if error > 0 else "charge"
    return Calculation(KIND, lines, reference, details={"outcome": outcome, "months": months, "needs_consent": True})


Bill = tuple[str, str, dict[str, Any], bool]  # month (empty where there is none), kind, input, measured wrongly


def _bills(fields: Fields) -> list[Bill]:
    written = fields.raw("bills")
    if not isinstance(written, list | tuple) or not 0 < len(written) <= _MOST_MONTHS:
        raise InvalidInput("bills", f"应为1到{_MOST_MONTHS}张账单的列表，每张含 kind 和 input")
    bills = sorted((_bill(each, f"bills.{index}") for index, each in enumerate(written)), key=lambda bill: bill[0])
    months = [bill[0] for bill in bills if bill[0]]
    if len(months) != len(set(months)):
        raise InvalidInput("bills", "同一个月份给了两次")
    return bills


def _bill(written: Any, path: str) -> Bill:
    fields = Fields(written, {"kind", "input", "month", "is_affected"}, path=path)
    kind, given = fields.text("kind"), fields.raw("input")
    if kind not in _CALCULATORS:
        raise InvalidInput(f"{path}.kind", "只能自动退补居民和单一制账单；两部制的需量也受误差影响，请人工核算")
    if not isinstance(given, Mapping):
        raise InvalidInput(f"{path}.input", "应为由字段组成的对象")
    named = {ALIASES.get(str(name), str(name)): value for name, value in given.items() if value is not None}
    month = fields.text("month") if "month" in fields else str(named.get("year_month", ""))
    try:
        _CALCULATORS[kind](given)
    except InvalidInput as error:
        raise InvalidInput(f"{path}.input.{error.field}", error.detail) from error
    return month, kind, with_energy(named), fields.flag("is_affected") if "is_affected" in fields else True


def _billed_again(bills: list[Bill], factor: Decimal) -> tuple[tuple[Line, ...], list[dict[str, str]]]:
    lines, months, less = [], [], {"": ZERO}
    for month, kind, given, is_affected in bills:
        year = month[:4]
        right = _corrected(kind, given, factor) if is_affected else dict(given)
        if "cumulative_before" in right:
            before = read_number(right["cumulative_before"], "cumulative_before")
            right["cumulative_before"] = max(ZERO, before + less.get(year, ZERO))
        old, new = _CALCULATORS[kind](given), _CALCULATORS[kind](right)
        kwh = _energy_of(kind, right) - _energy_of(kind, given)
        less[year] = less.get(year, ZERO) + kwh
        label = f"{month}计量误差{'退' if kwh <= 0 else '补'}电费" if is_affected else f"{month}阶梯随之变化"
        lines.append(Line("meter_error", label, half_up(new.total - old.total), kwh=kwh))
        months.append(_words(month, kind, given, right, old, new))
    return tuple(lines), months


def _corrected(kind: str, given: Mapping[str, Any], factor: Decimal) -> dict[str, Any]:
    def right(value: Any, field: str) -> Decimal:
        return half_up(read_number(value, field) / factor, _KWH_PLACE)

    if kind in _ENERGY:
        energy = {name: right(given[name], name) for name in _ENERGY[kind] if name in given}
        return {name: value for name, value in given.items() if name != "kwh"} | energy
    entries = given.get("energy", ())
    entries = [entries] if isinstance(entries, Mapping) else entries
    return dict(given) | {"energy": [dict(each) | {"kwh": right(each["kwh"], "kwh")} for each in entries]}


def _energy_of(kind: str, given: Mapping[str, Any]) -> Decimal:
    if kind in _ENERGY:
        return sum((Decimal(str(given[name])) for name in _ENERGY[kind]), ZERO)
    entries = given["energy"]
    entries = [entries] if isinstance(entries, Mapping) else entries
    return sum((Decimal(str(each["kwh"])) for each in entries), ZERO)


def _words(
    month: str, kind: str, given: Mapping[str, Any], right: Mapping[str, Any], old: Calculation, new: Calculation
) -> dict[str, str]:
    """What a person needs to check one month: energy as recorded and as right, and both amounts."""
    return {
        "month": month,
        "recorded_kwh": plain(_energy_of(kind, given)),
        "corrected_kwh": plain(_energy_of(kind, right)),
        "billed": f"{old.total:.2f}",
        "right": f"{new.total:.2f}",
    }
