"""Residential time-of-use: pays when enough of the energy falls into the valley. Never advised on a guess."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_CEILING, Decimal

from tariffs import InvalidInput, figure

from ..package import Package, Recommendation
from ..records import CustomerRecord
from ..year import Case, household_cases, last_year, saving_between, scaled, with_valley

PACKAGE = Package(
    package_id="time_of_use",
    title="居民峰谷分时电价",
    audience=("residential",),
    summary="谷段电价低、峰段电价略高，夜间用电多的家庭可以比较后选择",
    conditions=("一户一表居民客户", "所在省份开放居民峰谷分时电价"),
    how_to_apply="在网上国网APP“峰谷电价”办理，或带身份证到营业厅申请；电表支持时不用换表，下个结算周期起执行。",
    unchanged=("阶梯分档和各档加价不变", "户号、户名和缴费方式不变", "不满意可按当地规定申请改回"),
)
_MARGIN = Decimal("0.05")  # the advice must still pay when the valley share is five points lower


def consider(record: CustomerRecord, as_of: date) -> Recommendation | None:
    """Advise it when the customer's own year would have been cheaper, also with a somewhat lower valley share."""
    share = known_valley_share(record, as_of)
    cases = household_cases(record, as_of)
    if record.tariff != "residential_tiered" or share is None or cases is None:
        return None
    try:
        low, high = _interval(record, as_of, share)
        saving = saving_between(cases, _switched(cases, share))
    except InvalidInput:  # the province has no such tariff
        return None
    if saving.amount <= 0 or low <= 0 or not saving.is_verified:
        return None
    return PACKAGE.recommend(
        reasons=_reasons(record, as_of, share),
        eligibility=("一户一表居民，尚未执行峰谷电价", f"{record.province}开放居民峰谷分时电价"),
        saving=saving.amount,
        interval=(low, high),
        break_even=f"谷段用电占比达到{_percent(break_even_share(cases))}以上才划算，您约为{_percent(share)}",
    )


def known_valley_share(record: CustomerRecord, as_of: date) -> Decimal | None:
    """The measured share of energy in the valley window (0–1), None when there are no interval readings."""
    if record.valley_share is not None:
        return record.valley_share
    months = last_year(record, as_of) or ()
    if not months or any(month.valley_kwh is None for month in months):
        return None
    total = sum((month.kwh for month in months), Decimal(0))
    return sum((month.valley_kwh or Decimal(0) for month in months), Decimal(0)) / total if total else None


def break_even_share(cases: Sequence[Case]) -> Decimal:
    """The valley share at which both tariffs cost the same: the saving is a straight line in the share."""
    none, all_of_it = (saving_between(cases, _switched(cases, Decimal(share))).amount for share in (0, 1))
    return Decimal(0) if none >= 0 else none / (none - all_of_it)


def _switched(cases: Sequence[Case], share: Decimal) -> list[Case]:
    return [with_valley(case, share) for case in cases]


def _interval(record: CustomerRecord, as_of: date, share: Decimal) -> tuple[Decimal, Decimal]:
    amounts = []
    for factor in (Decimal("0.9"), Decimal(1), Decimal("1.1")):
        cases = household_cases(scaled(record, factor), as_of) or ()
        for moved in (share - _MARGIN, share + _MARGIN):
            amounts.append(saving_between(cases, _switched(cases, max(Decimal(0), min(Decimal(1), moved)))).amount)
    return min(amounts), max(amounts)


def _reasons(record: CustomerRecord, as_of: date, share: Decimal) -> tuple[str, ...]:
    hours = figure("residential_tou.valley_hours", record.province, as_of)
    valley = figure("residential_tou.valley_price1", record.province, as_of)
    plain = figure("residential_tiered.price1", record.province, as_of)
    reasons = [f"您约{_percent(share)}的用电在谷段" + (f"（{hours.text}）" if hours else "")]
    if valley and plain:
        reasons.append(f"第一档谷段电价{valley.text}，不分时段的第一档电价{plain.text}")
    return (*reasons, "按您近12个月的用电逐月算账，改用峰谷电价全年更省")


def _percent(share: Decimal) -> str:
    """Rounded up to whole percent, so that a break-even share is never understated."""
    return f"{(share * 100).to_integral_value(rounding=ROUND_CEILING)}%"
