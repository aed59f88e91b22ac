"""Agency purchase as the sum of its published parts, and agriculture."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tariffs import InvalidInput, calculate
from tariffs.money import total_of

SHANGHAI = {"province": "上海", "year_month": "2026-08", "scheme": "single_part", "level": "lt1kv"}
FARM = {"use": "planting", "energy": [{"kwh": "1000", "price": "0.5"}]}


def agency(*energy, **more):
    entries = [{"period": period, "kwh": kwh} for period, kwh in energy]
    return calculate("agency_purchase", SHANGHAI | {"energy": entries} | more)


@pytest.mark.parametrize(
    ("period", "published"), [("peak", "0.941813"), ("flat", "0.798213"), ("valley", "0.475113"), ("all", "0.798213")]
)
def test_the_parts_add_up_to_the_published_price(period, published):
    bill = agency((period, "1000000"))
    assert abs(bill.total - Decimal(published) * 1_000_000) < Decimal("0.5")  # published with six decimals
    assert total_of(line.amount for line in bill.lines) == bill.total
    assert {line.item for line in bill.lines} == {"purchase", "losses", "transmission", "system", "funds"}
    assert (bill.tariff.source, bill.tariff.confidence) == ("上海市2026年8月代理购电工商业用户电价表", "M")


def test_a_two_part_customer_pays_demand_at_the_price_on_record():
    basic = {"basis": "contract_demand", "contract_demand_kw": "300", "max_demand_kw": "330"}
    bill = agency(("flat", "0"), **basic, scheme="two_part", level="1_10kv")
    assert str(bill.total) == "14784.00"  # E12
    by_capacity = agency(("flat", "0"), basis="capacity", capacity_kva="315", scheme="two_part", level="1_10kv")
    assert str(by_capacity.total) == "8820.00"  # 315 × 28


def test_who_left_the_market_pays_half_as_much_again_for_the_purchase_only():
    usual, dearer = agency(("flat", "100000")), agency(("flat", "100000"), left_market=True)
    assert str(dearer.total - usual.total) == "21444.95"  # 100000 × 0.428899 / 2


def test_funds_are_outside_the_power_factor():
    bill = agency(("flat", "100000"), pf_standard="0.90", power_factor="0.82")
    base = bill.total - bill.amount_of("power_factor", "funds")
    assert bill.amount_of("power_factor") == (base * 4 / 100).quantize(Decimal("0.01"))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"year_month": "2026-09"}, "components.purchase"),
        ({"province": "湖北", "scheme": "two_part", "level": "ge220kv"}, "components.purchase"),
        ({"level": "35kv"}, "components.transmission"),
        ({"level": "ultra"}, "level"),
        ({"scheme": "three_part"}, "scheme"),
        ({"basis": "capacity"}, "basis"),
        ({"energy": [{"period": "tip", "kwh": "1"}]}, "ratios.tip"),
        ({"energy": [{"period": "flat", "kwh": "1"}] * 2}, "energy.1.period"),
        ({"energy": [{"period": "flat", "kwh": "1"}, {"kwh": "1"}]}, "energy"),
        ({"energy": []}, "energy"),
        ({"components": {"magic": "1"}}, "components.magic"),
        ({"ratios": {"peak": "1.5"}, "time_of_use_on": ["losses"]}, "time_of_use_on"),
    ],
)
def test_a_part_that_is_not_on_record_is_asked_for_and_never_guessed(change, field):
    with pytest.raises(InvalidInput) as refusal:
        calculate("agency_purchase", SHANGHAI | {"energy": [{"period": "flat", "kwh": "1"}]} | change)
    assert refusal.value.field == field


def test_a_province_with_parts_from_its_published_table_is_billed_and_says_which_were_given():
    parts = {"purchase": "0.4", "losses": "0.01", "system": "0.03"}
    where = {"province": "湖北", "year_month": "2026-11", "scheme": "two_part", "level": "ge220kv"}
    basic = {"basis": "actual_demand", "max_demand_kw": "100", "demand_price": "40", "components": parts}
    bill = calculate("agency_purchase", where | basic | {"energy": [{"kwh": "1000"}]})
    assert str(bill.total) == "4554.60"  # 1000 × (0.4 + 0.01 + 0.0694 + 0.03 + 0.0452) + 4000
    assert bill.details["given"] == ["purchase", "losses", "system"]
    assert bill.tariff.source == "发改价格〔2026〕1077号"


def test_agriculture_pays_its_energy_and_the_power_factor_from_100_kva_on():
    assert str(calculate("agricultural", FARM).total) == "500.00"
    assessed = calculate("agricultural", FARM | {"capacity_kva": "100", "power_factor": "0.75"})
    assert (str(assessed.total), assessed.details["pf_standard"]) == ("512.50", "0.80")
    station = FARM | {"use": "irrigation_station", "power_factor": "0.85"}
    assert calculate("agricultural", station | {"capacity_kva": "3199"}).details["pf_standard"] == "0.85"
    assert calculate("agricultural", station | {"capacity_kva": "3200"}).details["pf_standard"] == "0.90"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"use": "farm_stay"}, "use"),
        ({"use": "processing_workshop"}, "use"),
        ({"use": "casino"}, "use"),
        ({"energy": None}, "energy"),
        ({"energy": [{"kwh": "1"}]}, "energy.0.price"),
        ({"power_factor": "0.9"}, "capacity_kva"),
        ({"power_factor": "0.9", "capacity_kva": "99"}, "power_factor"),
        ({"fund_price": "0.0452", "province": "湖北", "year_month": "2026-06"}, "fund_price"),
        ({"year_month": "2010-06"}, "year_month"),
    ],
)
def test_what_is_not_agriculture_or_not_on_record_is_refused(change, field):
    with pytest.raises(InvalidInput) as refusal:
        calculate("agricultural", FARM | change)
    assert refusal.value.field == field
