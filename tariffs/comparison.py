"""Why a bill differs from the one before: parts that sum exactly to the difference.

The parts are steps on a path from the previous bill to the current one; each step changes one thing and is rounded to
0.01 yuan, so nothing is left over. Days and consumption are valued at the previous month's average price; what
then remains is the tiers, the price or season, the shift between periods, and the other charges of a business bill.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from .billed_month import BilledMonth, Part
from .causes import likely_causes
from .decomposition import decompose
from .money import half_up


@dataclass(frozen=True, slots=True)
class BillComparison:
    """The decomposed difference. ``needs_review`` when a recorded total does not follow from the rules: then the parts
    must not be shown as an explanation, a person has to look."""

    previous: BilledMonth
    current: BilledMonth
    difference: Decimal
    parts: tuple[Part, ...]
    causes: tuple[str, ...] = field(default=())
    needs_review: bool = False

    def to_wire(self) -> dict[str, Any]:
        """Money as text with two decimals."""
        return {
            "month": self.current.month,
            "previous_month": self.previous.month,
            "total": f"{self.current.total:.2f}",
            "previous_total": f"{self.previous.total:.2f}",
            "difference": f"{self.difference:.2f}",
            "parts": [
                {"key": part.key, "label": part.label, "amount": f"{part.amount:.2f}", "explanation": part.explanation}
                for part in self.parts
            ],
            "causes": list(self.causes),
            "needs_review": self.needs_review,
        }


def compare_bills(previous: BilledMonth, current: BilledMonth) -> BillComparison:
    """Decompose ``current.total − previous.total``; the parts sum to it exactly. Raises InvalidInput."""
    parts = decompose(previous, current)
    return BillComparison(
        previous=previous,
        current=current,
        difference=half_up(current.total - previous.total),
        parts=parts,
        causes=likely_causes(previous, current, parts),
        needs_review=not (previous.agrees and current.agrees),
    )
