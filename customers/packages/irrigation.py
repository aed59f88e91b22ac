"""Irrigation season service for agricultural accounts: inspection before the season, priority repair in it."""

from __future__ import annotations

from datetime import date

from ..package import Package, Recommendation
from ..records import CustomerRecord
from ..year import last_year

PACKAGE = Package(
    package_id="irrigation",
    title="灌溉季用电保障",
    audience=("agricultural",),
    summary="灌溉季前检查机井线路和设备，灌溉季优先抢修",
    conditions=("农业生产用电客户",),
    how_to_apply="拨打95598或联系台区经理，在灌溉季前预约检查。",
    unchanged=("农业生产电价不变", "户号和缴费方式不变"),
)
_BUSIEST = 3


def consider(record: CustomerRecord, as_of: date) -> Recommendation | None:
    """Offer it to agricultural accounts, naming their own busiest months."""
    if record.category != "agricultural":
        return None
    reasons = ["灌溉季用电集中，提前检查可以少停电、少误农时"]
    months = last_year(record, as_of)
    if months:
        busiest = sorted(months, key=lambda month: month.kwh, reverse=True)[:_BUSIEST]
        names = "、".join(f"{number}月" for number in sorted(int(month.month[5:]) for month in busiest))
        reasons.insert(0, f"近12个月用电最多的是{names}")
    return PACKAGE.recommend(reasons=tuple(reasons), eligibility=("农业生产用电客户",))
