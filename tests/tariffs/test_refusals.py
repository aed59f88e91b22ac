"""What cannot be billed is refused with the field named and a Chinese sentence, never guessed."""

from __future__ import annotations

import re

import pytest

from tariffs import InvalidInput, calculate

HOUSEHOLD = {"province": "湖北", "year_month": "2026-06", "kwh": "100", "cumulative_before": "0"}
TOU = {"province": "山东", "year_month": "2026-06", "peak_kwh": "1", "valley_kwh": "1", "cumulative_before": "0"}
LATE = {"category": "residential", "amount": "10", "due_date": "2026-06-25", "pay_date": "2026-07-01"}
FACTOR = {"standard": "0.90", "power_factor": "0.9", "base_amount": "1"}
CONTRACT = {"basis": "contract_demand", "contract_demand_kw": "1", "max_demand_kw": "1", "demand_price": "1"}
METER = {"segments": [{"previous": "10", "current": "20"}], "unit_price": "1"}


@pytest.mark.parametrize(
    ("kind", "source", "field"),
    [
        ("water", {}, "kind"),
        ("residential_tiered", [], "input"),
        ("residential_tiered", {}, "kwh"),
        ("residential_tiered", HOUSEHOLD | {"kwh": ""}, "kwh"),
        ("residential_tiered", HOUSEHOLD | {"kwh": "-1"}, "kwh"),
        ("residential_tiered", HOUSEHOLD | {"kwh": "NaN"}, "kwh"),
        ("residential_tiered", HOUSEHOLD | {"kwh": "1e9"}, "kwh"),
        ("residential_tiered", HOUSEHOLD | {"kwh": "三百度"}, "kwh"),
        ("residential_tiered", HOUSEHOLD | {"kwh": True}, "kwh"),
        ("residential_tiered", HOUSEHOLD | {"kwh": ["1"]}, "kwh"),
        ("residential_tiered", HOUSEHOLD | {"kwh": "9" * 40}, "kwh"),
        ("residential_tiered", HOUSEHOLD | {"cumulative_before": None}, "cumulative_before"),
        ("residential_tiered", HOUSEHOLD | {"province": "火星"}, "province"),
        ("residential_tiered", HOUSEHOLD | {"province": ""}, "province"),
        ("residential_tiered", HOUSEHOLD | {"province": "内蒙古"}, "province"),
        ("residential_tiered", HOUSEHOLD | {"province": "安徽"}, "province"),
        ("residential_tiered", HOUSEHOLD | {"year_month": "2026-13"}, "year_month"),
        ("residential_tiered", HOUSEHOLD | {"year_month": "去年"}, "year_month"),
        ("residential_tiered", HOUSEHOLD | {"province": "山东", "year_month": "2018-06"}, "year_month"),
        ("residential_tiered", HOUSEHOLD | {"year_month": "2015-06"}, "year_month"),
        ("late_fee", LATE | {"due_date": "1990-06-25", "pay_date": "1990-07-01"}, "due_date"),
        ("two_part", CONTRACT | {"year_month": "2020-06"}, "year_month"),
        ("residential_tiered", HOUSEHOLD | {"multi_person_qouta": True}, "multi_person_qouta"),
        ("residential_tiered", HOUSEHOLD | {"multi_person_quota": "maybe"}, "multi_person_quota"),
        (
            "residential_tiered",
            HOUSEHOLD | {"multi_person_quota": True, "household_members": 4},
            "household_members",
        ),
        ("residential_tiered", HOUSEHOLD | {"multi_person_quota": True, "quota_months": 13}, "quota_months"),
        (
            "residential_tiered",
            HOUSEHOLD | {"multi_person_quota": True, "quota_months": 6, "months_connected": 5},
            "quota_months",
        ),
        ("residential_tiered", HOUSEHOLD | {"months_connected": 0}, "months_connected"),
        ("residential_tiered", HOUSEHOLD | {"customer_type": "spaceship"}, "customer_type"),
        ("residential_tiered", HOUSEHOLD | {"customer_type": "combined", "province": "河南"}, "province"),
        ("residential_tiered", HOUSEHOLD | {"customer_type": "combined", "voltage": "rural"}, "voltage"),
        ("residential_tiered", HOUSEHOLD | {"voltage": "10kv"}, "voltage"),
        ("residential_tiered", HOUSEHOLD | {"low_income": True}, "free_kwh"),
        ("residential_tiered_tou", TOU | {"province": "湖北"}, "province"),
        ("residential_tiered_tou", TOU | {"customer_type": "combined"}, "customer_type"),
        ("residential_tiered_tou", TOU | {"kwh": "3"}, "kwh"),
        ("residential_tiered_tou", TOU | {"reading_date": "2026-02-30"}, "reading_date"),
        ("ev_tou", {"province": "山东", "valley_kwh": "1"}, "province"),
        ("ev_tou", {"province": "湖北"}, "kwh_by_hour"),
        ("ev_tou", {"province": "湖北", "kwh_by_hour": {"24": "1"}}, "kwh_by_hour"),
        ("ev_tou", {"province": "湖北", "kwh_by_hour": {"1": "-1"}}, "kwh_by_hour.1"),
        ("ev_tou", {"province": "湖北", "kwh_by_period": {"night": "1"}}, "kwh_by_period"),
        ("ev_tou", {"province": "湖北", "energy": [{"period": "tip", "kwh": "1"}] * 2}, "kwh_by_period"),
        ("ev_tou", {"province": "湖北", "energy": [{"period": "tip"}]}, "kwh_by_period.tip"),
        ("ev_tou", {"province": "湖北", "kwh": "12"}, "kwh_by_period"),
        ("ev_tou", {"province": "湖北", "year_month": "2020-01", "valley_kwh": "1"}, "year_month"),
        ("late_fee", LATE | {"category": "martian"}, "category"),
        ("late_fee", LATE | {"amount": "-5"}, "amount"),
        ("late_fee", LATE | {"due_date": "2026/06/25"}, "due_date"),
        ("late_fee", {key: LATE[key] for key in ("category", "amount", "due_date")}, "pay_date"),
        ("power_factor", FACTOR | {"standard": "0.95"}, "standard"),
        ("power_factor", FACTOR | {"power_factor": "1.01"}, "power_factor"),
        ("power_factor", FACTOR | {"base_amount": "-1"}, "base_amount"),
        ("two_part", CONTRACT | {"basis": "guess"}, "basis"),
        ("two_part", CONTRACT | {"demand_price": None}, "demand_price"),
        ("two_part", CONTRACT | {"energy": []}, "energy"),
        ("two_part", CONTRACT | {"energy": [{"period": "noon", "kwh": "1", "price": "1"}]}, "energy.0.period"),
        ("two_part", CONTRACT | {"energy": ["1"]}, "energy.0"),
        ("two_part", CONTRACT | {"power_factor": "0.9"}, "pf_standard"),
        ("two_part", CONTRACT | {"suspended_days": 20}, "days_in_month"),
        ("two_part", CONTRACT | {"suspended_days": 32, "days_in_month": 31}, "suspended_days"),
        ("two_part", CONTRACT | {"load_rate_discount": True}, "capacity_kva"),
        ("single_part", {}, "energy"),
        ("meter", METER | {"segments": []}, "segments"),
        ("meter", METER | {"segments": [{"previous": "20", "current": "10"}]}, "segments.0.current"),
        (
            "meter",
            METER | {"segments": [{"previous": "1", "current": "2", "multiplier": "0"}]},
            "segments.0.multiplier",
        ),
        ("meter", METER | {"segments": [{"previous": "1", "current": "200", "digits": 2}]}, "segments.0.current"),
        ("meter", METER | {"segments": [METER["segments"][0] | {"multiplier": "9" * 9}]}, "segments.0.multiplier"),
        ("meter", METER | {"error_rate": "2.54"}, "error_rate"),
        ("meter", METER | {"error_rate": "-1"}, "error_rate"),
    ],
)
def test_an_impossible_input_is_refused_naming_the_field(kind, source, field):
    with pytest.raises(InvalidInput) as refusal:
        calculate(kind, source)
    assert refusal.value.field == field
    assert re.search(r"[\u4e00-\u9fff]", refusal.value.detail)


def test_unverified_tables_calculate_and_are_marked():
    wire = calculate("residential_tiered", HOUSEHOLD | {"province": "蒙西"}).to_wire()
    assert wire["total"] == "41.50"
    assert wire["tariff"]["confidence"] == "L"
    assert wire["tariff"]["unverified"] is True
    assert "unverified" not in calculate("residential_tiered", HOUSEHOLD).to_wire()["tariff"]


def test_the_largest_inputs_are_still_exact():
    largest, longest = "9" * 12, "9" * 12 + "." + "9" * 12
    bill = calculate("residential_tiered", HOUSEHOLD | {"kwh": longest, "cumulative_before": "4800"})
    assert str(bill.total) == "858000000000.00"
    segments = [{"previous": "0", "current": longest, "multiplier": "1000000"}] * 100
    assert len(str(calculate("meter", {"segments": segments, "unit_price": "100"}).total)) == 25
    source = {"basis": "capacity", "capacity_kva": largest, "capacity_price": "100000"}
    assert str(calculate("two_part", source).total) == "99999999999900000.00"
