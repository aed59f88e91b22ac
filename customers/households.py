"""Half-hourly readings of real households as the tables of features, to try the load shape on homes nobody invented.

101 Australian households, 2011-12 to 2014-03 (not part of the product, absent on most machines). Nothing is kept.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb

from .local import create_tables

LAST_DAY, A_YEAR_BEFORE = date(2014, 2, 28), date(2013, 2, 28)
_LEAST = 0.9  # share of a month's half-hours that must be there; such months are scaled up


def household_connection(path: Path) -> duckdb.DuckDBPyConnection:
    """A database with months, and readings by the hour; payments and contacts of these homes are not known."""
    connection = duckdb.connect()
    create_tables(connection)
    connection.execute(
        """
        CREATE TEMP TABLE hours_given AS
        SELECT customer_id, date_trunc('hour', reading_datetime) AS read_at,
               sum(general_supply_kwh + controlled_load_kwh) AS kwh, count(*) AS halves
        FROM read_parquet(?) GROUP BY ALL
        """,
        [str(path)],
    )
    connection.execute(
        """
        INSERT INTO customers BY NAME
        SELECT DISTINCT customer_id AS account_number, 'residential' AS category FROM hours_given
        """
    )
    connection.execute(
        f"""
        INSERT INTO months BY NAME
        SELECT customer_id AS account_number, strftime(read_at, '%Y-%m') AS month,
               sum(kwh) * 48 * day(last_day(min(read_at))) / sum(halves) AS kwh
        FROM hours_given GROUP BY ALL HAVING sum(halves) >= {_LEAST} * 48 * day(last_day(min(read_at)))
        """
    )
    connection.execute("INSERT INTO readings SELECT customer_id, read_at, kwh FROM hours_given WHERE halves = 2")
    return connection
