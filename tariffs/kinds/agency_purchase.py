"""A business bill by agency purchase (代理购电): a line for every published part, so that each can be checked.

Final price = purchase + losses + transmission + system operation + funds (发改价格〔2021〕1439号). Periods multiply the
purchase price and, where the province says so, transmission; never losses, system operation or funds. A part that is
not on record for the province and month has to be given (``components``, from the published table): none is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from ..calculation import Calculation, Line, TariffReference
from ..catalogue import row_on, rows_on
from ..errors import InvalidInput
from ..fields import Fields
from ..money import ZERO, half_up
from ..schedules import AgencyPurchaseRow, AgencyRuleRow, FundsRow, PriceRow, TransmissionRow
from . import two_part
from .charges import adjusted
from .household import require_rule

KIND = "agency_purchase"
COMPONENTS = {
    "purchase": "上网电价", "losses": "上网环节线损费用", "transmission": "输配电价", "system": "系统运行费用",
    "funds": "政府性基金及附加",
}  # fmt: skip
_PERIODS = {"tip": "尖峰", "peak": "高峰", "flat": "平段", "valley": "低谷", "all": ""}
_SCHEMES = {"single_part", "two_part"}
_LEVELS = {"lt1kv", "1_10kv", "20kv", "35kv", "110kv", "ge220kv"}
_KNOWN = two_part.BASIC_FIELDS | {
    "province", "scheme", "level", "energy", "components", "ratios", "time_of_use_on", "left_market", "pf_standard",
    "power_factor",
}  # fmt: skip
Energy = list[tuple[str, Decimal]]


@dataclass(frozen=True, slots=True)
class Prices:
    """The parts in force (yuan/kWh), what the periods multiply, and the rows they came from."""

    parts: dict[str, Decimal]
    ratios: dict[str, Decimal]
    time_of_use_on: tuple[str, ...]
    rows: tuple[PriceRow, ...]
    given: tuple[str, ...]


def calculate(source: Mapping[str, Any]) -> Calculation:
    """One month's bill. Raises InvalidInput, naming the part that is missing."""
    fields = Fields(source, _KNOWN)
    scheme = _chosen(fields, "scheme", _SCHEMES)
    month, energy = fields.month("year_month"), _energy(fields)
    transmission = _transmission_row(fields, scheme, month)
    prices = _prices(fields, month, transmission)
    kwh = sum((each for _, each in energy), ZERO)
    charged = (*_component_lines(prices, energy, kwh), *_basic(source, scheme, transmission, kwh))
    factor, details = adjusted(fields, charged)
    lines = (*charged, *factor, _flat_line("funds", prices, kwh))
    reference = TariffReference.of(*prices.rows) if prices.rows else None
    return Calculation(KIND, lines, reference, details={**details, "given": list(prices.given)})


def _chosen(fields: Fields, name: str, choices: set[str]) -> str:
    value = fields.text(name)
    if value not in choices:
        raise InvalidInput(name, f"应为 {'、'.join(sorted(choices))} 之一")
    return value


def _energy(fields: Fields) -> Energy:
    written = fields.raw("energy")
    if not isinstance(written, list | tuple) or not 0 < len(written) <= len(_PERIODS):
        raise InvalidInput("energy", '应为各时段的列表，例如 [{"period":"flat","kwh":"1000"}]')
    energy: Energy = []
    for position, entry in enumerate(written):
        part = Fields(entry, {"period", "kwh"}, path=f"energy.{position}")
        period = part.text("period") if "period" in part else "all"
        if period not in _PERIODS or period in dict(energy):
            raise InvalidInput(f"energy.{position}.period", "应为 tip、peak、flat、valley，各一次")
        energy.append((period, part.number("kwh")))
    if len(energy) > 1 and "all" in dict(energy):
        raise InvalidInput("energy", "分时段电量和不分时段的电量只能给一种")
    return energy


def _transmission_row(fields: Fields, scheme: str, month: date) -> TransmissionRow | None:
    level = _chosen(fields, "level", _LEVELS)
    rows = rows_on(TransmissionRow, fields.province(), month)
    return next((row for row in rows if (row.scheme, row.level) == (scheme, level)), None)


def _prices(fields: Fields, month: date, transmission: TransmissionRow | None) -> Prices:
    """Parts given in the input first, then those on record."""
    province = fields.province()
    given = Fields(fields.raw("components") if "components" in fields else {}, set(COMPONENTS), path="components")
    agency, funds = row_on(AgencyPurchaseRow, province, month), row_on(FundsRow, province, month)
    recorded: dict[str, tuple[PriceRow, Decimal]] = {}
    if agency:
        for name in ("purchase", "losses", "system"):
            recorded[name] = (agency, getattr(agency, name))
    if transmission:
        recorded["transmission"] = (transmission, transmission.price)
    if funds:
        recorded["funds"] = (funds, funds.price)
    parts = {name: _part(name, given, recorded, province, month) for name in COMPONENTS}
    rows = tuple({recorded[name][0].id: recorded[name][0] for name in COMPONENTS if name not in given}.values())
    if fields.flag("left_market"):
        parts["purchase"] *= require_rule(AgencyRuleRow, month, "year_month", "代理购电规则").left_market_multiplier
    ratios, applies = _time_of_use(fields, agency)
    return Prices(parts, ratios, applies, rows, tuple(name for name in COMPONENTS if name in given))


def _part(
    name: str, given: Fields, recorded: Mapping[str, tuple[PriceRow, Decimal]], province: str, month: date
) -> Decimal:
    if name in given:
        return given.number(name, minimum=Decimal(-10), maximum=Decimal(10))  # system operation may be negative
    if name not in recorded:
        words = (
            f"{province}{month.year}年{month.month}月的{COMPONENTS[name]}没有收录，请按电网企业公布的代理购电价格表填写"
        )
        raise InvalidInput(f"components.{name}", words)
    return recorded[name][1]


def _time_of_use(fields: Fields, agency: AgencyPurchaseRow | None) -> tuple[dict[str, Decimal], tuple[str, ...]]:
    if "ratios" not in fields:
        if agency is None:
            return {}, ("purchase",)
        return {str(period): ratio for period, ratio in agency.ratios.items()}, agency.time_of_use_on
    written = Fields(fields.raw("ratios"), {"tip", "peak", "valley"}, path="ratios")
    ratios = {name: written.number(name, maximum=Decimal(10)) for name in ("tip", "peak", "valley") if name in written}
    applies = fields.raw("time_of_use_on") if "time_of_use_on" in fields else ("purchase",)
    if not isinstance(applies, list | tuple) or not set(applies) <= {"purchase", "transmission"}:
        raise InvalidInput("time_of_use_on", "应为由 purchase、transmission 组成的列表")
    return dict(ratios), tuple(applies)


def _component_lines(prices: Prices, energy: Energy, kwh: Decimal) -> tuple[Line, ...]:
    lines: list[Line] = []
    for name in ("purchase", "losses", "transmission", "system"):
        if name in prices.time_of_use_on and [period for period, _ in energy] != ["all"]:
            lines += [_period_line(name, prices, *part) for part in energy]
        else:
            lines.append(_flat_line(name, prices, kwh))
    return tuple(lines)


def _flat_line(name: str, prices: Prices, kwh: Decimal) -> Line:
    price = prices.parts[name]
    return Line(name, COMPONENTS[name], half_up(kwh * price), qty=kwh, unit="kWh", price=price)


def _period_line(name: str, prices: Prices, period: str, kwh: Decimal) -> Line:
    ratio = Decimal(1) if period in {"flat", "all"} else prices.ratios.get(period)
    if ratio is None:
        raise InvalidInput(f"ratios.{period}", f"没有收录{_PERIODS[period]}的比价，请填写")
    price = prices.parts[name] * ratio
    label = f"{COMPONENTS[name]}（{_PERIODS[period]}）" if period != "all" else COMPONENTS[name]
    return Line(name, label, half_up(kwh * price), period=period, qty=kwh, unit="kWh", price=price)


def _basic(
    source: Mapping[str, Any], scheme: str, transmission: TransmissionRow | None, kwh: Decimal
) -> tuple[Line, ...]:
    """The basic charge of a two-part customer, at the prices on record unless others are given."""
    given = {name: value for name, value in source.items() if name in two_part.BASIC_FIELDS}
    if scheme == "single_part":
        if extra := sorted(set(given) - {"year_month"}):
            raise InvalidInput(extra[0], "单一制客户没有基本电费，请去掉这一项")
        return ()
    for name in ("capacity_price", "demand_price"):
        recorded = getattr(transmission, name) if transmission else None
        if given.get(name) is None and recorded is not None:
            given[name] = recorded
    fields = Fields(given, two_part.BASIC_FIELDS)
    return two_part.basic_lines(fields, two_part.rule_of(fields), kwh)
