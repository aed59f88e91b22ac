"""The bench of segments: both ways run on the same generated customers and say the same; the table shows it."""

from __future__ import annotations

from rich.console import Console

from ops.bench.segment_run import in_duckdb, in_pandas
from ops.bench.segments import generate, segments_table


def test_both_ways_put_every_customer_into_the_same_segment(tmp_path):
    folder = generate(300, tmp_path)
    assert generate(300, tmp_path) == folder
    ours, stock = in_duckdb(folder), in_pandas(folder)
    assert ours["segments"] == stock["segments"]
    assert sum(ours["segments"].values()) == 300
    assert ours["next_day"]["recomputed"] < 30


def test_the_table_says_when_ways_differ_or_fail():
    done = {"seconds": 1.0, "processor_seconds": 1.0, "peak_mb": 1, "customers": 5}
    rows = [
        {"way": "duckdb", **done, "segments": {"basic_needs": 5}},
        {"way": "pandas", **done, "segments": {"basic_needs": 4}},
        {"way": "slow", "customers": 7},
    ]
    console = Console(width=160, record=True)
    console.print(segments_table(rows))
    shown = console.export_text()
    assert "no" in shown.split("duckdb")[1].splitlines()[0]
    assert "or failed" in shown
