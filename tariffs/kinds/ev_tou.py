"""Time-of-use of a resident's own charging pile, by hour or by period (e.g. 鄂发改价管〔2023〕320号)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from ..calculation import Calculation, Line, TariffReference
from ..catalogue import rows_of
from ..errors import InvalidInput
from ..fields import Fields, read_number
from ..money import ZERO, half_up, plain
from ..schedules import PERIODS, EvRow, Period
from .household import require_row

KIND = "ev_tou"
PERIOD_LABELS: dict[str, str] = {"valley": "低谷电费", "flat": "平段电费", "peak": "高峰电费", "tip": "尖峰电费"}
_KNOWN = {
    "province", "year_month", "kwh_by_hour", "kwh_by_period", "valley_kwh", "flat_kwh", "peak_kwh", "tip_kwh",
}  # fmt: skip
_ALIASES = {
    "month": "year_month",
    **dict.fromkeys(("hours", "by_hour", "hourly"), "kwh_by_hour"),
    **dict.fromkeys(("periods", "by_period", "energy", "kwh"), "kwh_by_period"),
}


def calculate(source: Mapping[str, Any]) -> Calculation:
    """The charge of the given energy. Raises InvalidInput, also for provinces without such a tariff."""
    fields = Fields(source, _KNOWN, _ALIASES)
    row = _row(fields)
    energy = _energy(fields, row)
    lines = tuple(
        Line(period, PERIOD_LABELS[period], half_up(kwh * row.prices[period]), kwh=kwh, price=row.prices[period])
        for period, kwh in energy.items()
        if kwh
    )
    details = {"kwh_by_period": {period: plain(kwh) for period, kwh in energy.items()}}
    return Calculation(KIND, lines, TariffReference.of(row), details=details)


def _row(fields: Fields) -> EvRow:
    province = fields.province()
    if "year_month" in fields:
        return require_row(EvRow, province, fields.month("year_month"), "居民充电桩分时电价")
    newest = [row for row in rows_of(EvRow) if row.province == province and row.effective_to is None]
    return newest[0] if newest else require_row(EvRow, province, date.max, "居民充电桩分时电价")


def _energy(fields: Fields, row: EvRow) -> dict[Period, Decimal]:
    single = [period for period in PERIODS if f"{period}_kwh" in fields]
    given = [name for name in ("kwh_by_hour", "kwh_by_period") if name in fields] + (["valley_kwh"] if single else [])
    if len(given) != 1:
        raise InvalidInput("kwh_by_hour", "请用一种方式给出充电电量：kwh_by_hour（按小时）或 kwh_by_period（按时段）")
    if given[0] == "kwh_by_hour":
        return _by_hour(fields.raw("kwh_by_hour"), row)
    if given[0] == "kwh_by_period":
        return _by_period(fields.raw("kwh_by_period"))
    return {period: fields.number(f"{period}_kwh") if period in single else ZERO for period in PERIODS}


def _by_hour(written: Any, row: EvRow) -> dict[Period, Decimal]:
    if isinstance(written, list | tuple) and len(written) == 24:
        written = dict(enumerate(written))
    written = _pairs(written, "hour")
    if not isinstance(written, Mapping) or not written:
        raise InvalidInput("kwh_by_hour", '应为小时到电量的对应，例如 {"23": "6.5"}，或24个数')
    energy: dict[Period, Decimal] = dict.fromkeys(PERIODS, ZERO)
    for hour, kwh in written.items():
        energy[row.period_of(_hour(hour))] += _energy_of(kwh, f"kwh_by_hour.{hour}")
    return energy


def _pairs(written: Any, key: str) -> Any:
    """``[{"period": "valley", "kwh": "1"}, …]`` as a mapping; anything else, also a key given twice, as it is."""
    if not isinstance(written, list | tuple) or not all(isinstance(each, Mapping) and key in each for each in written):
        return written
    mapping = {str(each[key]): each.get("kwh") for each in written}
    return mapping if len(mapping) == len(written) else None


def _hour(written: Any) -> int:
    text = str(written).strip().split(":")[0]
    if not text.isdecimal() or not text.isascii() or len(text) > 2 or int(text) > 23:
        raise InvalidInput("kwh_by_hour", f"“{written}”不是0到23之间的小时")
    return int(text)


def _by_period(written: Any) -> dict[Period, Decimal]:
    written = _pairs(written, "period")
    if not isinstance(written, Mapping) or not written:
        raise InvalidInput("kwh_by_period", '应为时段到电量的对应，例如 {"valley": "120"}')
    for name in written:
        if name not in PERIODS:
            raise InvalidInput("kwh_by_period", f"“{name}”不是 valley、flat、peak、tip 之一")
    return {period: _energy_of(written.get(period, "0"), f"kwh_by_period.{period}") for period in PERIODS}


def _energy_of(written: Any, field: str) -> Decimal:
    kwh = read_number(written, field)
    if kwh < 0:
        raise InvalidInput(field, "电量不能是负数")
    return kwh
