"""Agricultural production: who pays its price, its energy, its own power-factor standards, no renewables surcharge.

No province's agricultural price is on record, so the prices come with the input (from the bill or the published table).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from ..calculation import Calculation, Line, TariffReference
from ..catalogue import row_on, rows_of
from ..errors import InvalidInput
from ..fields import Fields
from ..money import total_of
from ..schedules import AgricultureRow, FundsRow
from .charges import energy_lines, energy_of, fund_lines
from .household import require_rule
from .power_factor import adjustment, standard_row

KIND = "agricultural"
_KNOWN = {"province", "year_month", "use", "energy", "capacity_kva", "power_factor", "fund_price"}


def calculate(source: Mapping[str, Any]) -> Calculation:
    """One month's bill. Raises InvalidInput, also for a use that is not agricultural production."""
    fields = Fields(source, _KNOWN)
    rule = _rule(fields)
    use = _use(fields, rule)
    energy = energy_lines(fields)
    if not energy:
        raise InvalidInput("energy", "缺少这一项，请按账单填写电量和农业生产电价")
    factor, details = _power_factor(fields, rule, use, energy)
    _refuse_renewables(fields)
    lines = (*energy, *factor, *fund_lines(fields, energy_of(energy)))
    return Calculation(KIND, lines, TariffReference.of(rule), details=details)


def _rule(fields: Fields) -> AgricultureRow:
    if "year_month" in fields:
        return require_rule(AgricultureRow, fields.month("year_month"), "year_month", "农业生产用电规则")
    return rows_of(AgricultureRow)[-1]


def _use(fields: Fields, rule: AgricultureRow) -> str:
    use = fields.text("use")
    if use in rule.excluded:
        raise InvalidInput("use", f"{rule.excluded[use]}不执行农业生产电价，请按工商业电价计算")
    if use not in rule.uses:
        known = "、".join(f"{key}（{label}）" for key, label in rule.uses.items())
        raise InvalidInput("use", f"应为{known}之一")
    return use


def _power_factor(
    fields: Fields, rule: AgricultureRow, use: str, charged: tuple[Line, ...]
) -> tuple[tuple[Line, ...], dict[str, str]]:
    if "power_factor" not in fields:
        return (), {}
    capacity = fields.number("capacity_kva")
    if capacity < rule.assessed_from_kva:
        raise InvalidInput("power_factor", f"容量不到{rule.assessed_from_kva}千伏安，不考核功率因数，请去掉这一项")
    factor = fields.number("power_factor", maximum=Decimal(1))
    row = standard_row(standard_of(rule, use, capacity), "capacity_kva")
    line, details = adjustment(row, factor, total_of(each.amount for each in charged))
    return (line,), details | {"pf_standard": f"{row.standard:.2f}"}


def standard_of(rule: AgricultureRow, use: str, capacity: Decimal) -> Decimal:
    """The power-factor standard: a pumping station has a stricter one than other agriculture."""
    if use != "irrigation_station":
        return rule.standard
    return rule.large_station_standard if capacity >= rule.large_station_from_kva else rule.station_standard


def _refuse_renewables(fields: Fields) -> None:
    """The funds of industry and commerce contain the renewables surcharge, which agriculture does not pay."""
    if "fund_price" not in fields or "province" not in fields:
        return
    day = fields.month("year_month") if "year_month" in fields else date.max
    funds = row_on(FundsRow, fields.province(), day)
    if funds and fields.number("fund_price", maximum=Decimal(10)) >= funds.price:
        raise InvalidInput("fund_price", "农业生产用电不收可再生能源电价附加，基金应低于工商业标准，请核对")
