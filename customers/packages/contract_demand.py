"""A better basis for the demand charge: another contract demand, or billing by the demand really reached."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from statistics import median
from typing import Any

from tariffs import figure

from ..business_year import two_part_cases
from ..package import Package, Recommendation
from ..records import CustomerRecord
from ..year import Case, changed, saving_between, scaled

PACKAGE = Package(
    package_id="contract_demand",
    title="优化需量电费的计费方式",
    audience=("industrial", "commercial"),
    summary="按自己的最大需量核定合同需量，或改按实际需量计费，减少多付的需量电费",
    conditions=("执行两部制电价",),
    how_to_apply="向客户经理或营业厅书面申请；合同需量核定值可按月变更，需提前5个工作日；变更计费方式按季，需提前15天。",
    unchanged=("电度电价不变", "变压器容量和供电方式不变"),
)
_FACTORS = (Decimal("0.95"), Decimal(1), Decimal("1.05"))  # the advice must not lose when demand is 5 % off
_STANDSTILL = Decimal(1) / 3  # of the highest demand: a month below it stood still
_NEWEST = 3  # months


@dataclass(frozen=True, slots=True)
class Option:
    """A basis to change to, with the savings when demand is lower, the same, and higher, and when a standing month runs
    as others do (yuan a year)."""

    change: dict[str, Any]
    savings: tuple[Decimal, ...]

    @property
    def contract(self) -> Decimal | None:
        """The contract demand to apply for, None for billing by actual demand."""
        return self.change.get("contract_demand_kw")


def consider(record: CustomerRecord, as_of: date) -> Recommendation | None:
    """Advise the basis that saves most on the customer's own year among those that never lose within ±5 % of demand."""
    cases = two_part_cases(record, as_of)
    if cases is None:
        return None
    best = best_option(record, as_of, cases)
    if best is None:
        return None
    return PACKAGE.recommend(
        reasons=_reasons(record, as_of, cases, best),
        eligibility=(f"执行两部制电价，{_present(record)}计收基本电费", "近12个月都有最大需量记录"),
        saving=best.savings[1],
        interval=(min(best.savings), max(best.savings)),
        break_even=_break_even(record),
        sources=saving_between(cases, changed(cases, best.change)).sources,
    )


def best_option(record: CustomerRecord, as_of: date, cases: Sequence[Case]) -> Option | None:
    """The best safe option, None when nothing saves without risk."""
    courses = [scaled(record, factor) for factor in _FACTORS] + _less_lucky(record)
    years = [two_part_cases(course, as_of) or () for course in courses]
    candidates: list[dict[str, Any]] = [{"basis": "actual_demand"}]
    by_contract = {"basis": "contract_demand"}
    candidates += [by_contract | {"contract_demand_kw": contract} for contract in _contracts(cases, as_of)]
    options = [Option(change, _savings(years, change)) for change in candidates]
    safe = [option for option in options if min(option.savings) >= 0 and option.savings[1] > 0]
    return max(safe, key=lambda option: option.savings[1], default=None)


def _less_lucky(record: CustomerRecord) -> list[CustomerRecord]:
    """Courses of the year on which a change must not lose either: months of standstill run as others do; and, for who
    pays by capacity, whose bill cannot rise by itself, demand stays at least where the last three months were.

    Without the first, a plant that stood still half the year was advised to pay by demand until it ran again; without
    the second, growing ones were (``customers.business_backtest``).
    """
    demands = [month.max_demand_kw for month in record.months if month.max_demand_kw is not None]
    least = max(demands) * _STANDSTILL
    usual = median(demand for demand in demands if demand >= least)
    courses = [_with_demands(record, lambda demand: usual if demand < least else demand)]
    if record.contract_demand_kw is None:
        newest = median(demands[-_NEWEST:])
        courses.append(_with_demands(record, lambda demand: max(demand, newest)))
    return courses


def _with_demands(record: CustomerRecord, change: Callable[[Decimal], Decimal]) -> CustomerRecord:
    months = (
        replace(month, max_demand_kw=None if month.max_demand_kw is None else change(month.max_demand_kw))
        for month in record.months
    )
    return replace(record, months=tuple(months))


def _contracts(cases: Sequence[Case], as_of: date) -> list[Decimal]:
    """The few whole contract demands worth billing in full: those with the lowest billed demand (kW) that stay safe."""
    ratio = figure("two_part.demand_excess_ratio", None, as_of)
    demands = [Decimal(case.input["max_demand_kw"]) for case in cases]
    if ratio is None or ratio.value is None or not max(demands):
        return []
    factor = ratio.value
    whole = range(int(min(demands) / 2), int(max(demands) * 2))
    costs = {each: [_billed(Decimal(each), demands, scale, factor) for scale in _FACTORS] for each in whole}
    now = [_billed_now(cases[0].input, demands, scale, factor) for scale in _FACTORS]
    safe = [each for each, cost in costs.items() if all(new <= old for new, old in zip(cost, now, strict=True))]
    return [Decimal(each) for each in sorted(safe, key=lambda each: costs[each][1])[:3]]


def _billed_now(source: Mapping[str, Any], demands: Sequence[Decimal], scale: Decimal, ratio: Decimal) -> Decimal:
    """The demand (kW) that the present basis comes to in a year; capacity as the demand that costs the same."""
    if source["basis"] == "contract_demand":
        return _billed(Decimal(source["contract_demand_kw"]), demands, scale, ratio)
    same = Decimal(source["capacity_kva"]) * Decimal(source["capacity_price"]) / Decimal(source["demand_price"])
    return same * len(demands)


def _billed(contract: Decimal, demands: Sequence[Decimal], scale: Decimal, ratio: Decimal) -> Decimal:
    """The demand billed in a year under the contract rule, kW: to find candidates; ``tariffs`` has the last word."""
    excess = (max(Decimal(0), demand * scale - contract * ratio) for demand in demands)
    return contract * len(demands) + 2 * sum(excess, Decimal(0))


def _savings(years: Sequence[Sequence[Case]], change: dict[str, Any]) -> tuple[Decimal, ...]:
    return tuple(saving_between(year, changed(year, change)).amount for year in years)


def _reasons(record: CustomerRecord, as_of: date, cases: Sequence[Case], best: Option) -> tuple[str, ...]:
    result = "按近12个月逐月算账，改按实际最大需量计费全年更省"
    if best.contract is not None:
        verb = "核定" if record.contract_demand_kw is None else "调整"
        result = f"按近12个月逐月算账，合同需量{verb}为{best.contract}千瓦全年更省；旺季前可再按月调高当月核定值"
    demands = [Decimal(case.input["max_demand_kw"]) for case in cases]
    if record.contract_demand_kw is None:
        return (f"现按变压器容量{record.capacity_kva}千伏安计费，近12个月最大需量最高只有{max(demands)}千瓦", result)
    return (*_contract_reasons(record.contract_demand_kw, demands, best, as_of), result)


def _break_even(record: CustomerRecord) -> str:
    """Where the change stops paying: for who pays by capacity the demand that costs the same, rounded down."""
    if record.contract_demand_kw is not None:
        return "最大需量整体高出5%以内都不会比现在多付"
    same = (record.capacity_kva or Decimal(0)) * record.prices["capacity_per_kva"] / record.prices["demand_per_kw"]
    whole = same.to_integral_value(rounding=ROUND_FLOOR)
    return f"每月计费需量平均不到{whole:f}千瓦才划算；准备扩产或者停产过一段时间的，请先重新测算再申请"


def _present(record: CustomerRecord) -> str:
    return "按变压器容量" if record.contract_demand_kw is None else "按合同需量"


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
