"""Questions with numbers in them, answered by calculation instead of by text."""

from __future__ import annotations

from datetime import date

from api.articles.answer import Answer
from api.articles.calculations import (
    charging,
    household,
    late_fee,
    meter_reading,
    power_factor,
    tier_position,
    two_part,
)
from api.articles.calculations.quantities import Quantities
from api.articles.composition import Circumstances

# The narrower ones first: a late fee names money and days, a household bill only energy.
_KINDS = (power_factor, two_part, late_fee, meter_reading, charging, tier_position, household)


def compute(case: Circumstances, today: date) -> Answer | None:
    """The computed answer, or what is still missing for it; None when the question asks for no calculation."""
    quantities = Quantities.read(case.question, today)
    for kind in _KINDS:
        if answer := kind.answer(quantities, case, today):
            return answer
    return None


__all__ = ["compute"]
