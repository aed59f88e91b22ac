"""Late fee (违约金): a share of the unpaid amount for every day after the due date through the day of payment.

Residential 1 ‰ a day whatever the year; others 2 ‰ for the days of the due date's year and 3 ‰ for later years; at
least 1 yuan (电力供应与使用条例第39条, 供电营业规则). A bill due on 31 December has only days of later years.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from ..calculation import Calculation, Line, TariffReference
from ..errors import InvalidInput
from ..fields import Fields
from ..money import half_up, total_of
from ..schedules import LateFeeRow
from .household import require_rule

KIND = "late_fee"
_CATEGORIES = {
    "residential": True, "household": True, "居民": True, "residential_tiered": True,
    "industrial": False, "commercial": False, "agricultural": False, "business": False, "other": False,
    "non_residential": False, "工业": False, "商业": False, "工商业": False, "农业": False, "非居民": False,
    "其他": False,
}  # fmt: skip
_ALIASES = {"payment_date": "pay_date", "paid_date": "pay_date", "principal": "amount"}


def calculate(source: Mapping[str, Any]) -> Calculation:
    """The fee of one unpaid amount. Raises InvalidInput."""
    fields = Fields(source, {"category", "amount", "due_date", "pay_date"}, _ALIASES)
    amount, due, paid = fields.number("amount"), fields.day("due_date"), fields.day("pay_date")
    rule = require_rule(LateFeeRow, due, "due_date", "违约金标准")
    lines = _residential(rule, amount, due, paid) if _is_residential(fields) else _other(rule, amount, due, paid)
    top_up = _minimum_top_up(rule, amount, lines)
    details: dict[str, Any] = {"days": _late_days(due, paid)} | ({"min_applied": True} if top_up else {})
    return Calculation(KIND, (*lines, *top_up), TariffReference.of(rule), details=details)


def _is_residential(fields: Fields) -> bool:
    category = fields.text("category").lower()
    if category not in _CATEGORIES:
        raise InvalidInput("category", "应为 residential、industrial、commercial 或 agricultural")
    return _CATEGORIES[category]


def _late_days(due: date, paid: date) -> int:
    return max(0, (paid - due).days)


def _residential(rule: LateFeeRow, amount: Decimal, due: date, paid: date) -> tuple[Line, ...]:
    return _line("residential", "居民违约金", rule.residential_rate, amount, _late_days(due, paid))


def _other(rule: LateFeeRow, amount: Decimal, due: date, paid: date) -> tuple[Line, ...]:
    in_year = _late_days(due, min(paid, date(due.year, 12, 31)))
    later = _late_days(due, paid) - in_year
    return (
        *_line("in_year", "当年违约金", rule.other_rate_in_year, amount, in_year),
        *_line("later_years", "跨年违约金", rule.other_rate_later_years, amount, later),
    )


def _line(item: str, label: str, rate: Decimal, amount: Decimal, days: int) -> tuple[Line, ...]:
    fee = half_up(amount * rate * days)
    return (Line(item, label, fee, rate=rate, days=days),) if days else ()


def _minimum_top_up(rule: LateFeeRow, amount: Decimal, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    fee = total_of(line.amount for line in lines)
    if not lines or not amount or fee >= rule.minimum:
        return ()
    return (Line("minimum_top_up", "不足1元按1元补足", half_up(rule.minimum - fee)),)
