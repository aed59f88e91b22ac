"""Which packages pay for a customer, ranked by yuan saved a year; or, when that is switched off, the same list for all.

A figure is computed by ``tariffs`` on the customer's own last twelve months and only a gain is advised. Switching
personalisation off (PIPL 24, 算法推荐管理规定 17) takes effect at once: the neutral list follows from the kind of
contract alone and looks at nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import ModuleType
from typing import Any

from tariffs import InvalidInput

from .curve import Curve
from .package import Package, Recommendation
from .packages import (
    capacity_billing,
    contract_demand,
    door_service,
    efficiency_check,
    ev_meter,
    household_quota,
    irrigation,
    leave_time_of_use,
    peak_shift,
    power_factor,
    pv,
    smart_payment,
    time_of_use,
)
from .records import CustomerRecord

# In this order services without a figure are listed
MODULES: tuple[ModuleType, ...] = (
    time_of_use,
    leave_time_of_use,
    household_quota,
    contract_demand,
    capacity_billing,
    power_factor,
    ev_meter,
    peak_shift,
    door_service,
    irrigation,
    efficiency_check,
    pv,
    smart_payment,
)
PACKAGES: tuple[Package, ...] = tuple(module.PACKAGE for module in MODULES)
_EXCLUSIVE = {"contract_demand", "capacity_billing"}  # two answers to one question: only the better one is given
PERSONAL_NOTICE = "以下内容根据您的用电特征推荐，可随时关闭个性化推荐。"
NEUTRAL_NOTICE = "您已关闭个性化推荐，以下为面向同类客户的通用清单，不针对您的个人特征。"


@dataclass(frozen=True, slots=True)
class Recommendations:
    """The recommended packages, best first. ``personalised`` is false for the neutral list."""

    personalised: bool
    items: tuple[Recommendation, ...]
    notice: str

    def to_wire(self) -> dict[str, Any]:
        """As in the HTTP contract, with the notice that has to accompany it."""
        items = [item.to_wire() for item in self.items]
        return {"personalised": self.personalised, "items": items, "notice": self.notice}


def recommend(record: CustomerRecord, as_of: date) -> Recommendations:
    """The packages that fit on a day."""
    if record.recommendation_opt_out:
        packages = [package for package in PACKAGES if record.category in package.audience]
        return Recommendations(False, tuple(package.neutral() for package in packages), NEUTRAL_NOTICE)
    considered = [_consider(module, record, as_of) for module in MODULES]
    found = _without_rivals([item for item in considered if item is not None])
    ranked = sorted(found, key=lambda item: -(item.yearly_saving or Decimal(0)))
    return Recommendations(True, tuple(ranked), PERSONAL_NOTICE)


def saving_curves(record: CustomerRecord, as_of: date) -> tuple[Curve, ...]:
    """For the advised packages whose saving follows one thing: the saving as that changes. None after the opt-out."""
    if record.recommendation_opt_out:
        return ()
    advised = {item.package_id for item in recommend(record, as_of).items if item.yearly_saving is not None}
    drawn = [module for module in MODULES if hasattr(module, "curve") and module.PACKAGE.package_id in advised]
    curves: list[Curve | None] = [module.curve(record, as_of) for module in drawn]
    return tuple(curve for curve in curves if curve is not None)


def _consider(module: ModuleType, record: CustomerRecord, as_of: date) -> Recommendation | None:
    """One package's answer; a record that cannot be billed (an impossible value in it) gets no advice on it."""
    consider: Callable[[CustomerRecord, date], Recommendation | None] = module.consider
    try:
        return consider(record, as_of)
    except InvalidInput:
        return None


def _without_rivals(items: list[Recommendation]) -> list[Recommendation]:
    rivals = [item for item in items if item.package_id in _EXCLUSIVE]
    best = max(rivals, key=lambda item: item.yearly_saving or Decimal(0), default=None)
    return [item for item in items if item.package_id not in _EXCLUSIVE or item is best]
