"""Records written as files are the records, whatever their figures look like."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import duckdb

from customers import TableFiles
from tests.customers.builders import household, months_of


def test_a_figure_far_down_may_have_more_digits_than_all_before(tmp_path):
    small = [household(kwh=(1,), account_number=f"42{place:08d}") for place in range(1200)]
    large = household(kwh=(1,), account_number="4300000000", months=months_of((1484193,), max_demand_kw=Decimal("0.5")))
    files = TableFiles(tmp_path / "tables")
    files.add_records([*small, large])
    files.finish()
    rows = (
        duckdb.connect()
        .execute(f"SELECT kwh, max_demand_kw, valley_kwh FROM '{tmp_path}/tables/months/*.parquet' WHERE kwh > 1")
        .fetchall()
    )
    assert rows == [(1484193.0, 0.5, None)]


def test_parts_lie_beside_each_other_and_an_unfinished_folder_replaces_nothing(tmp_path):
    files = TableFiles(tmp_path / "tables")
    files.add_records([household()])
    files.add_records([dataclasses.replace(household(), account_number="4200000001")])
    assert not (tmp_path / "tables").exists()
    files.finish()
    counted = duckdb.connect().execute(f"SELECT count(*) FROM '{tmp_path}/tables/customers/*.parquet'").fetchone()
    assert counted == (2,)
    assert not list((tmp_path / "tables" / "readings").iterdir())
