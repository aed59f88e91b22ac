"""The worked examples of the domain notes (§3.8 E1–E14) and further cases worked by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tariffs import calculate
from tariffs.kinds.household import Household
from tariffs.schedules import TieredRow


def residential(province, month, kwh, before, **more):
    return {"province": province, "year_month": month, "kwh": kwh, "cumulative_before": before} | more


def time_of_use(province, month, peak, valley, before, **more):
    return {
        "province": province,
        "year_month": month,
        "peak_kwh": peak,
        "valley_kwh": valley,
        "cumulative_before": before,
    } | more


def total(kind, source):
    return str(calculate(kind, source).total)


@pytest.mark.parametrize(
    ("kind", "source", "expected"),
    [
        ("residential_tiered", residential("山东", "2026-06", "300", "2400"), "173.07"),  # E1
        ("residential_tiered_tou", time_of_use("山东", "2026-06", "150", "100", "0"), "124.23"),  # E2, 86.535 + 37.69
        ("residential_tiered_tou", time_of_use("山东", "2026-06", "150", "100", "2450"), "133.23"),  # E3
        ("residential_tiered_tou", time_of_use("山东", "2026-01", "120", "130", "0"), "114.33"),  # E4
        ("residential_tiered", residential("浙江", "2026-06", "250", "4700"), "184.50"),  # E5
        ("residential_tiered_tou", time_of_use("浙江", "2026-06", "180", "90", "0"), "128.16"),  # E6
        ("residential_tiered", residential("湖北", "2026-06", "200", "2100"), "118.60"),  # E7, 33.48 + 85.12
        ("residential_tiered", residential("河南", "2026-06", "300", "2100"), "180.00"),  # E8, 33.60 + 146.40
        ("residential_tiered", residential("山东", "2026-06", "5000", "0"), "2908.50"),  # E9
        (
            "residential_tiered",
            residential("山东", "2026-06", "5000", "0", multi_person_quota=True, household_members=5),
            "2848.50",  # E9 with the quota: tier 2 keeps its limit
        ),
        (
            "late_fee",
            {"category": "residential", "amount": "300", "due_date": "2026-06-25", "pay_date": "2026-07-15"},
            "6.00",  # E10
        ),
        (
            "late_fee",
            {"category": "residential", "amount": "100", "due_date": "2026-06-25", "pay_date": "2026-06-30"},
            "1.00",  # E10, 0.50 topped up
        ),
        (
            "late_fee",
            {"category": "commercial", "amount": "10000", "due_date": "2026-12-20", "pay_date": "2027-01-10"},
            "520.00",  # E11
        ),
        (
            "two_part",
            {"basis": "contract_demand", "contract_demand_kw": "300", "max_demand_kw": "330", "demand_price": "44.8"},
            "14784.00",  # E12
        ),
        ("power_factor", {"standard": "0.90", "power_factor": "0.82", "base_amount": "20000"}, "800.00"),  # E13
    ],
)
def test_the_worked_examples_come_out_to_the_cent(kind, source, expected):
    assert total(kind, source) == expected


def test_e14_a_large_household_settled_by_month_pays_216_instead_of_246():
    row = TieredRow(
        id="bank-example",
        province="示例",
        customer_class="residential",
        settlement="month",
        prices=(Decimal("0.5"), Decimal("0.6"), Decimal("0.8")),
        monthly_limits=(Decimal(180), Decimal(280)),
        source="培训题库例题",
        confidence="M",
    )

    def bill(has_quota):
        household = Household(
            "示例", date(2026, 6, 1), False, "lt1kv", Decimal(999), has_quota, 12 if has_quota else 0, 12, Decimal(0)
        )
        return sum(kwh * price for kwh, price in zip(household.tiers_of(Decimal(400), row), row.prices, strict=True))

    assert (bill(False), bill(True)) == (Decimal("246.0"), Decimal("216.0"))


def test_the_quota_moves_tier_two_outside_shandong():
    quota = {"multi_person_quota": True, "household_members": 6, "quota_months": 12}
    zhejiang = calculate("residential_tiered", residential("浙江", "2026-12", "300", "5900", **quota))
    assert zhejiang.tiers == (0, 100, 200)
    shandong = calculate("residential_tiered", residential("山东", "2026-12", "300", "4700", **quota))
    assert shandong.tiers == (0, 100, 200)


def test_a_quota_is_in_doubt_only_where_the_move_of_tier_two_matters():
    def confidence(before, **more):
        quota = {"multi_person_quota": True} | more
        return calculate("residential_tiered", residential("浙江", "2026-12", "300", before, **quota)).tariff.confidence

    assert [confidence("3000"), confidence("4700"), confidence("4700", tiers_shift=False)] == ["H", "L", "H"]


def test_a_quota_for_part_of_the_year_counts_its_months_only():
    quota = {"multi_person_quota": True, "household_members": 5, "quota_months": 7}
    bill = calculate("residential_tiered", residential("浙江", "2026-12", "300", "3400", **quota))
    assert bill.tiers == (60, 240, 0)  # 2760 + 700 = 3460


def test_a_new_account_has_the_limits_of_its_months():
    bill = calculate("residential_tiered", residential("湖北", "2026-12", "300", "600", months_connected=4))
    assert bill.tiers == (120, 180, 0)  # 4 × 180 = 720
    both = {"months_connected": 4, "multi_person_quota": True}
    bill = calculate("residential_tiered", residential("湖北", "2026-12", "700", "900", **both))
    assert bill.tiers == (220, 480, 0)  # 720 + 4 × 100


def test_free_energy_costs_nothing_and_fills_no_tier():
    bill = calculate("residential_tiered", residential("山东", "2026-06", "115", "0", low_income=True))
    assert (str(bill.total), bill.tiers) == ("54.69", (100, 0, 0))
    same = calculate("residential_tiered", residential("山东", "2026-06", "115", "0", customer_type="low_income"))
    assert same.total == bill.total
    bill = calculate("residential_tiered", residential("湖北", "2026-06", "8", "0", free_kwh="10"))
    assert str(bill.total) == "0.00"
    bill = calculate("residential_tiered_tou", time_of_use("山东", "2026-06", "10", "105", "0", low_income=True))
    assert bill.tiers == (100, 0, 0)


def test_combined_customers_pay_one_price_by_voltage():
    def combined(province, voltage):
        source = {"province": province, "year_month": "2026-06", "customer_type": "combined", "kwh": "100"}
        return total("residential_tiered", source | {"voltage": voltage, "household_members": 7})

    assert combined("浙江", "lt1kv") == "55.80"
    assert combined("浙江", "1-10kV") == combined("浙江", "1_10kv") == "53.80"
    assert combined("浙江", "rural") == "50.80"
    assert combined("山东", ">=1kV") == combined("山东省", "ge1kv") == "50.10"
    assert combined("湖北", "lt1kv") == "58.00"


def test_the_heating_season_of_shandong_runs_from_november_through_march():
    def valley_price(month):
        bill = calculate("residential_tiered_tou", time_of_use("山东", month, "0", "100", "0"))
        return str(bill.lines[0].price)

    cheap = ["2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-11"]
    assert {month: valley_price(month) for month in cheap} == dict.fromkeys(cheap, "0.3469")
    usual = ["2021-12", "2025-10", "2026-04", "2026-07", "2026-08", "2026-10"]
    assert {month: valley_price(month) for month in usual} == dict.fromkeys(usual, "0.3769")


def test_a_late_fee_day_counts_from_the_day_after_the_due_date_through_payment():
    def fee(category, due, paid, amount="1000"):
        source = {"category": category, "amount": amount, "due_date": due, "pay_date": paid}
        return total("late_fee", source)

    assert fee("commercial", "2026-06-25", "2026-06-25") == "0.00"
    assert fee("commercial", "2026-06-25", "2026-06-26") == "2.00"
    assert fee("commercial", "2026-12-30", "2027-01-01") == "5.00"  # one day at 2 ‰, one at 3 ‰
    assert fee("agricultural", "2025-12-31", "2027-01-01") == "1098.00"  # 366 days of later years
    assert fee("residential", "2025-12-31", "2027-01-01") == "366.00"
    assert fee("residential", "2026-06-25", "2026-07-25", amount="0") == "0.00"
    assert fee("residential", "2026-06-25", "2026-06-26", amount="0.5") == "1.00"


@pytest.mark.parametrize(
    ("standard", "factor", "percent"),
    [
        ("0.90", "0.904", "0"),
        ("0.90", "0.905", "-0.15"),
        ("0.90", "0.95", "-0.75"),
        ("0.90", "1", "-0.75"),
        ("0.90", "0.895", "0"),
        ("0.90", "0.8949", "0.5"),
        ("0.90", "0.70", "10"),
        ("0.90", "0.69", "11"),
        ("0.90", "0.65", "15"),
        ("0.90", "0.64", "17"),
        ("0.90", "0", "145"),
        ("0.85", "0.85", "0"),
        ("0.85", "0.90", "-0.5"),
        ("0.85", "0.91", "-0.65"),
        ("0.85", "0.93", "-0.95"),
        ("0.85", "0.94", "-1.1"),
        ("0.85", "0.65", "10"),
        ("0.85", "0.60", "15"),
        ("0.85", "0.59", "17"),
        ("0.80", "0.81", "-0.1"),
        ("0.80", "0.90", "-1"),
        ("0.80", "0.91", "-1.15"),
        ("0.80", "0.99", "-1.3"),
        ("0.80", "0.60", "10"),
        ("0.80", "0.55", "15"),
        ("0.80", "0.54", "17"),
    ],
)
def test_the_power_factor_tables_have_the_right_edges(standard, factor, percent):
    bill = calculate("power_factor", {"standard": standard, "power_factor": factor, "base_amount": "10000"})
    assert bill.details["percent"] == percent
    assert bill.total == Decimal(percent) * 100


def test_contract_demand_is_billed_in_full_until_105_percent():
    def basic(demand):
        source = {"basis": "contract_demand", "contract_demand_kw": "420", "demand_price": "42"}
        return total("two_part", source | {"max_demand_kw": demand})

    assert basic("100") == basic("441") == "17640.00"
    assert basic("451") == "18480.00"  # 10 kW over, doubled


def test_a_high_load_rate_lowers_the_demand_price_only_where_it_applies():
    def basic(kwh, flag):
        source = {"basis": "actual_demand", "max_demand_kw": "100", "demand_price": "40", "capacity_kva": "100"}
        energy = [{"period": "flat", "kwh": kwh, "price": "0"}]
        return total("two_part", source | {"energy": energy, "load_rate_discount": flag})

    assert basic("26000", True) == "3600.00"
    assert basic("25999.99", True) == basic("26000", False) == "4000.00"


def test_a_suspension_counts_from_fifteen_days_on():
    def basic(**more):
        return total("two_part", {"basis": "capacity", "capacity_kva": "630", "capacity_price": "28"} | more)

    assert basic(suspended_days=14, days_in_month=30) == "17640.00"
    assert basic(suspended_days=15, days_in_month=30) == "8820.00"
    assert basic(used_days=10, year_month="2026-06") == "5880.00"
    assert basic(suspended_days=8, days_in_month=30, suspended_days_total=20) == "12936.00"
    assert basic(suspended_days=30, days_in_month=30, suspended_kva="315") == "8820.00"


def test_meter_readings_become_energy():
    def kwh(*segments, **more):
        return calculate("meter", {"segments": list(segments), "unit_price": "0.51"} | more).details["energy_kwh"]

    old, new = {"previous": "1000", "current": "1300"}, {"previous": "0", "current": "370"}
    assert kwh(old, new) == "670"
    assert str(calculate("meter", {"segments": [old, new], "unit_price": "0.51"}).total) == "341.70"
    assert kwh({"previous": "99980", "current": "20", "digits": 5}) == "40"
    assert kwh({"previous": "99980.50", "current": "20", "register_max": "99999.99", "multiplier": "10"}) == "395"
    assert kwh({"previous": "9990", "current": "5", "register_max": "10000"}) == "15"
    assert kwh({"previous": "9990", "current": "5", "rollover": True}) == "15"
    assert kwh({"previous": "9990", "current": "5", "rollover": "10000"}) == "15"


def test_a_fast_meter_is_refunded_and_a_slow_one_charged():
    fast = calculate("meter", {"kwh": "1000", "unit_price": "1", "error_percent": "2.54"})
    assert str(fast.amount_of("meter_error")) == "-24.77"
    slow = calculate("meter", {"kwh": "1000", "unit_price": "1", "error_rate": "-0.02"})
    assert str(slow.amount_of("meter_error")) == "20.41"


def test_ev_energy_may_be_given_by_hour_or_by_period():
    hours = {str(hour): "1" for hour in range(24)}
    by_hour = calculate("ev_tou", {"province": "湖北", "kwh_by_hour": hours})
    by_period = calculate(
        "ev_tou",
        {
            "province": "湖北",
            "year_month": "2026-06",
            "kwh_by_period": {"valley": "8", "flat": "10", "peak": "4", "tip": "2"},
        },
    )
    assert by_hour.total == by_period.total == Decimal("13.52")
    assert by_hour.details == by_period.details
    listed = [{"period": "valley", "kwh": "8"}, {"period": "tip", "kwh": "2"}]
    assert str(calculate("ev_tou", {"province": "湖北", "energy": listed}).total) == "5.00"
    assert str(calculate("ev_tou", {"province": "湖北", "kwh_by_hour": [{"hour": "23", "kwh": "8"}]}).total) == "3.44"
    single = calculate("ev_tou", {"province": "湖北省", "valley_kwh": "100"})
    assert str(single.total) == "43.00"
