"""What a comparison of bills is made of: the two bills, and the parts of their difference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from .calculation import Calculation
from .calculator import calculate
from .money import CENT, ZERO, total_of

PartKey = Literal[
    "days", "consumption", "tier", "price", "season", "shift", "plan", "demand", "power_factor", "funds", "adjustments"
]
LABELS: Mapping[str, str] = {
    "days": "用电天数",
    "consumption": "用电量",
    "tier": "阶梯",
    "price": "电价",
    "season": "季节电价",
    "shift": "峰谷用电比例",
    "plan": "电价方案",
    "demand": "基本电费",
    "power_factor": "力调电费",
    "funds": "基金及附加",
    "adjustments": "违约金、退补等",
}


@dataclass(frozen=True, slots=True)
class BilledMonth:
    """One bill to compare: a calculation's kind and input, the days it covers, and what was really charged.

    ``adjustments``: late fee, refunds and the like on top of the calculation (yuan). ``recorded``: the recorded total.
    """

    month: str  # YYYY-MM
    days: int
    kind: str
    input: Mapping[str, Any]
    adjustments: Decimal = ZERO
    recorded: Decimal | None = None

    def calculated(self) -> Calculation:
        """The bill by the rules. Raises InvalidInput."""
        return calculate(self.kind, self.input)

    @property
    def total(self) -> Decimal:
        """Calculated amount plus adjustments, yuan."""
        return total_of((self.calculated().total, self.adjustments))

    @property
    def agrees(self) -> bool:
        """Whether the recorded total is the calculated one, to 0.01 yuan."""
        return self.recorded is None or abs(self.recorded - self.total) <= CENT


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the difference: ``amount`` in yuan, and a Chinese sentence with its evidence."""

    key: PartKey
    amount: Decimal
    explanation: str

    @property
    def label(self) -> str:
        """The part's Chinese name."""
        return LABELS[self.key]
