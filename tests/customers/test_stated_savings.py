"""What is said of a car, of the peak and of a roof follows from the customer's own months, with its assumptions."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

from customers import recommend
from customers.packages import capacity_billing, contract_demand, ev_meter
from customers.packages.pv import worth_of_own_energy
from tests.customers.builders import AS_OF, demo, household, month_name, months_of

EVEN = household(kwh=(100,) * 13, kwh_before=Decimal(900), tags=("ev_owner",))  # never beyond the first tier
METERED = tuple(
    dataclasses.replace(month, kwh=Decimal(150), peak_kwh=Decimal(100), valley_kwh=Decimal(50)) for month in months_of()
)
ON_TIME_OF_USE = household(months=METERED, tariff="residential_tiered_tou", province="山东", kwh_before=Decimal(1000))


def advice(record, package_id):
    return next((item for item in recommend(record, AS_OF).items if item.package_id == package_id), None)


def test_a_cars_known_energy_is_priced_between_the_home_and_the_pile():
    found = advice(dataclasses.replace(EVEN, ev_kwh_month=Decimal(50)), "ev_meter")
    all_in_valley = 12 * 50 * (Decimal("0.558") - Decimal("0.43"))
    a_fifth_in_flat = all_in_valley - 12 * 10 * (Decimal("0.58") - Decimal("0.43"))
    assert found.yearly_saving == all_in_valley
    assert found.interval == (a_fifth_in_flat, all_in_valley)
    assert any("按每月充电50千瓦时、80%到全部在低谷充" in reason for reason in found.reasons)
    assert any("鄂发改价管" in source for source in found.sources)


def test_without_known_energy_an_example_is_no_saving():
    found = advice(EVEN, "ev_meter")
    assert (found.yearly_saving, found.interval) == (None, None)
    assert "举例：每月充100千瓦时、都在低谷充，按您近12个月的阶梯档次，全年约少付154元" in found.break_even


def test_more_energy_in_the_car_than_on_the_meter_gives_no_figure():
    assert advice(dataclasses.replace(EVEN, ev_kwh_month=Decimal(150)), "ev_meter").yearly_saving is None


def test_the_car_apart_takes_its_energy_out_of_the_tier_year_too():
    heavy = household(kwh=(300,) * 13, kwh_before=Decimal(2700), tags=("ev_owner",), ev_kwh_month=Decimal(100))
    apart = ev_meter.apart(tuple(_cases(heavy)), Decimal(100), Decimal(1))
    before = [case.input["cumulative_before"] for case in apart if case.kind == "residential_tiered"]
    assert before == [Decimal(3000), Decimal(3200), *(Decimal(200 * month) for month in range(10))]


def _cases(record):
    from customers.year import household_cases

    return household_cases(record, AS_OF)


def test_a_tenth_of_the_peak_is_worth_the_difference_of_the_prices():
    found = advice(ON_TIME_OF_USE, "peak_shift")
    assert found.yearly_saving is None
    assert "每挪10%到谷段，全年约少付" in found.reasons[1]
    assert advice(dataclasses.replace(ON_TIME_OF_USE, tariff="residential_tiered"), "peak_shift") is None


def test_a_roofs_energy_is_worth_what_it_need_not_be_bought_for():
    price, same = worth_of_own_energy(EVEN, AS_OF)
    assert price == same
    assert abs(price - Decimal("0.558")) < Decimal("0.002")
    assert worth_of_own_energy(demo()["好邻便利店"], AS_OF) == (Decimal("0.7310"), Decimal("1.0480"))
    assert worth_of_own_energy(household(kwh_before=None), AS_OF) is None


def by_capacity(demands, kva=1000):
    """A plant that pays by capacity at 28 yuan a kVA; demand costs 44.8 yuan a kW."""
    months = tuple(
        dataclasses.replace(months_of((1000,))[0], month=month_name(position), max_demand_kw=Decimal(demand))
        for position, demand in enumerate(demands)
    )
    prices = {"energy": Decimal("0.6"), "demand_per_kw": Decimal("44.8"), "capacity_per_kva": Decimal(28)}
    changes = {"months": months, "prices": prices, "contract_demand_kw": None, "capacity_kva": Decimal(kva)}
    return dataclasses.replace(demo()["恒驰"], **changes)


def test_who_pays_by_capacity_and_uses_little_of_it_is_advised_to_pay_by_demand():
    record = by_capacity([400] * 13)
    found = contract_demand.consider(record, AS_OF)
    assert found.yearly_saving >= 12 * (1000 * 28 - 400 * Decimal("44.8"))
    assert "现按变压器容量1000千伏安计费，近12个月最大需量最高只有400千瓦" in found.reasons
    assert "按变压器容量计收基本电费" in found.eligibility[0]
    assert found.break_even.startswith("每月计费需量平均不到625千瓦才划算")
    assert capacity_billing.consider(record, AS_OF) is None


def test_a_year_of_standstill_or_of_growth_is_no_reason_to_leave_capacity():
    assert contract_demand.consider(by_capacity([800] * 6 + [10] * 7), AS_OF) is None
    assert contract_demand.consider(by_capacity([300] * 10 + [800] * 3), AS_OF) is None


def test_leaving_capacity_must_also_pay_when_demand_grows_by_30_percent():
    """1000 kVA cost as much as 625 kW; 480 is the most whole kW that stays below it with 30 % more."""
    assert contract_demand.consider(by_capacity([480] * 13), AS_OF) is not None
    assert contract_demand.consider(by_capacity([481] * 13), AS_OF) is None
    assert contract_demand.consider(by_capacity([300] * 12 + [490]), AS_OF) is None


def test_who_pays_by_the_demand_reached_is_advised_to_go_back_to_capacity_when_it_is_cheaper():
    risen = dataclasses.replace(by_capacity([500] * 7 + [900] * 6), basis="actual_demand")
    found = capacity_billing.consider(risen, AS_OF)
    assert found.yearly_saving >= 6 * (500 + 900) * Decimal("44.8") - 12 * 1000 * 28
    assert "平均700千瓦" in found.reasons[0]
    assert contract_demand.consider(risen, AS_OF) is None
    low = dataclasses.replace(by_capacity([400] * 13), basis="actual_demand")
    assert (capacity_billing.consider(low, AS_OF), contract_demand.consider(low, AS_OF)) == (None, None)


def test_a_peak_of_one_season_is_no_reason_to_pay_by_capacity_in_the_next():
    """Cheaper over the year, dearer in the newest months and those a year before the quarter to come."""
    seasonal = dataclasses.replace(by_capacity([300] * 5 + [1000] * 6 + [300] * 2), basis="actual_demand")
    assert capacity_billing.capacity_saving(seasonal, AS_OF).amount > 0
    assert capacity_billing.consider(seasonal, AS_OF) is None


def test_the_break_even_of_capacity_knows_that_high_use_makes_demand_cheaper():
    """From 260 kWh a kVA on demand costs 44.8 × 0.9: 1000 kVA then cost as much as 694.4 kW, not 625."""
    busy = dataclasses.replace(by_capacity([800] * 13), basis="actual_demand")
    months = tuple(dataclasses.replace(month, kwh=Decimal(300_000)) for month in busy.months)
    busy = dataclasses.replace(busy, months=months)
    assert capacity_billing.consider(busy, AS_OF).break_even.startswith("每月计费需量平均超过695千瓦")
    lower = tuple(dataclasses.replace(month, max_demand_kw=Decimal(680)) for month in months)
    assert capacity_billing.consider(dataclasses.replace(busy, months=lower), AS_OF) is None
