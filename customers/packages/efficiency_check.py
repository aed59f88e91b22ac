"""A look at a business's equipment and hours of use, for shops and factories."""

from __future__ import annotations

from datetime import date

from ..package import Package, Recommendation
from ..records import CustomerRecord
from ..year import last_year

PACKAGE = Package(
    package_id="efficiency_check",
    title="用电设备能效评定",
    audience=("commercial", "industrial"),
    summary="评定主要用电设备的能效，找出可以错峰和节电的地方",
    conditions=("工商业客户",),
    how_to_apply="联系客户经理或拨打95598预约。",
    unchanged=("电价和供电方式不变", "是否改造由您决定"),
)
_BATCH = 100  # kWh


def consider(record: CustomerRecord, as_of: date) -> Recommendation | None:
    """Offer it to businesses; a shop on time-of-use hears what its own dear hours cost beside its flat price."""
    months = last_year(record, as_of)
    if record.category not in ("commercial", "industrial") or months is None:
        return None
    reasons = [f"近12个月用电{sum(month.kwh for month in months)}千瓦时，先评定再决定，不影响生产经营"]
    tip, flat, share = record.prices.get("tip"), record.prices.get("flat"), record.period_shares.get("tip")
    if tip and flat and share:
        percent = f"{(share * 100).normalize():f}%"
        reasons.insert(0, f"尖峰时段用电占{percent}，每千瓦时{tip}元，平段只要{flat}元，能错开的设备可以移到平段")
    return PACKAGE.recommend(tuple(reasons), ("工商业客户",), break_even=_worth_of_moving(record))


def _worth_of_moving(record: CustomerRecord) -> str | None:
    """What moving energy out of the dearest hours is worth, at the customer's own prices."""
    tip, flat = record.prices.get("tip"), record.prices.get("flat")
    if not tip or not flat or tip <= flat:
        return None
    return f"每把{_BATCH}千瓦时从尖峰移到平段，电度电费少{(tip - flat) * _BATCH:.2f}元"
