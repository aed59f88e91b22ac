"""Half-hours of real homes become months and hours; what is incomplete is left out."""

from __future__ import annotations

import duckdb
import pytest

from customers.households import household_connection


@pytest.fixture
def connection(tmp_path):
    """One home, 0.5 kWh each half hour of two months; three hours of the first month and half of the second missing."""
    path = tmp_path / "sgsc_halfhourly.parquet"
    duckdb.connect().execute(
        f"""
        COPY (SELECT 'a' AS customer_id, moment AS reading_datetime, 0.5::FLOAT AS general_supply_kwh,
                     0::FLOAT AS controlled_load_kwh
              FROM range(TIMESTAMP '2012-01-01 00:30', TIMESTAMP '2012-02-15', INTERVAL 30 MINUTE) AS t(moment)
              WHERE NOT (moment >= TIMESTAMP '2012-01-05 10:00' AND moment < TIMESTAMP '2012-01-05 13:00'))
        TO '{path}' (FORMAT parquet)
        """
    )
    return household_connection(path)


def test_a_month_nearly_whole_is_scaled_up_and_half_a_month_is_none(connection):
    assert connection.execute("SELECT month, round(kwh, 3) FROM months").fetchall() == [("2012-01", 744.0)]


def test_only_whole_hours_are_readings(connection):
    hours = connection.execute("SELECT count(*), min(read_at)::VARCHAR, max(kwh) FROM readings").fetchone()
    assert hours == (45 * 24 - 3 - 1, "2012-01-01 01:00:00", 1.0)
