"""Advice and forecasts stand in the evaluation; absent loads are said, not left out."""

from __future__ import annotations

import json

import duckdb
import pytest

from ops.evaluate.advice import advice_figures
from ops.evaluate.report import write_report


@pytest.fixture
def loads(tmp_path):
    """Half-hourly readings of one home for two years, 0.5 kWh each."""
    (tmp_path / "load").mkdir()
    duckdb.connect().execute(
        f"""
        COPY (SELECT 'a' AS customer_id, moment AS reading_datetime, 0.5::FLOAT AS general_supply_kwh,
                     0::FLOAT AS controlled_load_kwh
              FROM range(TIMESTAMP '2012-01-01', TIMESTAMP '2014-01-01', INTERVAL 30 MINUTE) AS t(moment))
        TO '{tmp_path}/load/sgsc_halfhourly.parquet' (FORMAT parquet)
        """
    )
    return tmp_path


def test_advice_and_forecasts_are_measured_where_there_are_loads(loads):
    found = advice_figures(loads)
    advice = found["recommendations / all"]
    assert (advice["cases"], advice["saving_of_oracle"], advice["must_be_met"]) == (3, 1.0, 1)
    assert "skipped" in found["complaint hint's method on churn"]
    forecast = found["forecast / sgsc_halfhourly.parquet, a year or more"]
    assert forecast["covered"] == 1.0
    assert forecast["median_error"] < 0.02  # all days are alike: only the lengths of the months differ
    assert forecast["median_error_naive"] < 0.04


def test_absent_loads_are_said_in_the_report(tmp_path):
    found = advice_figures(tmp_path / "nowhere")
    assert all("nowhere" in figures["skipped"] for figures in found.values())
    assert list(found) == ["recommendations", "forecast", "complaint hint's method on churn"]
    page = write_report(tmp_path, [], {"others": found, "ablation": {}}).read_text("utf-8")
    assert page.count("未运行：no records under") == 3
    assert json.loads((tmp_path / "report.json").read_text("utf-8"))["others"] == found
