"""Advice on rooftop PV: what a kilowatt-hour of one's own is worth. Yield, investment and feed-in price are not known
here, so that no yearly figure is given."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from tariffs import InvalidInput

from ..package import Package, Recommendation
from ..records import CustomerRecord
from ..tags import special_tags
from ..year import Case, household_cases, last_year, saving_between

PACKAGE = Package(
    package_id="pv",
    title="屋顶光伏接入咨询",
    audience=("residential", "commercial", "industrial"),
    summary="有自有屋顶的客户，可以免费咨询分布式光伏接入，自用有余还能上网",
    conditions=("有产权清晰、可以安装的屋顶",),
    how_to_apply="在网上国网APP“光伏并网”提交意向或拨打95598，接入方案免费提供。",
    unchanged=("现有用电合同和电价不变", "不安装就没有任何费用"),
)
_PART = Decimal("0.1")  # of each month's energy, to read the price from that a kilowatt-hour less is worth
_DAYTIME = ("flat", "peak")  # when the sun shines; which of them varies by province and season


def consider(record: CustomerRecord, as_of: date) -> Recommendation | None:
    """Offer it to businesses and to rural households, who usually have a roof of their own."""
    months = last_year(record, as_of)
    rural_home = record.category == "residential" and record.area != "urban" and not special_tags(record)
    if months is None or not (rural_home or record.category in ("commercial", "industrial")):
        return None
    kwh = sum(month.kwh for month in months)
    return PACKAGE.recommend(
        reasons=(f"近12个月用电{kwh}千瓦时，白天自发自用的空间较大", *_worth(record, as_of), "接入方案和咨询免费"),
        eligibility=("有产权清晰、可以安装的屋顶（需现场确认）",),
        break_even="自用的比例越高越划算；发电量看屋顶面积和朝向，投资和余电上网的价格也要现场勘查、签约时才能确定，"
        "这里不估算全年收益",
    )


def _worth(record: CustomerRecord, as_of: date) -> tuple[str, ...]:
    """What one's own kilowatt-hour saves, by the customer's own prices; nothing where they are not known."""
    found = worth_of_own_energy(record, as_of)
    if found is None:
        return ()
    low, high = (f"{price:.2f}" for price in found)
    return (f"自己用掉一千瓦时，按您现在的电价少付电费约{low if low == high else f'{low}到{high}'}元",)


def worth_of_own_energy(record: CustomerRecord, as_of: date) -> tuple[Decimal, Decimal] | None:
    """The lowest and highest price (yuan a kWh) of energy no longer bought in the daytime.

    A household's is read from its own twelve months, tiers included; a business's is that of its contract.
    """
    if record.category == "residential":
        price = _of_household(record, as_of)
        return None if price is None else (price, price)
    prices = [record.prices[name] for name in ("energy", *_DAYTIME) if name in record.prices]
    return (min(prices), max(prices)) if prices else None


def _of_household(record: CustomerRecord, as_of: date) -> Decimal | None:
    try:
        cases = household_cases(record, as_of)
        saving = saving_between(cases, [_with_less(case) for case in cases]) if cases else None
    except InvalidInput:
        return None
    less = sum((_daytime(case) * _PART for case in cases or ()), Decimal(0))
    return saving.amount / less if saving and saving.is_verified and less else None


def _with_less(case: Case) -> Case:
    name = _field(case)
    return replace(case, input=case.input | {name: Decimal(case.input[name]) * (1 - _PART)})


def _daytime(case: Case) -> Decimal:
    return Decimal(case.input[_field(case)])


def _field(case: Case) -> str:
    return "peak_kwh" if "peak_kwh" in case.input else "kwh"
