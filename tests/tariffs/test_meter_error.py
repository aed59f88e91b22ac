"""A meter test outside tolerance: the months are billed again; a meter replaced in a month: both readings add up."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tariffs import AddAppliance, BilledMonth, InvalidInput, calculate, compare_bills, what_if

OLD, NEW = {"previous": "1000", "current": "1300"}, {"previous": "0", "current": "370"}


def household(month, kwh, before, province="湖北"):
    source = {"province": province, "year_month": month, "kwh": kwh, "cumulative_before": before}
    return {"kind": "residential_tiered", "input": source}


def refund(error, *bills, tolerance="2"):
    source = {"error_percent": error, "tolerance_percent": tolerance, "bills": list(bills)}
    return calculate("meter_error_refund", source)


def test_the_worked_example_of_a_fast_meter():
    bill = {"kind": "single_part", "input": {"energy": [{"kwh": "1000", "price": "1"}]}}
    result = refund("2.54", bill)
    assert str(result.total) == "-24.77"  # 1000 × 2.54 % / 1.0254
    assert result.details["outcome"] == "refund"
    assert result.details["needs_consent"]
    assert result.details["months"][0]["corrected_kwh"] == "975.2292"


def test_an_error_inside_the_tolerance_changes_nothing():
    result = refund("2", household("2026-06", "300", "0"))
    assert (str(result.total), result.details["outcome"]) == ("0.00", "within_tolerance")
    assert refund("2.01", household("2026-06", "300", "0")).total < 0


def test_a_slow_meter_is_charged_further():
    result = refund("-10", household("2026-06", "90", "0"))
    assert (str(result.total), result.details["outcome"]) == ("5.58", "charge")  # 10 kWh × 0.558


def test_a_refund_comes_from_the_tier_that_was_reached_and_lowers_the_next_month_too():
    # right: 100 and 100 instead of 110 and 110; before 2100 in a tier of 2160
    result = refund("10", household("2026-08", "110", "2210"), household("2026-07", "110", "2100"))
    july, august = result.details["months"]
    assert (july["billed"], july["right"]) == ("63.88", "57.80")  # 60 + 50 in tier 2, then 60 + 40
    assert (august["billed"], august["right"]) == ("66.88", "60.80")
    assert str(result.total) == "-12.16"


def test_a_later_month_measured_rightly_only_moves_in_its_tiers():
    later = household("2026-08", "110", "2150") | {"is_affected": False}
    result = refund("10", household("2026-07", "110", "2040"), later)
    assert [str(line.amount) for line in result.lines] == ["-5.58", "-0.50"]  # 10 kWh in tier 1; 10 kWh less in tier 2
    assert result.details["months"][1]["corrected_kwh"] == "110"


def test_the_year_before_does_not_lower_the_year_after():
    alone = refund("10", household("2026-01", "3000", "0")).total
    both = refund("10", household("2025-12", "110", "0"), household("2026-01", "3000", "0"))
    assert both.lines[1].amount == alone


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"tolerance_percent": None}, "tolerance_percent"),
        ({"error_percent": "-99.5"}, "error_percent"),
        ({"bills": []}, "bills"),
        ({"bills": [household("2026-06", "1", "0")] * 2}, "bills"),
        ({"bills": [{"kind": "two_part", "input": {}}]}, "bills.0.kind"),
        ({"bills": [household("2026-06", "-1", "0")]}, "bills.0.input.kwh"),
        ({"bills": [household("2026-06", None, "0")]}, "bills.0.input.kwh"),
        ({"bills": ["all"]}, "bills.0"),
    ],
)
def test_what_the_report_must_say_is_never_assumed(change, field):
    source = {"error_percent": "3", "tolerance_percent": "2", "bills": [household("2026-06", "100", "0")]} | change
    with pytest.raises(InvalidInput) as refusal:
        calculate("meter_error_refund", source)
    assert refusal.value.field == field


def test_the_readings_of_a_replaced_meter_add_up_in_a_household_bill():
    source = household("2026-06", None, "1800")["input"] | {"segments": [OLD, NEW]}
    bill = calculate("residential_tiered", source)
    assert bill.tiers == (360, 310, 0)
    assert bill.total == calculate("residential_tiered", source | {"segments": None, "kwh": "670"}).total
    tou = {"province": "山东", "year_month": "2026-06", "cumulative_before": "0"}
    by_reading = calculate("residential_tiered_tou", tou | {"peak_segments": [OLD, NEW], "valley_segments": [NEW]})
    assert by_reading.total == calculate("residential_tiered_tou", tou | {"peak_kwh": 670, "valley_kwh": 370}).total


def test_energy_and_readings_together_are_refused():
    with pytest.raises(InvalidInput) as refusal:
        calculate("residential_tiered", household("2026-06", "670", "0")["input"] | {"segments": [OLD, NEW]})
    assert refusal.value.field == "kwh"


def test_a_month_with_a_replaced_meter_is_compared_and_asked_about_like_any_other():
    source = household("2026-06", None, "0")["input"] | {"segments": [OLD, NEW]}
    before = BilledMonth("2026-05", 31, "residential_tiered", household("2026-05", "600", "0")["input"])
    comparison = compare_bills(before, BilledMonth("2026-06", 30, "residential_tiered", source))
    assert sum(part.amount for part in comparison.parts) == comparison.difference == Decimal("39.06")
    assert what_if(
        "residential_tiered", source, AddAppliance("空调", Decimal(1), Decimal(1), 10)
    ).difference == Decimal("5.58")
