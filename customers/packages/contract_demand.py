"""A better basis for the demand charge: another contract demand, or billing by the demand really reached."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from statistics import median
from typing import Any

from tariffs import figure

from ..business_year import BY_ACTUAL, basis_of, two_part_cases
from ..package import Package, Recommendation
from ..records import CustomerRecord
from ..year import Case, changed, saving_between, scaled

PACKAGE = Package(
    package_id="contract_demand",
    title="优化需量电费的计费方式",
    audience=("industrial", "commercial"),
    summary="按自己的最大需量核定合同需量，或改按实际需量计费，减少多付的需量电费",
    conditions=("执行两部制电价",),
    how_to_apply="向客户经理或营业厅书面申请；合同需量核定值可按月变更，需提前5个工作日；变更计费方式按季，需提前15天。"
    "变更后请每季重新测算，不再合适时可按季改回。",
    unchanged=("电度电价不变", "变压器容量和供电方式不变"),
)
_NEAR = (Decimal("0.95"), Decimal("1.05"))  # advice on a contract must not lose when demand is 5 % off
_GROWTH = Decimal("1.3")  # nor that to leave capacity when demand grows so; chosen in ``customers.business_backtest``
_STANDSTILL = Decimal(1) / 3  # of the highest demand: a month below it stood still
_NEWEST = 3  # months


@dataclass(frozen=True, slots=True)
class Option:
    """A basis to change to, with the savings (yuan a year) on the year behind and on less lucky courses of it."""

    change: dict[str, Any]
    savings: tuple[Decimal, ...]

    @property
    def contract(self) -> Decimal | None:
        """The contract demand to apply for, None for billing by actual demand."""
        return self.change.get("contract_demand_kw")

    @property
    def is_safe(self) -> bool:
        """Whether it saves, and loses on no course."""
        return self.savings[0] > 0 and min(self.savings) >= 0


def consider(record: CustomerRecord, as_of: date) -> Recommendation | None:
    """Advise the basis that saves on the customer's own year and loses on none of its less lucky courses."""
    cases = two_part_cases(record, as_of)
    best = None if cases is None else best_option(record, as_of, cases)
    if cases is None or best is None:
        return None
    return PACKAGE.recommend(
        reasons=_reasons(record, as_of, cases, best),
        eligibility=(f"执行两部制电价，{_present(record)}计收基本电费", "近12个月都有最大需量记录"),
        saving=best.savings[0],
        interval=(min(best.savings), max(best.savings)),
        break_even=_break_even(record),
        sources=saving_between(cases, changed(cases, best.change)).sources,
    )


def best_option(record: CustomerRecord, as_of: date, cases: Sequence[Case]) -> Option | None:
    """Billing by actual demand where that is safe, else the best safe contract, if any.

    A contract costs less than actual demand only for who stays within 5 % of what was foreseen. It is worth having
    where the present one is so good that growth would cost more without any.
    """
    basis = basis_of(record)
    if basis == "actual_demand":
        return None
    years = [two_part_cases(course, as_of) or () for course in _courses(record, cases)]
    actual = Option(BY_ACTUAL, _savings(years, BY_ACTUAL))
    if actual.is_safe or basis == "capacity":
        return actual if actual.is_safe else None
    changes = ({"contract_demand_kw": contract} for contract in _contracts(cases, as_of))
    safe = [option for change in changes if (option := Option(change, _savings(years, change))).is_safe]
    return max(safe, key=lambda option: option.savings[0], default=None)


def _courses(record: CustomerRecord, cases: Sequence[Case]) -> list[CustomerRecord]:
    """The year behind, and courses of it on which a change must not lose: demand a little lower or higher, and months
    of standstill that run as others do. Who pays by capacity has a bill that cannot rise by itself: for them demand
    grows by much more, from the year's level and from the highest of the last three months.

    Without these, plants were advised to pay by demand that ran again or grew a few months later.
    """
    demands = _demands(cases)
    least = max(demands) * _STANDSTILL
    usual = median(demand for demand in demands if demand >= least)
    courses = [record, _with_demands(record, lambda demand: usual if demand < least else demand)]
    if basis_of(record) != "capacity":
        return courses + [scaled(record, factor) for factor in _NEAR]
    newest = max(demands[-_NEWEST:]) * _GROWTH
    return [*courses, scaled(record, _GROWTH), _with_demands(record, lambda _: newest)]


def _with_demands(record: CustomerRecord, change: Callable[[Decimal], Decimal]) -> CustomerRecord:
    months = (
        replace(month, max_demand_kw=None if month.max_demand_kw is None else change(month.max_demand_kw))
        for month in record.months
    )
    return replace(record, months=tuple(months))


def _contracts(cases: Sequence[Case], as_of: date) -> list[Decimal]:
    """The few whole contract demands worth billing in full: those with the lowest billed demand (kW) that stay safe."""
    ratio = figure("two_part.demand_excess_ratio", None, as_of)
    demands = _demands(cases)
    if ratio is None or ratio.value is None or not max(demands):
        return []
    scales = (Decimal(1), *_NEAR)
    factor = ratio.value
    whole = range(int(min(demands) / 2), int(max(demands) * 2))
    costs = {each: [_billed(Decimal(each), demands, scale, factor) for scale in scales] for each in whole}
    now = [_billed(Decimal(cases[0].input["contract_demand_kw"]), demands, scale, factor) for scale in scales]
    safe = [each for each, cost in costs.items() if all(new <= old for new, old in zip(cost, now, strict=True))]
    return [Decimal(each) for each in sorted(safe, key=lambda each: costs[each][0])[:3]]


def _billed(contract: Decimal, demands: Sequence[Decimal], scale: Decimal, ratio: Decimal) -> Decimal:
    """The demand billed in a year under the contract rule, kW: to find candidates; ``tariffs`` has the last word."""
    excess = (max(Decimal(0), demand * scale - contract * ratio) for demand in demands)
    return contract * len(demands) + 2 * sum(excess, Decimal(0))


def _demands(cases: Sequence[Case]) -> list[Decimal]:
    return [Decimal(case.input["max_demand_kw"]) for case in cases]


def _savings(years: Sequence[Sequence[Case]], change: dict[str, Any]) -> tuple[Decimal, ...]:
    return tuple(saving_between(year, changed(year, change)).amount for year in years)


def _reasons(record: CustomerRecord, as_of: date, cases: Sequence[Case], best: Option) -> tuple[str, ...]:
    result = "按近12个月逐月算账，改按实际最大需量计费全年更省"
    if best.contract is not None:
        result = f"按近12个月逐月算账，合同需量调整为{best.contract}千瓦全年更省；旺季前可再按月调高当月核定值"
    demands = _demands(cases)
    if basis_of(record) == "contract_demand":
        contract = Decimal(cases[0].input["contract_demand_kw"])
        return (*_contract_reasons(contract, demands, best, as_of), result)
    return (
        f"现按变压器容量{record.capacity_kva}千伏安计费，近12个月最大需量最高只有{max(demands)}千瓦",
        result,
        "即使各月需量都再高30%，或一直停在最近三个月最高值再高30%，全年也不会比现在多付",
    )


def _break_even(record: CustomerRecord) -> str:
    """Where the change stops paying: for who pays by capacity the demand that costs the same, rounded down."""
    if basis_of(record) == "contract_demand":
        return "最大需量整体高出5%以内都不会比现在多付"
    same = (record.capacity_kva or Decimal(0)) * record.prices["capacity_per_kva"] / record.prices["demand_per_kw"]
    whole = same.to_integral_value(rounding=ROUND_FLOOR)
    return f"每月计费需量平均不到{whole:f}千瓦才划算；准备扩产或者停产过一段时间的，请先重新测算再申请"


def _present(record: CustomerRecord) -> str:
    return "按变压器容量" if basis_of(record) == "capacity" else "按合同需量"


def _contract_reasons(contract: Decimal, demands: Sequence[Decimal], best: Option, as_of: date) -> Iterator[str]:
    """How the present contract demand fits the demands of the year."""
    ratio = figure("two_part.demand_excess_ratio", None, as_of)
    limit = contract * (ratio.value if ratio and ratio.value else Decimal(1))
    over, under = sum(demand > limit for demand in demands), sum(demand < contract for demand in demands)
    if over and ratio:
        yield f"近12个月有{over}个月最大需量超过合同需量{contract}千瓦的{ratio.text}，超出部分加倍计费"
    if under:
        yield f"有{under}个月实际需量低于合同需量，仍按合同需量计费"
    if over and best.contract is not None and best.contract < contract:
        yield f"为{over}个月的超限把全年合同需量调高，反而会多付"
