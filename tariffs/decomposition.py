"""The steps from one bill to the next, for residential bills and for business bills."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from .billed_month import BilledMonth, Part, PartKey
from .calculation import Calculation
from .calculator import calculate
from .catalogue import row_on
from .errors import InvalidInput
from .kinds.readings import with_energy
from .money import ZERO, half_up, plain, total_of
from .provinces import canonical_province
from .schedules import TimeOfUseRow

RESIDENTIAL = ("residential_tiered", "residential_tiered_tou")
BUSINESS = ("two_part", "single_part")
_CAN_BE_ROUNDING = ("tier", "price", "season", "shift")
_ROUNDING = Decimal("0.02")  # yuan: a few lines rounded to 0.01


def decompose(previous: BilledMonth, current: BilledMonth) -> tuple[Part, ...]:
    """The parts that are not zero, in the order of the path. Raises InvalidInput for kinds that have no months."""
    previous, current = (replace(bill, input=with_energy(bill.input)) for bill in (previous, current))
    if previous.kind in RESIDENTIAL and current.kind in RESIDENTIAL:
        parts = _residential(previous, current)
    elif previous.kind in BUSINESS and current.kind in BUSINESS:
        parts = _business(previous, current)
    else:
        raise InvalidInput("kind", "只能比较同一类客户的两张月账单")
    parts.append(_adjustments(previous, current))
    return _without_roundings(parts)


def _without_roundings(parts: list[Part]) -> tuple[Part, ...]:
    """Drop empty parts, and let the largest part take those that are only rounding, keeping the sum exact."""
    roundings = [part for part in parts if part.key in _CAN_BE_ROUNDING and abs(part.amount) <= _ROUNDING]
    rest = [part for part in parts if part.amount and part not in roundings]
    if not rest:
        return tuple(part for part in parts if part.amount)
    largest = max(rest, key=lambda part: abs(part.amount))
    whole = replace(largest, amount=largest.amount + sum((part.amount for part in roundings), ZERO))
    return tuple(whole if part is largest else part for part in rest)


def energy_of(bill: BilledMonth) -> Decimal:
    """The energy of a bill, kWh."""
    if bill.kind in RESIDENTIAL:
        energy = with_energy(bill.input)
        names = ("kwh",) if bill.kind == "residential_tiered" else ("peak_kwh", "valley_kwh")
        return sum((Decimal(str(energy[name])) for name in names), ZERO)
    return _energy_amount(bill.calculated())[0]


def _residential(previous: BilledMonth, current: BilledMonth) -> list[Part]:
    before, after = previous.calculated(), current.calculated()
    parts, at_old_average = _days_and_consumption(previous, current, before.total)
    if previous.kind != current.kind:
        return [*parts, Part("plan", half_up(after.total - at_old_average), "电价方案在两个月之间变更过。")]
    share = _valley_share(previous)
    same_rules = calculate(current.kind, _with(current, share, month=str(previous.input["year_month"])))
    new_rules = calculate(current.kind, _with(current, share))
    key: PartKey = "season" if _season(previous) != _season(current) else "price"
    steps = [
        Part("tier", half_up(same_rules.total - at_old_average), _tier_words(before, after)),
        Part(key, half_up(new_rules.total - same_rules.total), _price_words(key)),
        Part("shift", half_up(after.total - new_rules.total), _shift_words(previous, current)),
    ]
    return parts + steps


def _days_and_consumption(previous: BilledMonth, current: BilledMonth, charged: Decimal) -> tuple[list[Part], Decimal]:
    """Value the change of days, then of daily use, at the previous average price; also the amount reached by then."""
    old, new = energy_of(previous), energy_of(current)
    if not old:  # nothing was used before: the whole new bill is consumption
        reached = current.calculated().total
        return [Part("consumption", reached - charged, f"上期没有用电，本期用了{plain(new)}千瓦时。")], reached
    average = charged / old
    scaled = old * current.days / previous.days
    by_days, reached = half_up(scaled * average), half_up(new * average)
    days = f"本期{current.days}天，上期{previous.days}天。"
    daily = f"日均用电由{half_up(old / previous.days)}千瓦时变为{half_up(new / current.days)}千瓦时，"
    use = f"{daily}本期共{plain(new)}千瓦时，上期{plain(old)}千瓦时。"
    return [Part("days", by_days - charged, days), Part("consumption", reached - by_days, use)], reached


def _with(bill: BilledMonth, share: Decimal | None, month: str | None = None) -> dict[str, Any]:
    """The bill's input with another valley share and, for the rules of then, another month."""
    changed = dict(bill.input)
    if month is not None:
        changed["year_month"] = month
    if share is not None:
        kwh = energy_of(bill)
        valley = half_up(kwh * share, Decimal("0.0001"))
        changed |= {"valley_kwh": valley, "peak_kwh": kwh - valley}
        changed.pop("kwh", None)
    return changed


def _valley_share(bill: BilledMonth) -> Decimal | None:
    if bill.kind != "residential_tiered_tou":
        return None
    kwh = energy_of(bill)
    return Decimal(str(bill.input["valley_kwh"])) / kwh if kwh else ZERO


def _season(bill: BilledMonth) -> str | None:
    if bill.kind != "residential_tiered_tou":
        return None
    month = date.fromisoformat(f"{bill.input['year_month']}-01")
    row = row_on(TimeOfUseRow, canonical_province(str(bill.input["province"])), month)
    season = row.season_of(month.month) if row else None
    return season.name if season else None


def _tier_words(before: Calculation, after: Calculation) -> str:
    if before.tiers is None or after.tiers is None:
        return "合表电价不分档。"

    def split(tiers: tuple[Decimal, Decimal, Decimal]) -> str:
        named = zip(("第一档", "第二档", "第三档"), tiers, strict=True)
        return "、".join(f"{name}{plain(kwh)}千瓦时" for name, kwh in named if kwh) or "没有电量"

    return f"本期{split(after.tiers)}；上期{split(before.tiers)}。"


def _price_words(key: PartKey) -> str:
    return "两个月的峰谷时段或谷段价格按季节不同。" if key == "season" else "两个月执行的电价不同。"


def _shift_words(previous: BilledMonth, current: BilledMonth) -> str:
    old, new = _valley_share(previous), _valley_share(current)
    if old is None or new is None:
        return ""
    return (
        f"谷段电量占比由{plain(half_up(old * 100, Decimal('0.1')))}%变为{plain(half_up(new * 100, Decimal('0.1')))}%。"
    )


def _business(previous: BilledMonth, current: BilledMonth) -> list[Part]:
    before, after = previous.calculated(), current.calculated()
    parts, reached = _days_and_consumption(previous, current, _energy_amount(before)[1])
    old_prices = {line.period: line.price for line in before.lines if line.item == "energy"}
    energy = [line for line in after.lines if line.item == "energy"]
    at_old = total_of(
        half_up((line.qty or ZERO) * (old_prices.get(line.period) or line.price or ZERO)) for line in energy
    )
    parts.append(Part("shift", at_old - reached, "各时段用电比例变化。"))
    parts.append(Part("price", _energy_amount(after)[1] - at_old, "各时段电价变化。"))
    for key, items in _CHARGES:
        words = _CHARGE_WORDS[key](previous, current)
        parts.append(Part(key, after.amount_of(*items) - before.amount_of(*items), words))
    return parts


_CHARGES: tuple[tuple[PartKey, tuple[str, ...]], ...] = (
    ("demand", ("basic_capacity", "basic_demand", "basic_demand_excess_doubled")),
    ("power_factor", ("power_factor",)),
    ("funds", ("funds",)),
)


def _change(previous: BilledMonth, current: BilledMonth, field: str, words: str, unit: str, otherwise: str) -> str:
    """How an input changed, in words, where both bills have it."""
    old, new = (str(bill.input[field]) if field in bill.input else "" for bill in (previous, current))
    return f"{words}由{old}{unit}变为{new}{unit}。" if old and new and old != new else otherwise


_CHARGE_WORDS: dict[str, Callable[[BilledMonth, BilledMonth], str]] = {
    "demand": lambda old, new: _change(old, new, "max_demand_kw", "最大需量", "千瓦", "计费容量、需量或其单价变化。"),
    "power_factor": lambda old, new: _change(old, new, "power_factor", "功率因数", "", "功率因数不变，计算基数变化。"),
    "funds": lambda old, new: "随用电量变化的政府性基金及附加。",
}


def _energy_amount(bill: Calculation) -> tuple[Decimal, Decimal]:
    """Energy (kWh) and its charge (yuan)."""
    lines = [line for line in bill.lines if line.item == "energy"]
    return sum((line.qty or ZERO for line in lines), ZERO), bill.amount_of("energy")


def _adjustments(previous: BilledMonth, current: BilledMonth) -> Part:
    old, new = half_up(previous.adjustments), half_up(current.adjustments)
    return Part("adjustments", new - old, f"本期违约金、退补等{new}元，上期{old}元。")
