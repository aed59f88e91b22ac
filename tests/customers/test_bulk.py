"""Segmenting many customers in DuckDB says the same as segmenting each one."""

from __future__ import annotations

import dataclasses
from datetime import date

import duckdb
import pytest

from customers import segment
from customers.bulk import measure, segment_all
from customers.population import AS_OF, generate
from tests.customers.builders import HOUSEHOLD_KWH, demo, household


@pytest.fixture(scope="module")
def records():
    """Generated, demonstration and odd customers, numbered anew."""
    odd = [household(HOUSEHOLD_KWH[:5]), household(()), household([0] * 13)]
    everybody = [*generate(150, seed=5), *demo().values(), *odd]
    return [dataclasses.replace(each, account_number=f"{place:010d}") for place, each in enumerate(everybody)]


@pytest.fixture(scope="module")
def connection(records):
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE customers (account_number VARCHAR, category VARCHAR, tags VARCHAR[], online_share DOUBLE, "
        "reminders INT, complaints INT)"
    )
    connection.execute("CREATE TABLE months (account_number VARCHAR, month VARCHAR, kwh DOUBLE, overdue BOOLEAN)")
    connection.executemany("INSERT INTO customers VALUES (?, ?, ?, ?, ?, ?)", [customer_row(each) for each in records])
    rows = [(each.account_number, m.month, float(m.kwh), m.overdue) for each in records for m in each.months]
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO months VALUES (?, ?, ?, ?)", rows)
    connection.execute("COMMIT")
    return connection


def customer_row(record):
    online = None if record.online_share is None else float(record.online_share)
    return [record.account_number, record.category, list(record.tags), online, record.reminders, record.complaints]


@pytest.mark.parametrize("as_of", [AS_OF, date(2026, 5, 1), date(2026, 2, 1), date(2027, 5, 1)])
def test_the_table_agrees_with_every_single_customer(records, connection, as_of):
    segment_all(connection, as_of)
    found = dict(connection.execute("SELECT account_number, segment FROM segments").fetchall())
    assert found == {each.account_number: segment(each, as_of).segment for each in records}


def test_the_measurement_segments_everybody():
    result = measure(2000)
    assert sum(result["segments"].values()) == 2000
    assert {"basic_needs", "high_risk", "growth_potential", "high_value_stable"} <= set(result["segments"])
