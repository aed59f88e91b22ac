"""Power-factor adjustment (力调电费), 水电财字〔1983〕215号: a percentage of energy plus basic charge.

The power factor is rounded to 0.01 before the table is read; government funds and residential energy are
outside the base.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ..calculation import Calculation, Line, TariffReference
from ..catalogue import rows_of
from ..errors import InvalidInput
from ..fields import Fields
from ..money import CENT, ZERO, half_up, plain
from ..schedules import PowerFactorRow

KIND = "power_factor"


def calculate(source: Mapping[str, Any]) -> Calculation:
    """The adjustment of one amount; negative is a reward. Raises InvalidInput."""
    fields = Fields(source, {"standard", "power_factor", "base_amount"}, {"pf": "power_factor", "base": "base_amount"})
    row = standard_row(fields.number("standard"), "standard")
    factor = fields.number("power_factor", maximum=Decimal(1))
    line, details = adjustment(row, factor, half_up(fields.number("base_amount")))
    return Calculation(KIND, (line,), TariffReference.of(row), details=details)


def standard_row(standard: Decimal, field: str) -> PowerFactorRow:
    """The table of a standard (0.90, 0.85 or 0.80)."""
    for row in rows_of(PowerFactorRow):
        if row.standard == standard:
            return row
    raise InvalidInput(field, "功率因数考核标准只有 0.90、0.85、0.80")


def adjustment(row: PowerFactorRow, factor: Decimal, base: Decimal) -> tuple[Line, dict[str, str]]:
    """The bill line for a base amount (yuan), and what the contract reports beside it."""
    rounded = half_up(factor)
    percent = percent_of(row, rounded)
    line = Line("power_factor", "功率因数调整电费", half_up(base * percent / 100), base=base, percent=percent)
    return line, {"pf_rounded": f"{rounded:.2f}", "percent": plain(percent)}


def percent_of(row: PowerFactorRow, rounded: Decimal) -> Decimal:
    """The percentage for a power factor rounded to 0.01."""
    if rounded >= row.standard:
        reached = [percent for step, percent in row.rewards.items() if step <= rounded]
        return min(reached, default=ZERO)
    percent, upper = ZERO, row.standard
    for penalty in row.penalties:
        lower = max(rounded, penalty.down_to)
        percent += (upper - lower) / CENT * penalty.per_step
        if rounded >= penalty.down_to:
            break
        upper = penalty.down_to
    return percent
