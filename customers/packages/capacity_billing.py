"""Billing the basic charge by transformer capacity instead of demand, where the capacity price is on record."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_CEILING, Decimal

from ..business_year import two_part_cases
from ..package import Package, Recommendation
from ..records import CustomerRecord
from ..year import Saving, changed, saving_between, scaled

PACKAGE = Package(
    package_id="capacity_billing",
    title="基本电费改按容量计收",
    audience=("industrial", "commercial"),
    summary="变压器利用率高的企业，按容量计收基本电费可能更省，可以比较后选择",
    conditions=("执行两部制电价", "有按容量计费的电价"),
    how_to_apply="向客户经理或营业厅书面申请，按季变更，需提前15天。",
    unchanged=("电度电价不变", "变压器容量和供电方式不变"),
)


BY_CAPACITY = {"basis": "capacity"}


def consider(record: CustomerRecord, as_of: date) -> Recommendation | None:
    """Advise it when the customer's own year would have been cheaper, also with 5 % less demand."""
    price = record.prices.get("capacity_per_kva")
    saving = capacity_saving(record, as_of)
    if price is None or saving is None or saving.amount <= 0:
        return None
    others = [capacity_saving(scaled(record, Decimal(factor)), as_of) for factor in ("0.95", "1.05")]
    amounts = [saving.amount, *(other.amount for other in others if other)]
    if min(amounts) < 0:
        return None
    return PACKAGE.recommend(
        reasons=(
            f"变压器容量{record.capacity_kva}千伏安，近12个月最大需量接近容量",
            "按近12个月逐月算账，按容量计收基本电费全年更省",
        ),
        eligibility=("执行两部制电价，按需量计收基本电费", "合同中有按容量计费的电价"),
        saving=saving.amount,
        interval=(min(amounts), max(amounts)),
        break_even=_break_even(record, price),
        sources=saving.sources,
    )


def _break_even(record: CustomerRecord, price: Decimal) -> str:
    """The billed demand at which both bases cost the same, rounded up so that it is never understated."""
    same = (record.capacity_kva or Decimal(0)) * price / record.prices["demand_per_kw"]
    whole = same.to_integral_value(rounding=ROUND_CEILING)
    return f"每月计费需量平均超过{whole:f}千瓦，按容量计收才划算"


def capacity_saving(record: CustomerRecord, as_of: date) -> Saving | None:
    """What billing by capacity would have saved, None where its price or the demand is not on record."""
    cases = two_part_cases(record, as_of)
    if cases is None or "capacity_per_kva" not in record.prices or record.capacity_kva is None:
        return None
    return saving_between(cases, changed(cases, BY_CAPACITY))
