"""Charges that business bills share: energy by period, funds, and the power-factor line."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ..calculation import Line
from ..errors import InvalidInput
from ..fields import Fields
from ..money import half_up, total_of
from .power_factor import adjustment, standard_row

CHARGE_FIELDS = {"energy", "pf_standard", "power_factor", "fund_price"}
_PERIOD_LABELS = {
    "tip": "尖峰电量电费", "peak": "高峰电量电费", "flat": "平段电量电费", "valley": "低谷电量电费",
    "deep_valley": "深谷电量电费", "all": "电量电费",
}  # fmt: skip


def energy_lines(fields: Fields) -> tuple[Line, ...]:
    """A line for each entry of ``energy``: ``{"period", "kwh", "price"}``."""
    if "energy" not in fields:
        return ()
    written = fields.raw("energy")
    if isinstance(written, Mapping):
        written = [written]
    if not isinstance(written, list | tuple) or not written:
        raise InvalidInput("energy", '应为各时段的列表，例如 [{"period":"flat","kwh":"1000","price":"0.62"}]')
    return tuple(_energy_line(entry, f"energy.{position}") for position, entry in enumerate(written))


def _energy_line(entry: Any, path: str) -> Line:
    fields = Fields(entry, {"period", "kwh", "price"}, path=path)
    period = fields.text("period") if "period" in fields else "all"
    if period not in _PERIOD_LABELS:
        raise InvalidInput(f"{path}.period", f"“{period}”不是 tip、peak、flat、valley、deep_valley 之一")
    kwh, price = fields.number("kwh"), fields.number("price", maximum=Decimal(100))
    amount = half_up(kwh * price)
    return Line("energy", _PERIOD_LABELS[period], amount, period=period, qty=kwh, unit="kWh", price=price)


def energy_of(lines: tuple[Line, ...]) -> Decimal:
    """The energy of energy lines, kWh."""
    return sum((line.qty for line in lines if line.qty is not None), Decimal(0))


def adjusted(fields: Fields, charged: tuple[Line, ...]) -> tuple[tuple[Line, ...], dict[str, str]]:
    """The power-factor line on what was charged so far, when both its fields are given."""
    names = [name for name in ("pf_standard", "power_factor") if name in fields]
    if not names:
        return (), {}
    if len(names) == 1:
        missing = "pf_standard" if names == ["power_factor"] else "power_factor"
        raise InvalidInput(missing, "力调电费需要同时给出考核标准 pf_standard 和功率因数 power_factor")
    row = standard_row(fields.number("pf_standard"), "pf_standard")
    factor = fields.number("power_factor", maximum=Decimal(1))
    line, details = adjustment(row, factor, total_of(each.amount for each in charged))
    return (line,), details


def fund_lines(fields: Fields, kwh: Decimal) -> tuple[Line, ...]:
    """Government funds and surcharges on all energy."""
    if "fund_price" not in fields:
        return ()
    price = fields.number("fund_price", maximum=Decimal(10))
    return (Line("funds", "政府性基金及附加", half_up(kwh * price), qty=kwh, unit="kWh", price=price),)
