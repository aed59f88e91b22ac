"""The hint itself: a level, its reasons and its day, for agents only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from .history import ServiceHistory
from .rates import ComplaintRates
from .signals import signs_of

Level = Literal["watch", "attention"]
LABELS: dict[Level, str] = {"watch": "留意", "attention": "重点关注"}
MANY = 2  # signs from which on a hint is more than one to watch
ADVICE = "先听客户说完，讲清进度和下一步。这条提示只供坐席参考，不向客户展示；不得因此拒绝、推迟或降低服务。"
UNTESTED = "按服务记录计数得出，没有用本单位的投诉记录检验过，不代表客户一定会投诉"


@dataclass(frozen=True, slots=True)
class ComplaintHint:
    """What to be careful about with a customer, and on which evidence."""

    level: Level
    reasons: tuple[str, ...]
    basis: str
    as_of: date

    def to_wire(self) -> dict[str, Any]:
        """As the briefing shows it."""
        return {
            "level": self.level,
            "label": LABELS[self.level],
            "reasons": list(self.reasons),
            "basis": self.basis,
            "advice": ADVICE,
            "as_of": self.as_of.isoformat(),
        }


def complaint_hint(history: ServiceHistory, as_of: date, rates: ComplaintRates | None = None) -> ComplaintHint | None:
    """The hint on a day, None when the records give no reason for one."""
    signs = signs_of(history, as_of)
    if not signs:
        return None
    level: Level = "attention" if len(signs) >= MANY else "watch"
    basis = rates.sentence(len(signs)) if rates else UNTESTED
    return ComplaintHint(level, tuple(sign.reason for sign in signs), basis, as_of)
