"""A better basis for the demand charge: another contract demand, or billing by the demand really reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
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
    conditions=("执行两部制电价、按需量计收基本电费",),
    how_to_apply="向客户经理或营业厅书面申请；合同需量核定值可按月变更，需提前5个工作日；变更计费方式按季，需提前15天。",
    unchanged=("电度电价不变", "变压器容量和供电方式不变"),
)
_FACTORS = (Decimal("0.95"), Decimal(1), Decimal("1.05"))  # the advice must not lose when demand is 5 % off


@dataclass(frozen=True, slots=True)
class Option:
    """A basis to change to, with the savings when demand is lower, the same, and higher (yuan a year)."""

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
        eligibility=("执行两部制电价，按合同需量计收基本电费", "近12个月都有最大需量记录"),
        saving=best.savings[1],
        interval=(min(best.savings), max(best.savings)),
        break_even="最大需量整体高出5%以内都不会比现在多付",
        sources=saving_between(cases, changed(cases, best.change)).sources,
    )


def best_option(record: CustomerRecord, as_of: date, cases: Sequence[Case]) -> Option | None:
    """The best safe option, None when nothing saves without risk."""
    years = [two_part_cases(scaled(record, factor), as_of) or () for factor in _FACTORS]
    candidates: list[dict[str, Any]] = [{"basis": "actual_demand"}]
    candidates += [{"contract_demand_kw": contract} for contract in _contracts(cases, as_of)]
    options = [Option(change, _savings(years, change)) for change in candidates]
    safe = [option for option in options if min(option.savings) >= 0 and option.savings[1] > 0]
    return max(safe, key=lambda option: option.savings[1], default=None)


def _contracts(cases: Sequence[Case], as_of: date) -> list[Decimal]:
    """The few whole contract demands worth billing in full: those with the lowest billed demand (kW) that stay safe."""
    ratio = figure("two_part.demand_excess_ratio", None, as_of)
    demands = [Decimal(case.input["max_demand_kw"]) for case in cases]
    if ratio is None or ratio.value is None or not max(demands):
        return []
    present, factor = Decimal(cases[0].input["contract_demand_kw"]), ratio.value
    whole = range(int(min(demands) / 2), int(max(demands) * 2))
    costs = {each: [_billed(Decimal(each), demands, scale, factor) for scale in _FACTORS] for each in whole}
    now = [_billed(present, demands, scale, factor) for scale in _FACTORS]
    safe = [each for each, cost in costs.items() if all(new <= old for new, old in zip(cost, now, strict=True))]
    return [Decimal(each) for each in sorted(safe, key=lambda each: costs[each][1])[:3]]


def _billed(contract: Decimal, demands: Sequence[Decimal], scale: Decimal, ratio: Decimal) -> Decimal:
    """The demand billed in a year under the contract rule, kW: to find candidates; ``tariffs`` has the last word."""
    excess = (max(Decimal(0), demand * scale - contract * ratio) for demand in demands)
    return contract * len(demands) + 2 * sum(excess, Decimal(0))


def _savings(years: Sequence[Sequence[Case]], change: dict[str, Any]) -> tuple[Decimal, ...]:
    return tuple(saving_between(year, changed(year, change)).amount for year in years)


def _reasons(record: CustomerRecord, as_of: date, cases: Sequence[Case], best: Option) -> tuple[str, ...]:
    ratio = figure("two_part.demand_excess_ratio", None, as_of)
    contract = record.contract_demand_kw or Decimal(0)
    limit = contract * (ratio.value if ratio and ratio.value else Decimal(1))
    demands = [Decimal(case.input["max_demand_kw"]) for case in cases]
    over, under = sum(demand > limit for demand in demands), sum(demand < contract for demand in demands)
    reasons = []
    if over and ratio:
        reasons.append(f"近12个月有{over}个月最大需量超过合同需量{contract}千瓦的{ratio.text}，超出部分加倍计费")
    if under:
        reasons.append(f"有{under}个月实际需量低于合同需量，仍按合同需量计费")
    if over and best.contract is not None and best.contract < contract:
        reasons.append(f"为{over}个月的超限把全年合同需量调高，反而会多付")
    advice = f"合同需量调整为{best.contract}千瓦" if best.contract is not None else "改按实际最大需量计费"
    return (*reasons, f"按近12个月逐月算账，{advice}全年更省；旺季前可再按月调高当月核定值")
