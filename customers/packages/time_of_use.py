"""Residential time-of-use: pays when enough of the energy falls into the valley. Never advised on a guess."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_CEILING, Decimal

from tariffs import InvalidInput, figure

from ..curve import Curve
from ..package import Package, Recommendation
from ..records import CustomerRecord
from ..year import Case, household_cases, last_year, pays_ahead, saving_between, scaled, with_valley

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
    shares = valley_shares(record, as_of)
    cases = household_cases(record, as_of)
    if record.tariff != "residential_tiered" or shares is None or cases is None:
        return None
    try:
        saving = saving_between(cases, _switched(cases, shares))
        if saving.amount <= 0 or not saving.is_verified or not pays_ahead(cases, _switched(cases, shares), as_of):
            return None
        low, high = _interval(record, as_of, shares)
    except InvalidInput:  # the province has no such tariff
        return None
    if low <= 0:
        return None
    share = _mean(cases, shares)
    return PACKAGE.recommend(
        reasons=_reasons(record, as_of, share),
        eligibility=("一户一表居民，尚未执行峰谷电价", f"{record.province}开放居民峰谷分时电价"),
        saving=saving.amount,
        interval=(low, high),
        break_even=f"谷段用电占比达到{_percent(break_even_share(cases))}以上才划算，您约为{_percent(share)}",
        sources=saving.sources,
    )


def valley_shares(record: CustomerRecord, as_of: date) -> tuple[Decimal, ...] | None:
    """For each of the last twelve months the share (0–1) of energy in the valley window: from interval readings, else
    the share on record; None when neither is known."""
    shares = []
    for month in last_year(record, as_of) or ():
        share = record.valley_share
        if month.valley_kwh is not None:
            share = month.valley_kwh / month.kwh if month.kwh else Decimal(0)
        if share is None:
            return None
        shares.append(min(Decimal(1), share))
    return tuple(shares) or None


def curve(record: CustomerRecord, as_of: date) -> Curve | None:
    """The saving by valley share (percent): a straight line. None where shares or months are not known.

    Raises tariffs.InvalidInput where the province has no such tariff."""
    shares, cases = valley_shares(record, as_of), household_cases(record, as_of)
    if shares is None or cases is None:
        return None
    points = [
        (Decimal(100 * share), saving_between(cases, _switched(cases, [Decimal(share)] * len(cases))).amount)
        for share in (0, 1)
    ]
    return Curve(PACKAGE.package_id, "谷段用电占比", "%", tuple(points), _mean(cases, shares) * 100)


def break_even_share(cases: Sequence[Case]) -> Decimal:
    """The valley share at which both tariffs cost the same: the saving is a straight line in the share."""
    none, all_of_it = (
        saving_between(cases, _switched(cases, [Decimal(share)] * len(cases))).amount for share in (0, 1)
    )
    return Decimal(0) if none >= 0 else none / (none - all_of_it)


def _switched(cases: Sequence[Case], shares: Sequence[Decimal]) -> list[Case]:
    return [with_valley(case, share) for case, share in zip(cases, shares, strict=True)]


def _mean(cases: Sequence[Case], shares: Sequence[Decimal]) -> Decimal:
    """The share of the whole year's energy."""
    energy = [Decimal(case.input["kwh"]) for case in cases]
    valley = sum((kwh * share for kwh, share in zip(energy, shares, strict=True)), Decimal(0))
    return valley / sum(energy, Decimal(0)) if any(energy) else Decimal(0)


def _interval(record: CustomerRecord, as_of: date, shares: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    """The smallest and largest saving with the valley share five points off and 10 % less or more use."""
    amounts = []
    for factor in (Decimal("0.9"), Decimal("1.1")):
        cases = household_cases(scaled(record, factor), as_of) or ()
        for step in (-_MARGIN, _MARGIN):
            moved = [max(Decimal(0), min(Decimal(1), share + step)) for share in shares]
            amounts.append(saving_between(cases, _switched(cases, moved)).amount)
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
