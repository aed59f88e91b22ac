"""Moving use from the peak into the valley, for households that pay by time-of-use already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from tariffs import figure

from ..package import Package, Recommendation
from ..records import CustomerRecord
from ..year import Case, Saving, household_cases, saving_between

PACKAGE = Package(
    package_id="peak_shift",
    title="错峰用电",
    audience=("residential",),
    summary="已执行峰谷电价的家庭，把洗衣、烧水、充电等挪到谷段，电价不变也能少付电费",
    conditions=("正在执行居民峰谷分时电价",),
    how_to_apply="不用申请，给热水器、洗衣机、洗碗机和充电桩设好定时就行。",
    unchanged=("电价、合同和缴费方式都不变", "挪多少、挪不挪由您决定"),
)
PART = Decimal("0.1")  # of the peak energy: an example, not a guess of what somebody can move
_LEAST_YEARLY = Decimal(12)  # yuan; less is not worth a reminder


def consider(record: CustomerRecord, as_of: date) -> Recommendation | None:
    """Tell what moving a tenth of the peak energy would save. It is for the customer to do, so it is no saving yet."""
    cases = household_cases(record, as_of)
    if cases is None or any(case.kind != "residential_tiered_tou" for case in cases):
        return None
    saving = shift_saving(cases)
    if not saving.is_verified or saving.amount < _LEAST_YEARLY:
        return None
    hours = figure("residential_tou.valley_hours", record.province, as_of)
    peak = sum((Decimal(case.input["peak_kwh"]) for case in cases), Decimal(0))
    return PACKAGE.recommend(
        reasons=(
            f"近12个月有{peak.normalize():f}千瓦时用在峰段" + (f"，谷段是{hours.text}" if hours else ""),
            f"按您自己的用电逐月算账，每挪{(PART * 100).normalize():f}%到谷段，全年约少付{saving.amount:.0f}元",
        ),
        eligibility=("正在执行居民峰谷分时电价",),
        break_even="挪到谷段的每一千瓦时都更便宜，没有门槛；总用电不会因此减少",
        sources=saving.sources,
    )


def shift_saving(cases: Sequence[Case], part: Decimal = PART) -> Saving:
    """What the months would have cost less with a part of their peak energy in the valley."""
    return saving_between(cases, [_shifted(case, part) for case in cases])


def _shifted(case: Case, part: Decimal) -> Case:
    peak, valley = (Decimal(case.input[name]) for name in ("peak_kwh", "valley_kwh"))
    moved = peak * part
    return replace(case, input=case.input | {"peak_kwh": peak - moved, "valley_kwh": valley + moved})
