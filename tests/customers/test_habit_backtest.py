"""What is said of the peak and of a car is held against the months that came."""

from __future__ import annotations

from customers.habit_backtest import cars, habit_backtest, score_told, shifts
from customers.loads import MonthLoad
from tests.customers.builders import month_name

EVEN = tuple([10.0] * 24)
NIGHT_ONLY = [1 / 8 if hour in (23, 0, 1, 2, 3, 4, 5, 6) else 0.0 for hour in range(24)]
EVENING_ONLY = [1.0 if hour == 20 else 0.0 for hour in range(24)]


def load(*scales):
    """Twelve months for each scale of an even load, from 2025-10 on."""
    return tuple(
        MonthLoad(month_name(position), tuple(kwh * scale for kwh in EVEN))
        for position, scale in enumerate(scale for scale in scales for _ in range(12))
    )


def test_an_even_life_keeps_the_promise_and_half_a_life_does_not():
    kept = score_told(list(shifts([("even", load(1, 1))], ["浙江"])))
    assert (kept["advised"], kept["promise_kept"], kept["worse_off_by_more_than_1_percent"]) == (1, 1.0, 0)
    halved = score_told(list(shifts([("halved", load(1, 0.5))], ["浙江"])))
    assert halved["promise_kept"] == 0.0
    assert 0.4 < halved["came_of_promised_median"] < 0.6


def test_a_car_that_charges_at_night_saves_and_one_at_eight_in_the_evening_loses():
    night, evening = (score_told(list(cars([("home", load(1, 1))], hours))) for hours in (NIGHT_ONLY, EVENING_ONLY))
    assert (night["advised"], night["promise_kept"], night["saving_of_oracle"]) == (1, 1.0, 1.0)
    assert evening["worse_off_by_more_than_1_percent"] == 1


def test_too_few_months_are_left_out(tmp_path):
    assert list(shifts([("short", load(1))])) == []
    assert habit_backtest(tmp_path) == {}
