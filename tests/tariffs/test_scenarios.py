"""What if some use moved to the night, the plan changed, or an appliance came: the bill before and after."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tariffs import AddAppliance, InvalidInput, MoveToValley, SwitchToTimeOfUse, what_if

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
        ("meter", {"kwh": "1", "unit_price": "1"}, AddAppliance("空调", Decimal(1), Decimal(5), 30)),
    ],
)
def test_an_impossible_change_is_refused(kind, source, change):
    with pytest.raises(InvalidInput):
        what_if(kind, source, change)
