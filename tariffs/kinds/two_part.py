"""The two-part tariff: a basic charge by capacity or demand, energy, power factor, funds.

Sources: 发改价格〔2023〕526号 (load rate: at 260 kWh per kVA and month the demand price is 90 %);
contract demand is billed at the contract value up to 105 %, the part above is doubled; a suspension of 15 days or more
reduces the basic charge by days.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ..calculation import Calculation, Line, TariffReference
from ..catalogue import rows_of
from ..errors import InvalidInput
from ..fields import Fields
from ..money import half_up
from ..schedules import TwoPartRow
from .charges import CHARGE_FIELDS, adjusted, energy_lines, energy_of, fund_lines
from .household import require_rule

KIND = "two_part"
_LARGEST_PRICE = Decimal(100_000)
BASIC_FIELDS = {
    "basis", "capacity_kva", "capacity_price", "contract_demand_kw", "max_demand_kw", "demand_price", "year_month",
    "load_rate_discount", "suspended_days", "suspended_days_total", "suspended_kva", "days_in_month", "used_days",
}  # fmt: skip
_KNOWN = CHARGE_FIELDS | BASIC_FIELDS
_ALIASES = {
    **dict.fromkeys(
        ("stopped_days", "stop_days", "paused_days", "pause_days", "suspension_days", "suspend_days", "days_suspended",
         "days_stopped", "reduced_days", "reduction_days"),
        "suspended_days",
    ),
    **dict.fromkeys(
        ("suspended_capacity_kva", "reduced_kva", "reduced_capacity_kva", "stopped_kva", "paused_kva"), "suspended_kva"
    ),
    **dict.fromkeys(("month_days", "days_of_month", "total_days"), "days_in_month"),
    **dict.fromkeys(("days_used", "days_in_use", "active_days"), "used_days"),
    "month": "year_month",
    "actual_demand_kw": "max_demand_kw",
}  # fmt: skip
DaysInUse = tuple[int, int]
_BASES = {"capacity", "contract_demand", "actual_demand"}


def calculate(source: Mapping[str, Any]) -> Calculation:
    """One month's bill. Raises InvalidInput."""
    fields = Fields(source, _KNOWN, _ALIASES)
    rule = rule_of(fields)
    energy = energy_lines(fields)
    basic = basic_lines(fields, rule, energy_of(energy))
    factor, details = adjusted(fields, (*energy, *basic))
    lines = (*energy, *basic, *factor, *fund_lines(fields, energy_of(energy)))
    return Calculation(KIND, lines, TariffReference.of(rule), details=details)


def rule_of(fields: Fields) -> TwoPartRow:
    """The rule of the month, or the newest one for a case without a month."""
    if "year_month" in fields:
        return require_rule(TwoPartRow, fields.month("year_month"), "year_month", "两部制电价规则")
    return rows_of(TwoPartRow)[-1]


def basic_lines(fields: Fields, rule: TwoPartRow, kwh: Decimal) -> tuple[Line, ...]:
    """The basic charge by ``basis``: capacity, contract demand (105 % rule) or actual demand. Raises InvalidInput."""
    basis = fields.text("basis")
    if basis not in _BASES:
        raise InvalidInput("basis", "应为 capacity（容量）、contract_demand（合同需量）或 actual_demand（实际需量）")
    if basis == "capacity":
        return (_capacity_line(fields, rule),)
    in_use, price = _days_in_use(fields, rule), _demand_price(fields, rule, kwh)
    demand = fields.number("max_demand_kw")
    if basis == "actual_demand":
        return (_demand_line("basic_demand", "需量电费", demand, price, in_use),)
    return _contract_lines(rule, fields.number("contract_demand_kw"), demand, price, in_use)


def _capacity_line(fields: Fields, rule: TwoPartRow) -> Line:
    capacity, price = fields.number("capacity_kva"), fields.number("capacity_price", maximum=_LARGEST_PRICE)
    suspended = fields.number("suspended_kva", maximum=capacity) if "suspended_kva" in fields else capacity
    days, month = _days_in_use(fields, rule)
    amount = half_up(((capacity - suspended) * month + suspended * days) * price / month)
    return Line("basic_capacity", "容量电费", amount, qty=capacity, unit="kVA", price=price)


def _contract_lines(
    rule: TwoPartRow, contract: Decimal, demand: Decimal, price: Decimal, in_use: DaysInUse
) -> tuple[Line, ...]:
    lines = [_demand_line("basic_demand", "需量电费", contract, price, in_use)]
    excess = (demand - contract * rule.demand_excess_ratio) * rule.demand_excess_multiplier
    if excess > 0:
        lines.append(_demand_line("basic_demand_excess_doubled", "超合同需量加倍电费", excess, price, in_use))
    return tuple(lines)


def _demand_line(item: str, label: str, demand: Decimal, price: Decimal, in_use: DaysInUse) -> Line:
    days, month = in_use  # multiplied before dividing, so that an exact half cent stays one
    return Line(item, label, half_up(demand * price * days / month), qty=demand, unit="kW", price=price)


def _demand_price(fields: Fields, rule: TwoPartRow, kwh: Decimal) -> Decimal:
    price = fields.number("demand_price", maximum=_LARGEST_PRICE)
    if not fields.flag("load_rate_discount"):
        return price
    reached = kwh >= fields.number("capacity_kva") * rule.load_rate_kwh_per_kva
    return price * rule.load_rate_discount if reached else price


def _days_in_use(fields: Fields, rule: TwoPartRow) -> DaysInUse:
    """The days that are charged and those of the month: all of them unless the suspension lasts 15 days or more."""
    if "suspended_days" not in fields and "used_days" not in fields:
        return 1, 1
    month = _month_days(fields)
    if "used_days" in fields:
        suspended = month - fields.whole("used_days", 0, month)
    else:
        suspended = fields.whole("suspended_days", 0, month)
    total = fields.whole("suspended_days_total", suspended, 731) if "suspended_days_total" in fields else suspended
    return (month if total < rule.suspension_min_days else month - suspended), month


def _month_days(fields: Fields) -> int:
    if "days_in_month" in fields:
        return fields.whole("days_in_month", 28, 31)
    if "year_month" in fields:
        month = fields.month("year_month")
        return calendar.monthrange(month.year, month.month)[1]
    raise InvalidInput("days_in_month", "有暂停天数时请给出当月天数 days_in_month 或月份 year_month")
