"""Billing the basic charge by transformer capacity instead of demand, where the capacity price is on record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_CEILING, Decimal
from statistics import mean

from ..business_year import BY_ACTUAL, BY_CAPACITY, two_part_cases
from ..package import Package, Recommendation
from ..records import CustomerRecord
from ..year import Case, Saving, changed, saving_between, scaled

PACKAGE = Package(
    package_id="capacity_billing",
    title="基本电费改按容量计收",
    audience=("industrial", "commercial"),
    summary="变压器利用率高的企业，按容量计收基本电费可能更省，可以比较后选择",
    conditions=("执行两部制电价", "有按容量计费的电价"),
    how_to_apply="向客户经理或营业厅书面申请，按季变更，需提前15天。变更后请每季重新测算，不再合适时可按季改回。",
    unchanged=("电度电价不变", "变压器容量和供电方式不变"),
)

_LESS = Decimal("0.95")


def consider(record: CustomerRecord, as_of: date) -> Recommendation | None:
    """Advise it when the customer's own year would have been cheaper, also with 5 % less demand, and not cheaper still
    by actual demand."""
    cases, saving = two_part_cases(record, as_of), capacity_saving(record, as_of)
    if cases is None or saving is None or saving.amount <= 0 or not _beats_demand(record, as_of):
        return None
    others = [capacity_saving(scaled(record, factor), as_of) for factor in (_LESS, Decimal("1.05"))]
    amounts = [saving.amount, *(other.amount for other in others if other)]
    if min(amounts) < 0:
        return None
    demands = [Decimal(case.input["max_demand_kw"]) for case in cases]
    return PACKAGE.recommend(
        reasons=(
            f"变压器容量{record.capacity_kva}千伏安，近12个月最大需量平均{round(mean(demands))}千瓦，用得比较满",
            "按近12个月逐月算账，按容量计收基本电费全年更省",
        ),
        eligibility=("执行两部制电价，按需量计收基本电费", "合同中有按容量计费的电价"),
        saving=saving.amount,
        interval=(min(amounts), max(amounts)),
        break_even=_break_even(record, cases),
        sources=saving.sources,
    )


def _beats_demand(record: CustomerRecord, as_of: date) -> bool:
    """Whether it is cheaper than actual demand with 5 % less of it: over the year, and over the months most like the
    quarter for which one can apply now, that is the same three of a year ago and the newest three."""
    less = two_part_cases(scaled(record, _LESS), as_of) or ()
    periods = (less, (*less[1:4], *less[-3:]))
    return all(
        saving_between(changed(period, BY_ACTUAL), changed(period, BY_CAPACITY)).amount > 0 for period in periods
    )


def _break_even(record: CustomerRecord, cases: Sequence[Case]) -> str:
    """The billed demand at which both bases cost the same, rounded up so that it is never understated: by the lowest
    price of demand in the year, which months of high use may get cheaper."""
    lines = [line for case in changed(cases, BY_ACTUAL) for line in case.bill().lines if line.item == "basic_demand"]
    capacity = (record.capacity_kva or Decimal(0)) * record.prices["capacity_per_kva"]
    same = max(capacity / line.price for line in lines if line.price)
    whole = same.to_integral_value(rounding=ROUND_CEILING)
    return f"每月计费需量平均超过{whole:f}千瓦，按容量计收才划算"


def capacity_saving(record: CustomerRecord, as_of: date) -> Saving | None:
    """What billing by capacity would have saved, None where its price or the demand is not on record."""
    cases = two_part_cases(record, as_of)
    if cases is None or "capacity_per_kva" not in record.prices or record.capacity_kva is None:
        return None
    return saving_between(cases, changed(cases, BY_CAPACITY))
