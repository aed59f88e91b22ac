"""A meter of its own for the charging pile of a resident, where the province has a tariff for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from tariffs import Figure, figure

from ..package import Package, Recommendation
from ..records import CustomerRecord
from ..year import Case, Saving, household_cases, saving_between

PACKAGE = Package(
    package_id="ev_meter",
    title="居民充电桩单独装表",
    audience=("residential",),
    summary="有固定车位的电动汽车车主，可以为充电桩单独装表，充电不计入家里的阶梯电量",
    conditions=("有电动汽车和固定车位", "所在省份有居民充电桩分时电价"),
    how_to_apply="在网上国网APP“充电桩报装”办理，带身份证、固定车位证明和车辆证明；一般不需要物业证明，涉及开挖或他人产权须先征得同意。",
    unchanged=("家里电表和家庭用电的电价不变", "家庭户号和缴费方式不变"),
)
_LEAST_IN_VALLEY = Decimal("0.8")  # of the charging: a car is plugged in early now and then
_EXAMPLE = Decimal(100)  # kWh a month, where nobody said how much


def consider(record: CustomerRecord, as_of: date) -> Recommendation | None:
    """Advise it to registered EV owners where charging in the valley is cheaper than their home's lowest price.

    How much goes into the car is never guessed. Where it is known, the saving is that of their own months; else an
    example says what 100 kWh a month would save at their own tiers.
    """
    valley = figure("ev_tou.valley_price", record.province, as_of)
    home = figure("residential_tiered.price1", record.province, as_of)
    dear = figure("ev_tou.tip_price", record.province, as_of)
    if "ev_owner" not in record.tags or record.tariff != "residential_tiered":
        return None
    if not (valley and home and dear and valley.value and home.value) or valley.value >= home.value:
        return None
    known = record.ev_kwh_month
    savings = _savings(record, as_of, known) if known else None
    if savings and min(saving.amount for saving in savings) <= 0:
        return None
    return PACKAGE.recommend(
        reasons=(*_reasons(record, valley, home, as_of), *_assumed(known if savings else None)),
        eligibility=("登记有电动汽车", f"{record.province}有居民充电桩分时电价"),
        saving=savings[-1].amount if savings else None,
        interval=(savings[0].amount, savings[-1].amount) if savings else None,
        break_even=f"主要在低谷充电才划算；尖峰电价{dear.text}，比家庭第一档贵"
        + ("" if savings else _example(record, as_of)),
        sources=savings[-1].sources if savings else (),
    )


def _reasons(record: CustomerRecord, valley: Figure, home: Figure, as_of: date) -> tuple[str, ...]:
    hours = figure("ev_tou.valley_hours", record.province, as_of)
    return (
        "档案登记您有电动汽车",
        f"充电桩低谷（{hours.text if hours else '夜间'}）电价{valley.text}，家庭第一档电价{home.text}",
        "单独装表后，充电不再推高家里的阶梯电量",
    )


def _assumed(kwh: Decimal | None) -> tuple[str, ...]:
    """What the saving rests on, said with it."""
    percent = f"{(_LEAST_IN_VALLEY * 100).normalize():f}%"
    return (
        () if kwh is None else (f"按每月充电{kwh.normalize():f}千瓦时、{percent}到全部在低谷充（其余在平段）逐月算账",)
    )


def _savings(record: CustomerRecord, as_of: date, kwh: Decimal | None) -> tuple[Saving, Saving] | None:
    """The saving of a year with as little in the valley as may be, and with all of it there.

    None where a month is missing, is smaller than the charging, or a table is not verified.
    """
    cases = household_cases(record, as_of)
    if cases is None or kwh is None or any(Decimal(case.input["kwh"]) < kwh for case in cases):
        return None
    found = (saving_between(cases, apart(cases, kwh, share)) for share in (_LEAST_IN_VALLEY, Decimal(1)))
    low, high = found
    return (low, high) if low.is_verified and high.is_verified else None


def apart(cases: Sequence[Case], kwh: Decimal, valley_share: Decimal) -> list[Case]:
    """The same months with ``kwh`` of each on the pile's own meter, the part outside the valley in the flat hours."""
    valley = kwh * valley_share
    periods = {"valley": valley, "flat": kwh - valley}
    found: list[Case] = []
    for position, case in enumerate(cases):
        used = _months_of_its_year_before(cases, position) * kwh
        cumulative = max(Decimal(0), Decimal(case.input["cumulative_before"]) - used)
        home = {"kwh": Decimal(case.input["kwh"]) - kwh, "cumulative_before": cumulative}
        where = {name: case.input[name] for name in ("province", "year_month")}
        found += [replace(case, input=case.input | home), Case("ev_tou", where | {"kwh_by_period": periods})]
    return found


def _months_of_its_year_before(cases: Sequence[Case], position: int) -> int:
    """The months of the same tier year that the pile would have been apart in already."""
    year = cases[position].input["year_month"][:4]
    return sum(case.input["year_month"][:4] == year for case in cases[:position])


def _example(record: CustomerRecord, as_of: date) -> str:
    savings = _savings(record, as_of, _EXAMPLE)
    if not savings or savings[-1].amount <= 0:
        return ""
    return (
        f"；举例：每月充{_EXAMPLE:f}千瓦时、都在低谷充，按您近12个月的阶梯档次，全年约少付{savings[-1].amount:.0f}元；"
        "充得越多、越集中在低谷，省得越多"
    )
