"""Going back from time-of-use to plain tiers, for a household whose own year would have been cheaper without it."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_FLOOR, Decimal

from ..package import Package, Recommendation
from ..records import CustomerRecord
from ..year import (
    Saving,
    household_cases,
    interval_of,
    last_year,
    pays_ahead,
    saving_between,
    scaled,
    without_time_of_use,
)
from .time_of_use import break_even_share

PACKAGE = Package(
    package_id="leave_time_of_use",
    title="改回不分时段的阶梯电价",
    audience=("residential",),
    summary="峰段用电多的家庭，不分时段计费可能更省，可以比较后选择",
    conditions=("正在执行居民峰谷分时电价",),
    how_to_apply="在网上国网APP或带身份证到营业厅申请，下个结算周期起执行；当地对变更次数有规定的从其规定。",
    unchanged=("阶梯分档不变", "电表、户号和缴费方式不变"),
)


def consider(record: CustomerRecord, as_of: date) -> Recommendation | None:
    """Advise it when time-of-use cost more than plain tiers over the customer's own year."""
    if record.tariff != "residential_tiered_tou":
        return None
    saving = _saving(record, as_of)
    if saving is None or saving.amount <= 0 or not saving.is_verified:
        return None
    low, high = interval_of(lambda factor: _saving(scaled(record, factor), as_of))
    cases = household_cases(record, as_of) or ()
    if low <= 0 or not pays_ahead(cases, [without_time_of_use(case) for case in cases], as_of):
        return None
    return PACKAGE.recommend(
        reasons=("按您近12个月的峰谷用电逐月算账，不分时段计费更省", "您的峰段用电占比较高，谷段优惠抵不过峰段加价"),
        eligibility=("正在执行居民峰谷分时电价",),
        saving=saving.amount,
        interval=(low, high),
        break_even=_break_even(record, as_of),
        sources=saving.sources,
    )


def _break_even(record: CustomerRecord, as_of: date) -> str:
    """The valley share below which plain tiers are cheaper, rounded down so that it is never overstated."""
    cases = household_cases(record, as_of) or ()
    valley = sum((Decimal(case.input["valley_kwh"]) for case in cases), Decimal(0))
    share = valley / sum((month.kwh for month in last_year(record, as_of) or ()), Decimal(0))
    same = break_even_share([without_time_of_use(case) for case in cases])
    below, own = (f"{(each * 100).to_integral_value(rounding=ROUND_FLOOR)}%" for each in (same, share))
    return f"谷段用电占比低于{below}时不分时段更省，您约为{own}"


def _saving(record: CustomerRecord, as_of: date) -> Saving | None:
    cases = household_cases(record, as_of)
    if cases is None or any(case.kind != "residential_tiered_tou" for case in cases):
        return None
    return saving_between(cases, [without_time_of_use(case) for case in cases])
