"""Spark and DuckDB say the same of every customer, row by row, from the same expressions."""

from __future__ import annotations

from datetime import datetime, timedelta

import duckdb
import pytest

from customers.decision import segments
from customers.local import add, create_tables, fill, read_folder, sql_of, write_folder
from customers.population import AS_OF, Population
from customers.record_engine import columns_of
from customers.records import Contact, Reading
from customers.segment_model import segment_model
from tests.customers.builders import HOUSEHOLD_KWH, demo, household


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Generated customers, the demonstration's, and odd ones, as Parquet."""
    begin = datetime(2026, 10, 1)
    readings = tuple(Reading(begin + timedelta(hours=step), (step % 24) / 7) for step in range(24 * 31))
    odd = [
        household(HOUSEHOLD_KWH[:5], account_number="1"),
        household((), account_number="2"),
        household([0] * 13, account_number="3", contacts=(Contact(AS_OF, "apply_pv", True),)),
        household(account_number="4", readings=readings, tags=("disabled",)),
    ]
    connection = duckdb.connect()
    create_tables(connection)
    add(connection, Population.draw(1000, seed=5).tables())
    add(connection, columns_of([*demo().values(), *odd]))
    connection.execute("INSERT INTO customers (account_number, category) VALUES ('5', 'commercial')")
    path = tmp_path_factory.mktemp("tables")
    write_folder(connection, path)
    return path


@pytest.fixture(scope="module")
def spark():
    from pyspark.sql import SparkSession

    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.shuffle.partitions": "2",
        "spark.driver.memory": "1g",
    }
    session = SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
    yield session
    session.stop()


@pytest.mark.timeout(600)  # a Java machine starts, on a busy computer in a minute
def test_every_row_is_equal(folder, spark):
    from customers.cluster import segments_in_spark

    found = segments_in_spark(spark, str(folder), AS_OF)
    assert rows(found.columns, found.collect()) == in_duckdb(folder)


@pytest.mark.timeout(600)
def test_tables_that_are_not_there_count_as_empty(folder, spark, tmp_path):
    from customers.cluster import segments_in_spark

    for name in ("customers", "months"):
        (tmp_path / name).symlink_to(folder / name)
    found = segments_in_spark(spark, str(tmp_path), AS_OF)
    assert rows(found.columns, found.collect()) == in_duckdb(tmp_path)


def in_duckdb(folder):
    connection = duckdb.connect()
    read_folder(connection, folder)
    fill(connection, {"seasons": segment_model().season_columns()})
    cursor = connection.execute(sql_of(segments(AS_OF, segment_model())))
    return rows([column[0] for column in cursor.description], cursor.fetchall())


def rows(names, values):
    """By account number."""
    return {row[0]: dict(zip(names, row, strict=True)) for row in values}
