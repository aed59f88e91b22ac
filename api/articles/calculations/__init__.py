"""Questions with numbers in them, answered by calculation instead of by text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from api.articles.answer import Answer
from api.articles.calculations import (
    added_use,
    amounts,
    charging,
    comparison,
    household,
    late_fee,
    meter_reading,
    plans,
    power_factor,
    tier_position,
    two_part,
)
from api.articles.calculations.quantities import Quantities
from api.articles.composition import Circumstances

# The narrower ones first: a late fee names money and days, a household bill only energy.
_KINDS: tuple[Callable[[Quantities, Circumstances, date], Answer | None], ...] = (
    power_factor.answer,
    two_part.answer,
    late_fee.answer,
    meter_reading.answer,
    added_use.answer,
    charging.answer,
    comparison.answer,
    plans.answer,
    tier_position.answer,
    amounts.answer,
    household.answer,
)


def compute(case: Circumstances, today: date) -> Answer | None:
    """The computed answer, or what is still missing for it; None when the question asks for no calculation."""
    quantities = Quantities.read(case.question, today)
    for answer in _KINDS:
        if computed := answer(quantities, case, today):
            return computed
    return None


__all__ = ["compute"]
