"""What must hold for every input, searched by hypothesis."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tariffs import calculate
from tariffs.money import total_of

PROVINCES = ["山东", "浙江", "河南", "湖北", "江苏", "北京"]
TOU_PROVINCES = ["山东", "浙江", "河南", "江苏"]
LIMITS = [(210, 400), (230, 400), (180, 260), (180, 400), (230, 400), (240, 400)]
MONTHLY_LIMITS = dict(zip(PROVINCES, LIMITS, strict=True))
CENT = Decimal("0.01")
quick = settings(max_examples=60, deadline=None)


def decimals(top, places=2):
    return st.decimals(0, top, places=places, allow_nan=False, allow_infinity=False)


def household(province, kwh, before, **more):
    source = {"province": province, "year_month": "2026-05", "kwh": kwh, "cumulative_before": before}
    return calculate("residential_tiered", source | more)


def time_of_use(province, peak, valley, before):
    source = {"province": province, "year_month": "2026-05", "cumulative_before": before}
    return calculate("residential_tiered_tou", source | {"peak_kwh": peak, "valley_kwh": valley})


@quick
@given(st.sampled_from(PROVINCES), decimals(3000), decimals(500), decimals(6000))
def test_more_energy_never_costs_less(province, kwh, more, before):
    assert household(province, kwh + more, before).total >= household(province, kwh, before).total


@quick
@given(st.sampled_from(TOU_PROVINCES), decimals(900), decimals(900), decimals(500), decimals(6000))
def test_more_peak_or_valley_energy_never_costs_less(province, peak, valley, more, before):
    base = time_of_use(province, peak, valley, before).total
    assert time_of_use(province, peak + more, valley, before).total >= base
    assert time_of_use(province, peak, valley + more, before).total >= base


@quick
@given(st.sampled_from(PROVINCES), decimals(3000), st.sampled_from([0, 1]), st.booleans())
def test_the_bill_is_continuous_at_the_edges_of_the_tiers(province, before, edge, has_quota):
    more = {"multi_person_quota": True} if has_quota else {}
    limit = 12 * MONTHLY_LIMITS[province][edge]
    before = min(before, Decimal(limit))
    at, over = (household(province, limit - before + step, before, **more).total for step in (Decimal(0), CENT))
    assert 0 <= over - at <= Decimal("0.03")


@quick
@given(st.sampled_from(PROVINCES), decimals(800), decimals(800), decimals(6000))
def test_splitting_a_month_changes_the_total_by_rounding_only(province, first, second, before):
    whole = household(province, first + second, before).total
    split = household(province, first, before).total + household(province, second, before + first).total
    assert abs(whole - split) <= Decimal("0.03")


@quick
@given(st.sampled_from(PROVINCES), decimals(3000), decimals(6000))
def test_the_tiers_hold_all_the_energy_and_the_lines_all_the_money(province, kwh, before):
    bill = household(province, kwh, before)
    assert sum(bill.tiers) == kwh
    assert total_of(line.amount for line in bill.lines) == bill.total
    assert all(line.amount == line.amount.quantize(CENT) for line in bill.lines)


@quick
@given(st.sampled_from(PROVINCES), decimals(3000), decimals(6000), st.integers(0, 12))
def test_a_household_quota_never_makes_a_bill_dearer(province, kwh, before, months):
    with_quota = household(province, kwh, before, multi_person_quota=True, quota_months=months).total
    assert with_quota <= household(province, kwh, before).total


@quick
@given(st.lists(st.tuples(decimals(9999), decimals(9999), st.integers(1, 100)), min_size=1, max_size=6), st.randoms())
def test_the_order_of_meter_segments_does_not_matter(parts, rng):
    segments = [
        {"previous": min(a, b), "current": max(a, b), "multiplier": str(multiplier)} for a, b, multiplier in parts
    ]
    shuffled = rng.sample(segments, len(segments))
    bills = [calculate("meter", {"segments": each, "unit_price": "0.5469"}).total for each in (segments, shuffled)]
    assert bills[0] == bills[1]


@quick
@given(decimals(100000), st.integers(0, 800), st.sampled_from(["residential", "commercial"]))
def test_a_late_fee_grows_day_by_day(amount, days, category):
    due = date(2025, 11, 25)
    source = {"category": category, "amount": amount, "due_date": due.isoformat()}
    fees = [
        calculate("late_fee", source | {"pay_date": (due + timedelta(days=each)).isoformat()}).total
        for each in (days, days + 1)
    ]
    assert fees[0] <= fees[1]


@quick
@given(st.sampled_from(["0.90", "0.85", "0.80"]), st.integers(0, 99), decimals(10**6))
def test_a_better_power_factor_never_costs_more(standard, factor, base):
    source = {"standard": standard, "base_amount": base}
    factors = (f"{each / 100:.2f}" for each in (factor, factor + 1))
    bills = [calculate("power_factor", source | {"power_factor": each}).total for each in factors]
    assert bills[1] <= bills[0]
