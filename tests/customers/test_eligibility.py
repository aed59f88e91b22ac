"""Every package: one customer it fits, what each condition is worth, and break-even points that hold on both sides."""

from __future__ import annotations

import dataclasses
import re
from datetime import date
from decimal import Decimal

import pytest

from customers import PACKAGES, MonthRecord, recommend
from customers.packages.capacity_billing import capacity_saving
from customers.packages.household_quota import combined_saving
from customers.packages.time_of_use import break_even_share
from customers.year import household_cases, saving_between, scaled, with_valley, without_time_of_use
from tests.customers.builders import AS_OF, demo, household, months_of


def changed(record, **more):
    return dataclasses.replace(record, **more)


def advice(record, package_id):
    return next((item for item in recommend(record, AS_OF).items if item.package_id == package_id), None)


def metered(peak, valley):
    """Thirteen months on time-of-use."""
    return tuple(
        changed(month, peak_kwh=Decimal(peak), valley_kwh=Decimal(valley), kwh=Decimal(peak + valley))
        for month in months_of()
    )


HENGCHI, SUN, CHEN = (demo()[name] for name in ("恒驰", "孙晓梅", "陈静"))
BY_CAPACITY = changed(HENGCHI, prices=HENGCHI.prices | {"capacity_per_kva": Decimal(20)})
ON_TIME_OF_USE = household(months=metered(200, 10), tariff="residential_tiered_tou", province="山东")
COMBINED = household([1500] * 13, province="浙江", household_members=7, kwh_before=Decimal(13500))
EV = household(tags=("ev_owner",))
NO_DEMAND = tuple(changed(month, max_demand_kw=None) for month in HENGCHI.months)
GOOD_FACTOR = tuple(changed(month, power_factor=Decimal("0.95")) for month in HENGCHI.months)

# package → a customer it fits, and changes each of which makes it unfit
CONDITIONS = {
    "time_of_use": (
        SUN,
        [{"tariff": "residential_tiered_tou"}, {"province": "湖北"}, {"valley_share": Decimal("0.1")}],
    ),
    "leave_time_of_use": (
        ON_TIME_OF_USE,
        [{"tariff": "residential_tiered"}, {"months": metered(10, 200)}, {"kwh_before": None}],
    ),
    "household_quota": (
        CHEN,
        [{"household_members": 4}, {"household_members": None}, {"has_household_quota": True}],
    ),
    "ev_meter": (EV, [{"tags": ()}, {"province": "山东"}, {"tariff": "residential_tiered_tou"}]),
    "contract_demand": (
        HENGCHI,
        [{"tariff": "single_part"}, {"contract_demand_kw": None}, {"prices": {}}, {"months": NO_DEMAND}],
    ),
    "capacity_billing": (
        BY_CAPACITY,
        [
            {"prices": HENGCHI.prices},
            {"capacity_kva": None},
            {"prices": HENGCHI.prices | {"capacity_per_kva": Decimal(40)}},
        ],
    ),
    "peak_shift": (
        ON_TIME_OF_USE,
        [{"tariff": "residential_tiered"}, {"months": metered(1, 200)}, {"kwh_before": None}],
    ),
    "power_factor": (HENGCHI, [{"capacity_kva": Decimal(80)}, {"months": GOOD_FACTOR}, {"category": "residential"}]),
    "pv": (
        household(area="rural"),
        [{"area": "urban"}, {"tags": ("elderly_living_alone",)}, {"category": "agricultural"}],
    ),
    "door_service": (household(tags=("disabled",)), [{"tags": ()}, {"tags": ("ev_owner",)}]),
    "irrigation": (household(category="agricultural", tariff="agricultural"), [{"category": "commercial"}]),
    "efficiency_check": (demo()["好邻便利店"], [{"category": "residential"}, {"months": ()}]),
    "smart_payment": (household(), [{"tags": ("five_guarantee",)}]),
}


def test_every_package_is_looked_at():
    assert set(CONDITIONS) == {package.package_id for package in PACKAGES}


@pytest.mark.parametrize("package_id", CONDITIONS)
def test_a_package_is_advised_to_whom_it_fits_with_everything_one_must_know(package_id):
    found = advice(CONDITIONS[package_id][0], package_id)
    assert found and found.reasons and found.eligibility and found.how_to_apply and found.unchanged
    if found.yearly_saving is not None:
        assert found.interval and 0 <= found.interval[0] <= found.yearly_saving <= found.interval[1]
        assert found.break_even and found.sources


@pytest.mark.parametrize(
    ("package_id", "change"),
    [(package_id, change) for package_id, (_, changes) in CONDITIONS.items() for change in changes],
    ids=lambda value: value if isinstance(value, str) else "-".join(value),
)
def test_a_package_is_not_advised_when_one_condition_fails(package_id, change):
    assert advice(changed(CONDITIONS[package_id][0], **change), package_id) is None


def percent_in(text):
    return Decimal(re.findall(r"(\d+)%", text)[0]) / 100


def test_time_of_use_pays_above_its_break_even_share_and_not_below():
    cases = household_cases(SUN, AS_OF)
    share = percent_in(advice(SUN, "time_of_use").break_even)
    above, below = (
        saving_between(cases, [with_valley(case, each) for case in cases]) for each in (share, share - Decimal("0.02"))
    )
    assert above.amount >= 0 > below.amount


def test_plain_tiers_pay_below_the_named_share_and_not_above():
    found = advice(ON_TIME_OF_USE, "leave_time_of_use")
    share = percent_in(found.break_even)
    assert "您约为4%" in found.break_even
    plain = [without_time_of_use(case) for case in household_cases(ON_TIME_OF_USE, AS_OF)]
    assert share <= break_even_share(plain) < share + Decimal("0.01")


def test_the_combined_price_pays_from_the_named_energy_on():
    kwh = Decimal(re.findall(r"约(\d+)千瓦时", advice(COMBINED, "household_quota").break_even)[0])
    for energy, pays in ((kwh, True), (kwh - 40, False)):
        saving = combined_saving(scaled(COMBINED, energy / 18000), AS_OF)
        assert (saving.amount >= 0) is pays


def test_capacity_billing_pays_above_the_named_demand_and_not_below():
    kw = Decimal(re.findall(r"超过(\d+)千瓦", advice(BY_CAPACITY, "capacity_billing").break_even)[0])
    assert kw == (HENGCHI.capacity_kva * 20 / HENGCHI.prices["demand_per_kw"]).to_integral_value(
        rounding="ROUND_CEILING"
    )
    for contract, pays in ((kw, True), (kw - 1, False)):
        months = tuple(changed(month, max_demand_kw=contract, power_factor=None) for month in HENGCHI.months)
        saving = capacity_saving(changed(BY_CAPACITY, contract_demand_kw=contract, months=months), AS_OF)
        assert (saving.amount >= 0) is pays


def test_sources_name_the_price_documents_with_their_validity():
    assert any("起执行" in source for source in advice(SUN, "time_of_use").sources)
    assert advice(SUN, "smart_payment").sources == ()
    neutral = recommend(changed(SUN, recommendation_opt_out=True), AS_OF)
    assert all(item.sources == () for item in neutral.items)


def test_what_paid_last_year_but_no_longer_does_by_the_new_prices_is_not_advised():
    """In November 2022 the nights of Shandong's winters became cheaper: leaving time-of-use stopped paying for some."""
    names = [f"2021-{month}" for month in (10, 11, 12)] + [f"2022-{month:02d}" for month in range(1, 11)]
    day = date(2022, 11, 20)
    advised = {}
    for valley in (31, 33):
        months = tuple(
            MonthRecord(name, Decimal(200 + valley), peak_kwh=Decimal(200), valley_kwh=Decimal(valley))
            for name in names
        )
        record = household(months=months, tariff="residential_tiered_tou", province="山东", kwh_before=Decimal(1800))
        cases = household_cases(record, day)
        assert saving_between(cases, [without_time_of_use(case) for case in cases]).amount > 0
        advised[valley] = "leave_time_of_use" in {item.package_id for item in recommend(record, day).items}
    assert advised == {31: True, 33: False}
