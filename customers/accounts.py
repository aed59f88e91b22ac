"""What advice was worth, counted the same way in every backtest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

HARM = Decimal("0.01")  # of the bill: whoever pays more than that has been advised badly


@dataclass(frozen=True, slots=True)
class Account:
    """One customer after the advice, in yuan over the period accounted: the bill without any change, and what was
    saved by our advice (0 when none was given), by the best choice in hindsight, and by one choice for everybody."""

    case: str
    bill: Decimal
    is_advised: bool
    ours: Decimal
    oracle: Decimal
    average: Decimal

    @property
    def is_right(self) -> bool:
        """Advised and saved, or left alone when nothing was to be saved beyond one in a thousand of the bill."""
        return self.ours > 0 if self.is_advised else self.oracle <= self.bill / 1000


def score_accounts(found: Sequence[Account]) -> dict[str, Any]:
    """How often the advice was right, and its saving against the oracle and against one answer for all."""
    oracle = float(sum(each.oracle for each in found))
    return {
        "cases": len(found),
        "advised": sum(each.is_advised for each in found),
        "right": share(sum(each.is_right for each in found), len(found)),
        "saving_of_oracle": share(float(sum(each.ours for each in found)), oracle),
        "saving_of_oracle_by_average": share(float(sum(each.average for each in found)), oracle),
        "worse_off_by_more_than_1_percent": sum(each.ours < -HARM * each.bill for each in found),
        "largest_loss_percent": round(max((loss(each.ours, each.bill) for each in found), default=0.0), 2),
    }


def loss(saving: Decimal, bill: Decimal) -> float:
    """How much dearer it became, percent of the bill; 0 when it did not."""
    return max(0.0, float(-saving / bill * 100)) if bill else 0.0


def share(part: float, whole: float) -> float:
    """A part of a whole, 0 where there is nothing to share."""
    return round(part / whole, 4) if whole else 0.0
