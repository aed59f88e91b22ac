"""Reactive compensation: bringing the power factor up to the standard ends the power-factor charge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from ..business_year import factor_standard, two_part_cases
from ..package import Package, Recommendation
from ..records import CustomerRecord
from ..year import Case, Saving, interval_of, saving_between, scaled

PACKAGE = Package(
    package_id="power_factor",
    title="无功补偿，提高功率因数",
    audience=("industrial", "commercial", "agricultural"),
    summary="功率因数达到考核标准就不再加收力调电费，高于标准还有奖励",
    conditions=("受电容量达到功率因数考核范围",),
    how_to_apply="先请有资质的电工检查电容柜是否投入、有无损坏，再按需要增容或更换；客户经理可免费协助分析负荷。",
    unchanged=("电价和供电方式不变", "户号和缴费方式不变"),
)


def consider(record: CustomerRecord, as_of: date) -> Recommendation | None:
    """Advise it when months below the standard cost something over the customer's own year."""
    standard = factor_standard(record)
    cases = two_part_cases(record, as_of)
    if standard is None or cases is None:
        return None
    below = [case for case in cases if Decimal(case.input.get("power_factor", 1)) < standard]
    saving = _saving(cases, standard)
    if not below or saving.amount <= 0:
        return None
    return PACKAGE.recommend(
        reasons=(
            f"近12个月有{len(below)}个月功率因数低于考核标准{standard}，加收了力调电费",
            f"最低的一个月是{min(Decimal(case.input['power_factor']) for case in below)}",
            f"按近12个月逐月算账，达到{standard}后这部分电费不再发生",
        ),
        eligibility=(f"受电容量{record.capacity_kva}千伏安，执行功率因数考核（标准{standard}）",),
        saving=saving.amount,
        interval=interval_of(lambda factor: _saving(two_part_cases(scaled(record, factor), as_of) or (), standard)),
        break_even="补偿装置每年分摊的费用低于节省额就划算",
        sources=saving.sources,
    )


def _saving(cases: Sequence[Case], standard: Decimal) -> Saving:
    return saving_between(cases, [_improved(case, standard) for case in cases])


def _improved(case: Case, standard: Decimal) -> Case:
    """The month with the power factor at the standard, if it was below."""
    factor = case.input.get("power_factor")
    if factor is None or Decimal(factor) >= standard:
        return case
    return replace(case, input=case.input | {"power_factor": standard})
