"""What if some use moved to the night, the plan changed, or an appliance came: the bill before and after."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tariffs import (
    AddAppliance,
    AddElectricCar,
    AddHeatPump,
    InvalidInput,
    MoveShareToValley,
    MoveToValley,
    SwitchToTimeOfUse,
    calculate,
    charging_options,
    what_if,
    what_if_over,
)

TOU = {"province": "山东", "year_month": "2026-06", "peak_kwh": "150", "valley_kwh": "100", "cumulative_before": "0"}
FLAT = {"province": "湖北", "year_month": "2026-07", "kwh": "300", "cumulative_before": "2000"}


def test_moving_use_to_the_valley_saves_the_difference_of_the_prices():
    result = what_if("residential_tiered_tou", TOU, MoveToValley(Decimal(50)))
    assert str(result.difference) == "-10.00"
    assert "50千瓦时" in result.explanation


def test_switching_to_time_of_use_may_cost_or_save():
    month = {"province": "浙江", "year_month": "2026-06", "kwh": "200", "cumulative_before": "0"}
    assert what_if("residential_tiered", month, SwitchToTimeOfUse(Decimal("0.08"))).difference > 0
    assert what_if("residential_tiered", month, SwitchToTimeOfUse(Decimal("0.5"))).difference < 0


def test_an_appliance_is_priced_in_the_tier_it_reaches():
    air_conditioner = AddAppliance("空调", Decimal(1), Decimal(5), 30)
    result = what_if("residential_tiered", FLAT, air_conditioner)
    assert str(result.difference) == "91.20"  # 150 kWh, all in tier 2
    assert "150千瓦时" in result.explanation
    at_night = AddAppliance("电动汽车", Decimal(7), Decimal(1), 10, Decimal(1))
    assert str(what_if("residential_tiered_tou", TOU, at_night).difference) == "26.38"


@pytest.mark.parametrize(
    ("kind", "source", "change"),
    [
        ("residential_tiered", FLAT, MoveToValley(Decimal(10))),
        ("residential_tiered_tou", TOU, MoveToValley(Decimal(151))),
        ("residential_tiered_tou", TOU, SwitchToTimeOfUse(Decimal("0.5"))),
        ("residential_tiered", FLAT, SwitchToTimeOfUse(Decimal("1.5"))),
        ("residential_tiered", FLAT, SwitchToTimeOfUse(Decimal("0.5"))),  # 湖北 has no residential time-of-use table
        ("residential_tiered", FLAT, AddAppliance("空调", Decimal(-1), Decimal(5), 30)),
        ("residential_tiered_tou", TOU, MoveShareToValley(Decimal("1.1"))),
        ("residential_tiered", FLAT, AddHeatPump(Decimal(900), Decimal(0))),
        ("residential_tiered", FLAT, AddElectricCar(Decimal(-100), Decimal(15))),
        ("residential_tiered_tou", TOU, AddElectricCar(Decimal(100), Decimal(15), Decimal(2))),
        ("meter", {"kwh": "1", "unit_price": "1"}, AddAppliance("空调", Decimal(1), Decimal(5), 30)),
    ],
)
def test_an_impossible_change_is_refused(kind, source, change):
    with pytest.raises(InvalidInput):
        what_if(kind, source, change)


def test_an_electric_car_and_a_heat_pump_are_priced_from_what_the_customer_says():
    car = AddElectricCar(Decimal(1000), Decimal(15), Decimal("0.8"))
    driven = what_if("residential_tiered_tou", TOU, car)
    assert str(driven.difference) == "62.53"  # 120 × 0.3769 + 30 × 0.5769, rounded line by line
    assert "百公里15千瓦时" in driven.explanation
    pump = AddHeatPump(Decimal(900), Decimal(3), Decimal("0.5"))
    winter = TOU | {"year_month": "2026-01"}
    assert str(what_if("residential_tiered_tou", winter, pump).difference) == "138.57"  # 150 × 0.5769 + 150 × 0.3469
    assert "能效比3" in what_if("residential_tiered_tou", winter, pump).explanation


def test_a_share_moved_to_the_night_is_the_same_as_its_energy():
    by_share = what_if("residential_tiered_tou", TOU, MoveShareToValley(Decimal("0.4")))
    assert by_share.difference == what_if("residential_tiered_tou", TOU, MoveToValley(Decimal(60))).difference


def year(kwh, province="湖北"):
    """Twelve months of 2026 with the same energy."""
    common = {"province": province, "kwh": str(kwh)}
    return [
        (
            "residential_tiered",
            common | {"year_month": f"2026-{month:02d}", "cumulative_before": str(kwh * (month - 1))},
        )
        for month in range(1, 13)
    ]


def test_a_year_with_a_car_reaches_the_higher_tiers_earlier():
    result = what_if_over(year(200), AddElectricCar(Decimal(1000), Decimal(15)))
    whole = {"province": "湖北", "year_month": "2026-12", "cumulative_before": "0"}
    then, now = (calculate("residential_tiered", whole | {"kwh": kwh}).total for kwh in ("4200", "2400"))
    assert abs(result.difference - (then - now)) <= Decimal("0.05")  # the same but for rounding month by month
    assert result.is_verified
    assert result.tariff.source == "湖北省居民生活用电价格表"


def test_an_air_conditioner_in_summer_also_makes_the_autumn_dearer():
    result = what_if_over(year(200), AddAppliance("空调", Decimal(1), Decimal(6), 30), range(7, 10))
    summer, autumn = (
        sum(after.total - before.total for after, before in zip(result.after[part], result.before[part], strict=True))
        for part in (slice(6, 9), slice(9, 12))
    )
    assert summer > 0
    assert str(autumn) == "18.00"  # 360 kWh reach tier 2 earlier
    assert all(a.total == b.total for a, b in zip(result.after[:6], result.before[:6], strict=True))
    assert result.difference == summer + autumn


def test_a_year_of_another_class_or_with_unverified_prices_is_told_apart():
    with pytest.raises(InvalidInput):
        what_if_over([("single_part", {"energy": [{"kwh": "1", "price": "1"}]})], SwitchToTimeOfUse(Decimal(1)))
    with pytest.raises(InvalidInput):
        what_if_over([], SwitchToTimeOfUse(Decimal(1)))
    assert not what_if_over(year(100, "蒙西"), AddAppliance("空调", Decimal(1), Decimal(1), 1)).is_verified


def test_charging_options_name_only_prices_on_record():
    car = AddElectricCar(Decimal(1000), Decimal(15))
    hubei = {option.key: str(option.amount) for option in charging_options("residential_tiered", FLAT, car)}
    assert hubei == {"household_meter": "91.20", "pile_meter": "87.00", "pile_meter_valley": "64.50"}
    zhejiang = FLAT | {"province": "浙江"}
    found = charging_options("residential_tiered", zhejiang, car)
    assert {option.key: str(option.amount) for option in found} == {"household_meter": "80.70", "pile_meter": "83.70"}
    assert [option.key for option in found] == ["household_meter", "pile_meter"]  # cheapest first
    assert all(option.tariff.source for option in found)
    assert charging_options("residential_tiered", FLAT | {"province": "蒙西"}, car) == ()
