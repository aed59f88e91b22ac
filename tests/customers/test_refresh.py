"""The store of segments is brought up to date by computing only what changed."""

from __future__ import annotations

import json
import shutil
from datetime import date, timedelta

import duckdb
import pytest

from customers.local import add, create_tables, write_folder
from customers.population import AS_OF
from customers.population_records import generate
from customers.record_engine import columns_of
from customers.refresh import refresh
from customers.segment_model import MODEL_FOLDER, SegmentModel
from customers.segmentation import segment_each

TOMORROW = AS_OF + timedelta(days=1)


@pytest.fixture(scope="module")
def records():
    return list(generate(200, seed=4))


@pytest.fixture
def folder(records, tmp_path):
    connection = duckdb.connect()
    create_tables(connection)
    add(connection, columns_of(records))
    write_folder(connection, tmp_path / "tables")
    return tmp_path / "tables"


@pytest.fixture
def store(folder, tmp_path):
    path = tmp_path / "segments.duckdb"
    assert refresh(folder, path, AS_OF).recomputed == 200
    return path


def kept(store, columns="account_number, segment"):
    with duckdb.connect(str(store), read_only=True) as connection:
        return dict(connection.execute(f"SELECT {columns} FROM segments").fetchall())


def change(folder, table, query):
    """Write a table of the folder anew from a query over ``rows``."""
    path = folder / table / "part.parquet"
    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE rows AS SELECT * FROM read_parquet('{path}')")
    connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")


def test_the_store_says_what_is_said_of_each_customer(records, store):
    found = zip(records, segment_each(records, AS_OF), strict=True)
    assert kept(store) == {record.account_number: result.segment for record, result in found}
    assert set(kept(store, "account_number, as_of").values()) == {AS_OF}


def test_nothing_is_computed_twice(folder, store):
    assert refresh(folder, store, AS_OF).recomputed == 0


def test_a_changed_bill_is_one_customer_computed_on_that_day(records, folder, store):
    number = next(each for each, found in kept(store).items() if found == "basic_needs")
    late = f"account_number = '{number}' AND month >= '2026-06'"
    change(folder, "months", f"SELECT * REPLACE (is_overdue OR ({late}) AS is_overdue) FROM rows")
    done = refresh(folder, store, TOMORROW)
    days = kept(store, "account_number, as_of")
    assert (days[number], kept(store)[number], done.moved) == (TOMORROW, "high_risk", 1)
    left_the_window = sum(contact.day == AS_OF - timedelta(days=364) for each in records for contact in each.contacts)
    assert 1 <= done.recomputed <= 1 + left_the_window
    assert sum(day == TOMORROW for day in days.values()) == done.recomputed


def test_customers_come_and_go(folder, store):
    change(folder, "customers", "SELECT * FROM rows WHERE account_number <> '9900000007'")
    assert refresh(folder, store, AS_OF).removed == 1
    assert "9900000007" not in kept(store)
    change(
        folder, "customers", "SELECT * FROM rows UNION ALL SELECT '1', * EXCLUDE (account_number) FROM rows LIMIT 200"
    )
    assert refresh(folder, store, AS_OF).recomputed == 1
    assert len(kept(store)) == 200


def test_records_grow_old_by_the_calendar_alone(folder, store):
    later = date(2027, 5, 1)
    refresh(folder, store, later)
    assert set(kept(store).values()) == {"special_service", "unknown"}


def test_another_model_is_another_answer(folder, store):
    written = json.loads((MODEL_FOLDER / "model.json").read_text(encoding="utf-8"))
    written["tree"] = [{"segment": "basic_needs"}]
    assert refresh(folder, store, AS_OF, SegmentModel.of(written)).recomputed == 200
    assert set(kept(store).values()) == {"special_service", "basic_needs"}


def test_an_interrupted_run_goes_on_where_it_was(folder, store, monkeypatch, tmp_path):
    monkeypatch.setattr("customers.refresh._PART", 50)
    fresh = tmp_path / "other.duckdb"
    parts = []

    def stop_after_two(line):
        parts.append(line)
        if len(parts) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        refresh(folder, fresh, AS_OF, say=stop_after_two)
    assert refresh(folder, fresh, AS_OF).recomputed == 100
    assert kept(fresh) == kept(store)


def test_a_folder_without_customers_is_refused(folder, tmp_path):
    shutil.rmtree(folder / "customers")
    with pytest.raises(FileNotFoundError, match="no customers"):
        refresh(folder, tmp_path / "new.duckdb", AS_OF)
