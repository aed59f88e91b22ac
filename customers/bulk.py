"""Segments of very many customers at once, in DuckDB: the same features and the same tree as for one customer.

``python -m customers.bulk --customers 1000000`` measures time and memory on a table of random customers.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Mapping
from datetime import date
from typing import Any

import duckdb

from .features import MAX_AGE_MONTHS, MIN_MONTHS
from .population import AS_OF, CATEGORIES, CATEGORY_SHARES, LEVELS, MONTHS, SEASONS
from .segment_model import SegmentModel, segment_model
from .tags import SPECIAL_TAGS

_PART = 200_000  # customers worked on at once
# The expressions of features.py, one row a customer. $until: YYYY-MM; $now: its number of months since year 0
_FEATURES = """
WITH latest AS (
    SELECT account_number, month, kwh, overdue,
           row_number() OVER (PARTITION BY account_number ORDER BY month DESC) AS back
    FROM months WHERE month <= $until AND hash(account_number) % $parts = $part
), placed AS (
    SELECT l.account_number, l.month, l.overdue, greatest(1.0, l.kwh) AS kwh_or_one, l.kwh, c.category,
           row_number() OVER (PARTITION BY l.account_number ORDER BY l.month) AS place,
           count(*) OVER (PARTITION BY l.account_number) AS months
    FROM latest l JOIN customers c USING (account_number) WHERE l.back <= 13
), levels AS (
    SELECT p.*, ln(p.kwh_or_one) - coalesce(s.ratio, 0) AS level
    FROM placed p LEFT JOIN seasons s ON s.category = p.category AND s.month = right(p.month, 2)::INT
), shape AS (
    SELECT account_number, any_value(months) AS months, max(month) AS newest, count(*) FILTER (overdue) AS overdue,
           sum(kwh) FILTER (place > months - 12) * 12.0 / least(12, any_value(months)) AS yearly_kwh,
           median(level) AS middle,
           CASE WHEN any_value(months) >= 8 THEN
                (median(level) FILTER (place > months - 4) - median(level) FILTER (place <= 4)) * 12.0
                / (any_value(months) - 4) ELSE 0 END AS trend,
           ln(max(kwh_or_one) FILTER (place = 13) / max(kwh_or_one) FILTER (place = 1)) AS same_month
    FROM levels GROUP BY account_number
), grown AS (
    SELECT *, greatest(-1.0, least(1.0, CASE
                WHEN same_month IS NULL THEN trend
                WHEN trend * same_month <= 0 THEN 0
                ELSE sign(trend) * least(abs(trend), abs(same_month)) END)) AS log_growth
    FROM shape
), steady AS (
    SELECT l.account_number,
           least(1.0, median(abs(l.level - g.middle - g.log_growth / 12 * (l.place - 1 - (g.months - 1) / 2.0))))
               AS volatility
    FROM levels l JOIN grown g USING (account_number) GROUP BY l.account_number
)
SELECT c.account_number, c.category, c.tags, g.months, g.newest, log10(g.yearly_kwh + 1) AS value,
       exp(g.log_growth) - 1 AS growth, v.volatility,
       coalesce(c.online_share, $online_share) AS online_share, least(c.complaints, 3) AS complaints,
       least(g.overdue, 3) + least(c.reminders, 4) / 4.0 AS arrears
FROM customers c LEFT JOIN grown g USING (account_number) LEFT JOIN steady v USING (account_number)
WHERE hash(c.account_number) % $parts = $part
"""


def segment_all(connection: duckdb.DuckDBPyConnection, as_of: date, model: SegmentModel | None = None) -> None:
    """Write the table ``segments`` (account_number, segment) from ``customers`` and ``months``.

    ``customers``: account_number, category, tags (list), online_share, reminders, complaints. ``months``:
    account_number, month (YYYY-MM), kwh, overdue. Works through parts of the customers, so that memory stays bounded.
    """
    fitted = model or segment_model()
    ratios = [(name, month, ratio) for name, profile in fitted.profiles.items() for month, ratio in profile.items()]
    connection.execute("CREATE OR REPLACE TEMP TABLE seasons (category VARCHAR, month INT, ratio DOUBLE)")
    connection.executemany("INSERT INTO seasons VALUES (?, ?, ?)", ratios)
    connection.execute("CREATE OR REPLACE TABLE segments (account_number VARCHAR, segment VARCHAR)")
    counted = connection.execute("SELECT count(*) FROM customers").fetchone()
    parts = 1 + (counted[0] if counted else 0) // _PART
    values: dict[str, Any] = {
        "until": f"{as_of:%Y-%m}",
        "now": as_of.year * 12 + as_of.month,
        "online_share": fitted.missing["online_share"],
        "parts": parts,
    }
    for part in range(parts):
        connection.execute(f"INSERT INTO segments {_segment_query(fitted)}", values | {"part": part})


def _segment_query(model: SegmentModel) -> str:
    special = ", ".join(f"'{tag}'" for tag in SPECIAL_TAGS)
    age = "($now - (left(newest, 4)::INT * 12 + right(newest, 2)::INT))"
    return f"""
        SELECT account_number, CASE
            WHEN category = 'agricultural' OR list_has_any(tags, [{special}]) THEN 'special_service'
            WHEN months IS NULL OR months < {MIN_MONTHS} OR {age} > {MAX_AGE_MONTHS} THEN 'unknown'
            ELSE {tree_as_sql(model)} END AS segment
        FROM ({_FEATURES})
        """


def tree_as_sql(model: SegmentModel, node: int = 0) -> str:
    """The decision tree as one SQL expression."""
    step: Mapping[str, Any] = model.tree[node]
    if "segment" in step:
        return f"'{step['segment']}'"
    below, above = (tree_as_sql(model, int(step[side])) for side in ("below", "above"))
    return f"CASE WHEN {step['feature']} > {float(step['threshold'])} THEN {above} ELSE {below} END"


def random_customers(connection: duckdb.DuckDBPyConnection, size: int) -> None:
    """Fill ``customers`` and ``months`` with random customers, for measuring only."""
    edges = [sum(CATEGORY_SHARES[: position + 1]) for position in range(len(CATEGORIES))]
    cases = " ".join(f"WHEN chance < {edge} THEN '{name}'" for name, edge in zip(CATEGORIES, edges, strict=True))
    levels = " ".join(f"WHEN '{name}' THEN {level[0]}" for name, level in LEVELS.items())
    connection.execute("SELECT setseed(0.2026)")
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE customers AS
        SELECT *, CASE category {levels} END * exp(0.6 * (random() + random() + random() - 1.5) * 2) AS level
        FROM (SELECT format('{{:010d}}', n) AS account_number, CASE {cases} ELSE 'agricultural' END AS category,
                     []::VARCHAR[] AS tags, random() AS online_share,
                     CASE WHEN late THEN 3 ELSE 0 END AS reminders, 0 AS complaints, late, growth
              FROM (SELECT n, random() AS chance, random() < 0.05 AS late,
                           CASE WHEN random() < 0.06 THEN 0.5 ELSE 0.01 END AS growth FROM range({size}) AS t(n)))
        """
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE calendar (place INT, month VARCHAR, category VARCHAR, ratio DOUBLE)"
    )
    calendar = [
        (place, month, name, season[int(month[-2:]) - 1])
        for place, month in enumerate(MONTHS)
        for name, season in SEASONS.items()
    ]
    connection.executemany("INSERT INTO calendar VALUES (?, ?, ?, ?)", calendar)
    connection.execute(
        """
        CREATE OR REPLACE TABLE months AS
        SELECT account_number, month, round(level * ratio * (1 + growth * place / 12) * (0.9 + 0.2 * random())) AS kwh,
               late AND place IN (10, 11) AS overdue
        FROM customers JOIN calendar USING (category)
        """
    )


def measure(size: int) -> dict[str, Any]:
    """Seconds and peak memory (MB) to segment ``size`` random customers with 13 months each."""
    connection = duckdb.connect()
    random_customers(connection, size)
    started = time.perf_counter()
    segment_all(connection, AS_OF)
    seconds = time.perf_counter() - started
    counts = connection.execute("SELECT segment, count(*) FROM segments GROUP BY 1 ORDER BY 1").fetchall()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"customers": size, "seconds": round(seconds, 2), "peak_mb": round(peak), "segments": dict(counts)}


def main() -> None:
    """Read the size, measure, print."""
    parser = argparse.ArgumentParser(description="Measure the segmentation of many customers.")
    parser.add_argument("--customers", type=int, default=100_000)
    print(json.dumps(measure(parser.parse_args().customers)))


if __name__ == "__main__":
    main()
