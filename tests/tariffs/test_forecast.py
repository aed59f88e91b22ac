"""The next bill and the crossing into a tier, from the customer's own months, with an honest interval."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from tariffs import calculate, forecast_bill, forecast_energy, forecast_tier
from tariffs.evaluate_forecast import score_forecasts


def months(values, first=(2025, 1)):
    start = first[0] * 12 + first[1] - 1
    return {
        f"{(start + each) // 12}-{(start + each) % 12 + 1:02d}": Decimal(str(kwh)) for each, kwh in enumerate(values)
    }


def newest(kwh, before, month="2026-10", province="湖北", **more):
    return {"province": province, "year_month": month, "kwh": str(kwh), "cumulative_before": str(before)} | more


SEASON = [150, 140, 120, 110, 130, 200, 330, 340, 210, 120, 120, 140]  # from January; a hot summer


def test_a_summer_is_expected_from_last_years_summer():
    found = forecast_energy(months([*SEASON, *SEASON[:6]]))  # January 2025 to June 2026
    assert found.months == ("2026-07",)
    assert found.is_seasonal
    assert 230 < found.kwh[0].middle < 330
    assert found.kwh[0].low <= found.kwh[0].middle <= found.kwh[0].high


def test_a_household_that_uses_more_than_last_year_is_expected_to_go_on_so():
    usual = forecast_energy(months([*SEASON, *SEASON[:6]])).kwh[0].middle
    grown = forecast_energy(months([*SEASON, *(1.3 * each for each in SEASON[:6])])).kwh[0].middle
    assert 1.25 < grown / usual < 1.35


def test_even_use_gives_a_narrow_interval_and_jumpy_use_a_wide_one():
    even = forecast_energy(months([200, 202] * 7)).kwh[0]
    jumpy = forecast_energy(months([120, 300] * 7)).kwh[0]
    assert even.high - even.low < 60
    assert jumpy.high - jumpy.low > 150


def test_fewer_than_twelve_months_know_no_season_and_fewer_than_three_give_nothing():
    short = forecast_energy(months([200] * 5))
    assert (short.is_seasonal, short.months_used) == (False, 5)
    assert forecast_energy(months([200, 210])) is None
    assert forecast_energy({}) is None
    gap = months([200] * 14)
    del gap["2026-01"]  # only one month is left after the gap
    assert forecast_energy(gap) is None


def test_the_same_months_always_give_the_same_forecast_and_empty_months_are_possible():
    history = months([200, 0, 180] * 5)
    assert forecast_energy(history, 3) == forecast_energy(history, 3)
    assert all(each.low >= 0 for each in forecast_energy(months([0] * 13)).kwh)


def test_the_interval_holds_about_four_in_five_of_customers_whose_use_varies():
    rng = random.Random(7)
    homes = {str(home): months([200 * rng.lognormvariate(0, 0.2) for _ in range(17)]) for home in range(25)}
    score = score_forecasts(homes)
    assert 0.75 <= score["a year or more"]["covered"] <= 0.95
    assert 0.70 <= score["3 months ahead"]["covered"] <= 0.97


def test_the_amounts_are_real_bills_of_the_energies():
    energy = forecast_energy(months(SEASON + SEASON[:10]))
    bill = forecast_bill(newest(120, 1880), "residential_tiered", "2026-10", energy)
    assert bill.month == "2026-11"
    expected = calculate("residential_tiered", newest(bill.kwh.middle, 2000, "2026-11"))
    assert bill.total.middle == expected.total
    assert bill.total.low <= bill.total.middle <= bill.total.high
    assert (bill.tariff.source, bill.note) == ("湖北省居民生活用电价格表", "")


def test_in_january_the_tiers_begin_anew():
    energy = forecast_energy(months(SEASON))
    bill = forecast_bill(newest(140, 5000, "2025-12"), "residential_tiered", "2025-12", energy)
    assert bill.total.middle == calculate("residential_tiered", newest(bill.kwh.middle, 0, "2026-01")).total


def test_time_of_use_keeps_its_shares_and_business_its_prices():
    energy = forecast_energy(months([200] * 13))
    tou = {"province": "山东", "year_month": "2026-01", "peak_kwh": "150", "valley_kwh": "50", "cumulative_before": "0"}
    found = forecast_bill(tou, "residential_tiered_tou", "2026-01", energy)
    assert str(found.kwh.middle) == "188"
    coming = {"year_month": "2026-02", "peak_kwh": "141", "valley_kwh": "47", "cumulative_before": "200"}
    assert found.total.middle == calculate("residential_tiered_tou", tou | coming).total
    last_february = tou | {"year_month": "2025-02", "peak_kwh": "100", "valley_kwh": "100"}
    other = forecast_bill(tou, "residential_tiered_tou", "2026-01", energy, last_february)
    shares = {"peak_kwh": "94", "valley_kwh": "94"}
    assert other.total.middle == calculate("residential_tiered_tou", tou | coming | shares).total
    shop = {
        "energy": [{"period": "peak", "kwh": "100", "price": "1.2"}, {"period": "flat", "kwh": "100", "price": "0.8"}]
    }
    bill = forecast_bill(shop, "single_part", "2026-01", energy)
    assert str(bill.total.middle) == "188.00"
    assert "当月公布" in bill.note


@pytest.mark.parametrize(
    ("kind", "source", "words"),
    [
        ("residential_tiered", newest(200, 0, province="蒙西"), "核实"),
        ("residential_tiered", newest(200, 0, province="河南"), "核实"),
        ("two_part", {"basis": "capacity", "capacity_kva": "100", "capacity_price": "28"}, "需量"),
    ],
)
def test_no_amount_is_named_where_the_price_is_unverified_or_demand_decides(kind, source, words):
    bill = forecast_bill(source, kind, "2026-10", forecast_energy(months([200] * 13)))
    assert (bill.total, bill.tariff) == (None, None)
    assert words in bill.note


def test_the_crossing_into_tier_two_has_a_month_and_a_chance():
    energy = forecast_energy(months([200] * 18), 6)  # July to December 2026
    found = forecast_tier(newest(200, 1000, "2026-06"), "residential_tiered", "2026-06", energy)
    assert (found.tier, found.limit, found.used) == (2, 2160, 1200)
    assert found.likely_month == "2026-11"  # 960 left, 200 a month
    assert found.earliest <= found.likely_month <= found.latest
    assert found.probability > Decimal("0.9")
    assert found.tariff.confidence == "M"


def test_who_is_far_from_the_limit_does_not_cross():
    energy = forecast_energy(months([100] * 18), 6)
    found = forecast_tier(newest(100, 500, "2026-06"), "residential_tiered", "2026-06", energy)
    assert (found.probability, found.likely_month, found.earliest) == (0, None, None)


def test_who_is_in_tier_two_is_told_about_tier_three_and_who_is_there_nothing():
    energy = forecast_energy(months([500] * 18), 6)
    assert forecast_tier(newest(500, 2500, "2026-06"), "residential_tiered", "2026-06", energy).tier == 3
    assert forecast_tier(newest(500, 5000, "2026-06"), "residential_tiered", "2026-06", energy) is None


def test_in_december_the_crossing_is_that_of_the_coming_year():
    energy = forecast_energy(months([200] * 12), 12)
    found = forecast_tier(newest(200, 2200, "2025-12"), "residential_tiered", "2025-12", energy)
    assert (found.tier, found.used, found.likely_month[:4]) == (2, 0, "2026")


def test_there_is_no_tier_to_cross_for_combined_business_or_unverified_customers():
    energy = forecast_energy(months([200] * 13))
    for kind, source in [
        ("residential_tiered", newest(200, 0, customer_type="combined")),
        ("residential_tiered", newest(200, 0, province="河南")),
        ("single_part", {"energy": [{"kwh": "1", "price": "1"}]}),
    ]:
        assert forecast_tier(source, kind, "2026-10", energy) is None
