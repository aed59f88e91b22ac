"""The backtest tells right advice from wrong, on loads whose answer is known."""

from __future__ import annotations

from decimal import Decimal

import duckdb
import pytest

from customers.backtest import backtest, outcomes, score
from customers.loads import MonthLoad, australian_loads
from customers.packages.time_of_use import valley_shares
from tests.customers.builders import AS_OF, household, month_name, months_of

NIGHT = tuple([20.0] * 8 + [1.0] * 14 + [20.0] * 2)
DAY = tuple([0.1] * 8 + [15.0] * 14 + [0.1] * 2)


def load(*years):
    """Months of hourly energy from 2025-10 on, one shape a year."""
    return tuple(
        MonthLoad(month_name(position), shape) for position, shape in enumerate(s for s in years for _ in range(12))
    )


def test_a_night_user_is_advised_and_saves_and_a_day_user_is_left_alone():
    found = list(outcomes([("night", load(NIGHT, NIGHT)), ("day", load(DAY, DAY))], ["浙江"]))
    assert [each.is_advised for each in found] == [True, False]
    assert found[0].saving_after > 0 > found[1].saving_after
    result = score(found)
    assert (result["right"], result["saving_of_oracle"], result["worse_off_by_more_than_1_percent"]) == (1.0, 1.0, 0)


def test_a_habit_that_turns_round_counts_as_harm():
    result = score(list(outcomes([("turned", load(NIGHT, DAY))], ["山东"])))
    assert result["worse_off_by_more_than_1_percent"] == 1
    assert result["largest_loss_percent"] > 1
    assert result["right"] == 0.0


def test_too_few_months_are_left_out():
    assert list(outcomes([("short", load(NIGHT)), ("gap", load(NIGHT, NIGHT)[:9] + load(NIGHT, NIGHT)[10:17])])) == []


@pytest.fixture
def folder(tmp_path):
    """Half-hourly readings of one home for two years, 0.5 kWh each; one month has a hole."""
    duckdb.connect().execute(
        f"""
        COPY (SELECT 'a' AS customer_id, moment AS reading_datetime, 0.5::FLOAT AS general_supply_kwh,
                     0::FLOAT AS controlled_load_kwh
              FROM range(TIMESTAMP '2012-01-01', TIMESTAMP '2014-01-01', INTERVAL 30 MINUTE) AS t(moment)
              WHERE NOT (moment >= TIMESTAMP '2012-02-05' AND moment < TIMESTAMP '2012-02-20'))
        TO '{tmp_path}/sgsc_halfhourly.parquet' (FORMAT parquet)
        """
    )
    return tmp_path


def test_readings_become_months_and_incomplete_months_are_dropped(folder):
    ((name, months),) = australian_loads(folder / "sgsc_halfhourly.parquet")
    assert name == "au-a"
    assert [month.month for month in months][:2] == ["2024-01", "2024-03"]
    assert months[0].hours == tuple([31.0] * 24)
    scores = backtest(folder)
    assert scores["all"]["cases"] == 3
    assert scores["all"]["advised"] == 3  # an even load has 10 of 24 hours in the valley


def test_without_loads_there_is_nothing_to_score(tmp_path):
    assert backtest(tmp_path) == {}
    assert score([])["right"] == 0.0


def test_measured_months_go_before_the_share_on_record():
    measured = household(months=months_of([100] * 13, valley_kwh=Decimal(60)), valley_share=Decimal("0.1"))
    assert valley_shares(measured, AS_OF) == (Decimal("0.6"),) * 12
