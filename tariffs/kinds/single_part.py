"""A bill of energy only (agriculture, shops): energy by period, power factor where assessed, funds where charged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..calculation import Calculation
from ..errors import InvalidInput
from ..fields import Fields
from .charges import CHARGE_FIELDS, adjusted, energy_lines, energy_of, fund_lines

KIND = "single_part"


def calculate(source: Mapping[str, Any]) -> Calculation:
    """One month's bill at the prices given. Raises InvalidInput."""
    fields = Fields(source, CHARGE_FIELDS)
    energy = energy_lines(fields)
    if not energy:
        raise InvalidInput("energy", "缺少这一项，请补充各时段电量和电价")
    factor, details = adjusted(fields, energy)
    return Calculation(KIND, (*energy, *factor, *fund_lines(fields, energy_of(energy))), details=details)
