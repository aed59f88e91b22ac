"""Why a bill is higher: parts that sum exactly to the difference, and causes with what to check."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from tariffs import BilledMonth, InvalidInput, compare_bills
from tests.tariffs import test_second_opinion as cases


def tiered(month, days, kwh, before, province="湖北", **more):
    source = {"province": province, "year_month": month, "kwh": kwh, "cumulative_before": before}
    return BilledMonth(month, days, "residential_tiered", source, **more)


def time_of_use(month, days, peak, valley, before):
    source = {"province": "山东", "year_month": month, "cumulative_before": before}
    return BilledMonth(month, days, "residential_tiered_tou", source | {"peak_kwh": peak, "valley_kwh": valley})


def parts_of(comparison):
    return {part.key: str(part.amount) for part in comparison.parts}


def test_a_bill_that_crosses_into_tier_two_says_how_much_the_tier_costs():
    comparison = compare_bills(tiered("2026-09", 30, "240", "1780"), tiered("2026-10", 31, "260", "2020"))
    assert str(comparison.difference) == "17.16"
    assert parts_of(comparison) == {"days": "4.46", "consumption": "6.70", "tier": "6.00"}
    assert "第二档120千瓦时" in comparison.parts[2].explanation
    assert any("更高的阶梯" in cause for cause in comparison.causes)


def test_the_reset_in_january_lowers_the_bill():
    comparison = compare_bills(tiered("2025-12", 31, "300", "5000"), tiered("2026-01", 31, "300", "0"))
    assert parts_of(comparison) == {"tier": "-90.00"}
    assert comparison.causes == ()


def test_the_heating_season_and_a_shift_to_the_valley_are_told_apart():
    comparison = compare_bills(
        time_of_use("2026-10", 31, "100", "100", "0"), time_of_use("2026-11", 31, "50", "150", "200")
    )
    assert parts_of(comparison) == {"season": "-3.00", "shift": "-11.49"}


def test_a_late_fee_is_an_adjustment_and_a_first_month_is_consumption():
    comparison = compare_bills(
        tiered("2026-09", 30, "0", "0"), tiered("2026-10", 31, "100", "0", adjustments=Decimal("1.00"))
    )
    assert parts_of(comparison) == {"consumption": "55.80", "adjustments": "1.00"}


def test_a_business_bill_splits_into_energy_demand_factor_and_funds():
    def bill(month, kwh, demand, factor):
        source = {"basis": "contract_demand", "contract_demand_kw": "420", "demand_price": "42"}
        energy = [{"period": "flat", "kwh": kwh, "price": "0.6312"}]
        source |= {
            "max_demand_kw": demand,
            "energy": energy,
            "pf_standard": "0.90",
            "power_factor": factor,
            "fund_price": "0.0452",
        }
        return BilledMonth(month, 30, "two_part", source)

    comparison = compare_bills(bill("2026-06", "142000", "432", "0.86"), bill("2026-07", "148000", "447", "0.85"))
    assert set(parts_of(comparison)) == {"consumption", "demand", "power_factor", "funds"}
    assert sum(part.amount for part in comparison.parts) == comparison.difference
    assert parts_of(comparison)["demand"] == "504.00"


def test_a_recorded_total_that_does_not_follow_from_the_rules_needs_a_person():
    comparison = compare_bills(
        tiered("2026-09", 30, "240", "1780", recorded=Decimal("133.92")),
        tiered("2026-10", 31, "260", "2020", recorded=Decimal("151.10")),
    )
    assert comparison.needs_review
    exact = tiered("2026-10", 31, "260", "2020", recorded=Decimal("151.08"))
    assert not compare_bills(tiered("2026-09", 30, "240", "1780"), exact).needs_review


def test_bills_of_different_classes_are_not_compared():
    other = BilledMonth("2026-10", 31, "meter", {"kwh": "1", "unit_price": "1"})
    with pytest.raises(InvalidInput):
        compare_bills(tiered("2026-09", 30, "240", "0"), other)


@pytest.mark.parametrize("make", [cases.residential_tiered, cases.residential_tiered_tou, cases.two_part])
def test_the_parts_always_sum_exactly_to_the_difference(make):
    rng = random.Random(f"parts {make.__name__}")
    checked = 0
    while checked < 150:
        first, second = make(rng), make(rng)
        if "province" in first:
            second["province"] = first["province"]
        if make is cases.two_part and not (first.get("energy") and second.get("energy")):
            continue
        bills = [BilledMonth("2026-07", rng.randint(25, 35), make.__name__, each) for each in (first, second)]
        comparison = compare_bills(*bills)
        assert sum(part.amount for part in comparison.parts) == comparison.difference
        assert comparison.difference == bills[1].total - bills[0].total
        assert all(part.explanation for part in comparison.parts)
        checked += 1


def test_a_part_that_is_only_rounding_is_not_shown():
    comparison = compare_bills(
        time_of_use("2026-09", 30, "180", "230", "3225"), time_of_use("2026-10", 31, "150", "215", "3635")
    )
    assert set(parts_of(comparison)) == {"days", "consumption", "shift"}
    assert sum(part.amount for part in comparison.parts) == comparison.difference
