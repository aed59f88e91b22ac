"""``calculate``: one door to every kind of calculation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import localcontext
from typing import Any

from .calculation import Calculation
from .errors import InvalidInput
from .kinds import (
    agency_purchase,
    agricultural,
    ev_tou,
    late_fee,
    meter,
    meter_error,
    power_factor,
    residential,
    residential_tou,
    single_part,
    two_part,
)

_DIGITS = 60  # products of the longest inputs stay exact, so that a half cent is one

_MODULES = (
    residential, residential_tou, ev_tou, late_fee, power_factor, two_part, single_part, meter, meter_error,
    agency_purchase, agricultural,
)  # fmt: skip
KINDS: Mapping[str, Callable[[Mapping[str, Any]], Calculation]] = {module.KIND: module.calculate for module in _MODULES}


def calculate(kind: str, input: Mapping[str, Any]) -> Calculation:
    """Bill one case. ``kind`` and ``input`` as in the HTTP contract; energy (kWh) and money (yuan) as decimal text.

    Every line is rounded half-up to 0.01 yuan and the total is the sum of the rounded lines. Raises InvalidInput.
    """
    if kind not in KINDS:
        raise InvalidInput("kind", f"不认识“{kind}”，可选：{'、'.join(KINDS)}")
    if not isinstance(input, Mapping):
        raise InvalidInput("input", "应为由字段组成的对象")
    with localcontext(prec=_DIGITS):
        return KINDS[kind](input)
