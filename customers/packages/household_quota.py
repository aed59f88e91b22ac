"""The quota for households with many registered members (发改价格〔2013〕2523号 and the provinces' rules)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import Any

from tariffs import InvalidInput, figure

from ..curve import Curve
from ..package import Package, Recommendation
from ..records import CustomerRecord
from ..year import Saving, changed, household_cases, interval_of, last_year, pays_ahead, saving_between, scaled

_FACTORS = tuple(Decimal(tenths) / 10 for tenths in range(5, 16))
_STEP = Decimal("0.001")  # share of the year's energy to which a break-even is searched
Way = Callable[[CustomerRecord, date], Saving | None]
PACKAGE = Package(
    package_id="household_quota",
    title="一户多人口阶梯电量优惠",
    audience=("residential",),
    summary="户籍人口多的家庭，可以申请每月增加第一档电量",
    conditions=("一户一表居民客户", "户口簿上的人数达到当地规定", "户口簿、房产和用电地址一致"),
    how_to_apply="在网上国网APP“一户多人口”办理，或带户口簿、房产证明和户主身份证到营业厅申请；受理后按当地规定生效。",
    unchanged=("各档电价不变", "电表、户号、户名和缴费方式不变"),
)


def consider(record: CustomerRecord, as_of: date) -> Recommendation | None:
    """Advise it to households with enough members and no quota yet, unless their own year shows nothing to save."""
    fewest = figure("quota.min_members", record.province, as_of)
    members = record.household_members
    if record.category != "residential" or record.has_household_quota or members is None:
        return None
    if fewest is None or fewest.value is None or members < fewest.value:
        return None
    best = _best_way(record, as_of)
    if best is None:
        return _without_figure(record, as_of)
    way, saving = best
    cases = household_cases(record, as_of) or ()
    if saving.amount <= 0 or not pays_ahead(cases, changed(cases, _CHANGES[way]), as_of):
        return None
    choice = "申请后全年更省" if way is quota_saving else "选择合表电价全年更省，也可以申请增加第一档电量"
    return PACKAGE.recommend(
        reasons=(*_reasons(record, as_of), f"按您近12个月的用电逐月算账，{choice}"),
        eligibility=(f"户籍人口{members}人，达到{fewest.text}的要求", "一户一表居民，尚未申请一户多人口"),
        saving=saving.amount,
        interval=interval_of(lambda factor: way(scaled(record, factor), as_of)),
        break_even=_break_even(record, as_of) if way is quota_saving else _combined_break_even(record, as_of),
        sources=saving.sources,
    )


def _best_way(record: CustomerRecord, as_of: date) -> tuple[Way, Saving] | None:
    """The better of the quota and, for the largest households, the combined price; None without verified figures."""
    ways: list[Way] = [quota_saving, combined_saving] if _may_choose_combined(record, as_of) else [quota_saving]
    savings = []
    for way in ways:
        try:
            saving = way(record, as_of)
        except InvalidInput:
            continue
        if saving is not None and saving.is_verified:
            savings.append((way, saving))
    return max(savings, key=lambda found: found[1].amount, default=None)


def _may_choose_combined(record: CustomerRecord, as_of: date) -> bool:
    fewest = figure("quota.combined_from_members", record.province, as_of)
    return bool(fewest and fewest.value and (record.household_members or 0) >= fewest.value)


def combined_saving(record: CustomerRecord, as_of: date) -> Saving | None:
    """What the combined price would have saved a household on plain tiers, None where it is on time-of-use."""
    cases = household_cases(record, as_of)
    if cases is None or record.tariff != "residential_tiered":
        return None
    return saving_between(cases, changed(cases, _CHANGES[combined_saving]))


def quota_saving(record: CustomerRecord, as_of: date) -> Saving | None:
    """What a quota in all twelve months would have saved. Where it is not certain that tier 2 moves as well, the
    smaller saving is named. Raises tariffs.InvalidInput where the province's tiers are not known."""
    cases = household_cases(record, as_of)
    if cases is None:
        return None
    saving = saving_between(cases, changed(cases, _CHANGES[quota_saving]))
    if saving.is_verified:
        return saving
    cautious = changed(cases, {"multi_person_quota": True, "tiers_shift": False})
    return saving_between(cases, cautious)


_CHANGES: dict[Way, dict[str, Any]] = {
    quota_saving: {"multi_person_quota": True},
    combined_saving: {"customer_type": "combined"},
}


def _without_figure(record: CustomerRecord, as_of: date) -> Recommendation:
    return PACKAGE.recommend(
        reasons=(*_reasons(record, as_of), "能省多少取决于全年用电量，可请营业厅按您的电量核算"),
        eligibility=(f"户籍人口{record.household_members}人", "一户一表居民，尚未申请一户多人口"),
    )


def _reasons(record: CustomerRecord, as_of: date) -> tuple[str, ...]:
    extra = figure("quota.extra_kwh_month", record.province, as_of)
    renew = figure("quota.renew_years", record.province, as_of)
    reasons = [f"登记的户籍人口是{record.household_members}人，还没有申请一户多人口"]
    if extra:
        reasons.append(f"申请后每月增加第一档电量{extra.text}")
    if renew:
        reasons.append(f"资格每{renew.text}需要续办一次")
    return tuple(reasons)


def curve(record: CustomerRecord, as_of: date) -> Curve | None:
    """The saving by the year's energy (kWh), from half to one and a half of the customer's own; None without a figure.

    Raises tariffs.InvalidInput where the province's tiers are not known."""
    months, best = last_year(record, as_of), _best_way(record, as_of)
    if months is None or best is None:
        return None
    kwh = sum((month.kwh for month in months), Decimal(0))
    found = [(kwh * factor, best[0](scaled(record, factor), as_of)) for factor in _FACTORS]
    points = tuple((energy.quantize(Decimal(1)), saving.amount) for energy, saving in found if saving)
    return Curve(PACKAGE.package_id, "全年用电", "千瓦时", points, kwh)


def _combined_break_even(record: CustomerRecord, as_of: date) -> str:
    """The year's energy at which the combined price costs what the tiers cost, rounded up to ten kWh.

    The saving is below zero for little use and crosses zero once, below the record's own use.
    """
    low, high = Decimal(0), Decimal(1)
    while high - low > _STEP:
        middle = (low + high) / 2
        saving = combined_saving(scaled(record, middle), as_of)
        low, high = (low, middle) if saving and saving.amount > 0 else (middle, high)
    kwh = high * sum((month.kwh for month in last_year(record, as_of) or ()), Decimal(0))
    return f"全年用电超过约{(kwh / 10).to_integral_value(rounding=ROUND_CEILING) * 10:f}千瓦时，合表电价才划算"


def _break_even(record: CustomerRecord, as_of: date) -> str | None:
    limit = figure("residential_tiered.limit1_year", record.province, as_of)
    return f"全年用电超过第一档{limit.text}才有节省" if limit and limit.confidence != "L" else None
