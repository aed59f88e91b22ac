"""Packages: what pays on the customer's own months is advised, what would cost more never is."""

from __future__ import annotations

import dataclasses
import json
import re
from datetime import date
from decimal import Decimal

import pytest

from customers import PACKAGES, recommend
from customers.population_records import generate
from tariffs import calculate
from tests.customers.builders import AS_OF, HOUSEHOLD_KWH, demo, household, months_of

CONTRACT_IDS = {
    "time_of_use", "household_quota", "ev_meter", "contract_demand", "capacity_billing", "power_factor", "pv",
    "door_service", "smart_payment", "irrigation",
}  # fmt: skip


def items(record, as_of=AS_OF):
    return {item.package_id: item for item in recommend(record, as_of).items}


def test_every_package_of_the_contract_exists():
    assert {package.package_id for package in PACKAGES} >= CONTRACT_IDS


def test_sun_xiaomei_saves_with_time_of_use_exactly_what_her_months_say():
    found = items(demo()["孙晓梅"])["time_of_use"]
    assert str(found.yearly_saving) == "313.62"
    assert 0 < found.interval[0] < found.yearly_saving < found.interval[1]
    assert "15%" in found.break_even


def test_wu_di_is_not_advised_to_lose_money():
    assert "time_of_use" not in items(demo()["吴迪"])
    just_enough = dataclasses.replace(demo()["吴迪"], valley_share=Decimal("0.40"))
    assert items(just_enough)["time_of_use"].yearly_saving > 0
    too_close = dataclasses.replace(demo()["吴迪"], valley_share=Decimal("0.12"))  # break-even is 0.107
    assert "time_of_use" not in items(too_close)


def test_chen_jing_saves_the_tier_step_on_the_energy_that_moves_into_tier_one():
    # November and December 2025: 130 of 710 kWh (3,830 before, limit 2,760 → 3,960); 2026: 1,200 of 4,300 kWh
    expected = (130 + 1200) * (Decimal("0.588") - Decimal("0.538"))
    assert items(demo()["陈静"])["household_quota"].yearly_saving == expected == Decimal("66.50")


def test_a_quota_needs_five_members_and_something_to_save():
    four, five = (dataclasses.replace(demo()["陈静"], household_members=count) for count in (4, 5))
    assert "household_quota" not in items(four)
    assert "household_quota" in items(five)
    assert "household_quota" not in items(dataclasses.replace(five, has_household_quota=True))
    little = months_of([kwh // 3 for kwh in HOUSEHOLD_KWH])
    small = household(household_members=6, kwh_before=Decimal(700), months=little)
    assert "household_quota" not in items(small)


def test_where_the_move_of_tier_two_is_not_certain_the_smaller_saving_is_named():
    large = household([600] * 13, province="浙江", household_members=6, kwh_before=Decimal(5400))
    saving = items(large)["household_quota"].yearly_saving
    # 2026 (ten months, 6,000 kWh): 1,200 kWh move from tier 2 to tier 1 only; 2025: beyond 4,800 kWh nothing changes
    assert saving == 1200 * Decimal("0.05")


def test_the_largest_households_may_choose_the_combined_price_where_it_pays():
    large = household([1500] * 13, province="浙江", household_members=7, kwh_before=Decimal(13500))
    found = items(large)["household_quota"]
    # 2026 by tiers: 2,760 × 0.538 + 2,040 × 0.588 + 10,200 × 0.838; combined: 15,000 × 0.558
    tiered = 2760 * Decimal("0.538") + 2040 * Decimal("0.588") + 10200 * Decimal("0.838")
    assert abs(found.yearly_saving - (tiered - 15000 * Decimal("0.558") + 3000 * Decimal("0.28"))) < Decimal("0.2")
    assert "合表" in found.reasons[-1]
    six = dataclasses.replace(large, household_members=6)
    assert "合表" not in items(six)["household_quota"].reasons[-1]


def test_unverified_tables_give_no_figure():
    henan = household([400] * 13, province="河南", household_members=6, valley_share=Decimal("0.8"))
    found = items(henan)
    assert found["household_quota"].yearly_saving is None
    assert "time_of_use" not in found
    fujian = household([400] * 13, province="福建", household_members=6)
    assert items(fujian)["household_quota"].yearly_saving is None


def test_a_year_with_a_gap_or_an_unknown_start_gives_no_figure():
    sun = demo()["孙晓梅"]
    assert "time_of_use" not in items(dataclasses.replace(sun, kwh_before=None))
    assert "time_of_use" not in items(dataclasses.replace(sun, months=sun.months[:6] + sun.months[7:]))
    assert "time_of_use" not in items(dataclasses.replace(sun, months=sun.months[-8:]))
    assert "time_of_use" not in items(dataclasses.replace(sun, valley_share=None))


def test_provinces_without_time_of_use_are_not_offered_it():
    assert "time_of_use" not in items(household(valley_share=Decimal("0.9")))


def test_hengchi_gets_demand_and_power_factor_with_safe_savings():
    found = items(demo()["恒驰"])
    assert found["power_factor"].yearly_saving == power_factor_cost(demo()["恒驰"])
    contract = found["contract_demand"]
    assert contract.yearly_saving > 0
    assert contract.interval[0] >= 0
    assert next(iter(found)) == "power_factor"


def power_factor_cost(record):
    """What the power factor cost in the last twelve months, worked out from the rule for 0.86 to 0.90."""
    total = Decimal(0)
    for month in record.months[-12:]:
        over = max(Decimal(0), month.max_demand_kw - 441)
        base = (month.kwh * Decimal("0.6312")).quantize(Decimal("0.01")) + (420 + 2 * over) * 42
        step = (Decimal("0.90") - month.power_factor) * 100 * Decimal("0.005")
        source = {"standard": "0.90", "power_factor": month.power_factor, "base_amount": base}
        assert abs(calculate("power_factor", source).total - base * step) < Decimal("0.01")
        total += calculate("power_factor", source).total
    return total


def test_capacity_billing_is_weighed_against_demand_when_its_price_is_known():
    record = demo()["恒驰"]
    cheap = dataclasses.replace(record, prices=record.prices | {"capacity_per_kva": Decimal(20)})
    found = items(cheap)
    assert found["capacity_billing"].yearly_saving > 0
    assert "contract_demand" not in found
    dear = dataclasses.replace(record, prices=record.prices | {"capacity_per_kva": Decimal(40)})
    assert "capacity_billing" not in items(dear)


def test_time_of_use_that_does_not_pay_may_be_left():
    peak_heavy = [(200, 10)] * 13
    months = [
        dataclasses.replace(month, peak_kwh=Decimal(peak), valley_kwh=Decimal(valley), kwh=Decimal(peak + valley))
        for month, (peak, valley) in zip(months_of(), peak_heavy, strict=True)
    ]
    record = household(months=tuple(months), tariff="residential_tiered_tou", province="山东")
    assert items(record)["leave_time_of_use"].yearly_saving > 0
    assert "leave_time_of_use" not in items(demo()["张伟"])


def test_zheng_kai_switched_off_and_gets_the_same_list_as_everybody_like_him():
    result = recommend(demo()["郑凯"], AS_OF)
    assert result.personalised is False
    assert all(item.yearly_saving is None and item.interval is None for item in result.items)
    other = household([900] * 13, tags=("disabled", "ev_owner"), household_members=9, recommendation_opt_out=True)
    assert recommend(other, AS_OF).items == result.items
    assert not re.search(r"\d", json.dumps(result.to_wire()["items"], ensure_ascii=False).replace("95598", ""))


def test_he_yong_hears_nothing_of_risk():
    result = recommend(demo()["何勇"], AS_OF)
    assert "smart_payment" in {item.package_id for item in result.items}
    text = json.dumps(result.to_wire(), ensure_ascii=False)
    assert not re.search("风险|欠费|逾期|违约|未缴|催|信用|停电", text)
    calm = dataclasses.replace(
        demo()["何勇"],
        reminders=0,
        months=tuple(dataclasses.replace(month, paid=True, overdue=False) for month in demo()["何勇"].months),
    )
    assert recommend(calm, AS_OF) == result


def test_a_record_that_cannot_be_billed_gets_no_figure_and_no_error():
    hengchi = demo()["恒驰"]
    impossible = tuple(dataclasses.replace(month, power_factor=Decimal("1.5")) for month in hengchi.months)
    broken = recommend(dataclasses.replace(hengchi, months=impossible), AS_OF)
    assert [item.package_id for item in broken.items] == ["efficiency_check", "pv", "smart_payment"]
    elsewhere = household(province="火星", valley_share=Decimal("0.9"), household_members=6)
    assert all(item.yearly_saving is None for item in recommend(elsewhere, AS_OF).items)


def test_services_follow_the_register_and_the_contract():
    assert "door_service" in items(demo()["李秀英"])
    assert "door_service" not in items(demo()["王建国"])
    assert next(iter(items(demo()["赵铁柱"]))) == "irrigation"
    assert {"pv", "efficiency_check"} <= set(items(demo()["好邻便利店"]))
    assert "1.2350元" in items(demo()["好邻便利店"])["efficiency_check"].reasons[0]
    assert "50.40元" in items(demo()["好邻便利店"])["efficiency_check"].break_even
    assert "ev_meter" in items(household(tags=("ev_owner",)))
    assert "ev_meter" not in items(demo()["张伟"])  # 山东 has no tariff for it


def test_savings_come_first_and_services_last():
    for record in demo().values():
        savings = [item.yearly_saving for item in recommend(record, AS_OF).items]
        known = [saving for saving in savings if saving is not None]
        assert known == sorted(known, reverse=True)
        assert savings[len(known) :] == [None] * (len(savings) - len(known))


@pytest.mark.parametrize("as_of", [AS_OF, date(2026, 10, 31)])
def test_nothing_advised_ever_costs_more(as_of):
    for record in generate(100, seed=11):
        richer = dataclasses.replace(record, kwh_before=Decimal(1500), prices=PRICES.get(record.category, {}))
        for item in recommend(richer, as_of).items:
            assert item.yearly_saving is None or item.yearly_saving > 0
            assert item.interval is None or item.interval[0] >= 0
            assert item.reasons and item.eligibility and item.how_to_apply and item.unchanged


PRICES = {"industrial": {"energy": Decimal("0.65"), "demand_per_kw": Decimal(42), "funds": Decimal("0.03")}}
