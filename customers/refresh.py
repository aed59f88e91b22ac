"""``python -m customers.refresh``: keep the segments of all customers up to date on one machine, in DuckDB.

Only customers are computed again for whom something that counts on the day is not as it was: a record came, was
corrected or left its window, or the model changed. Results stay in a DuckDB file, each with the day it was computed on.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import duckdb

from .decision import segments, staleness
from .expressions import counted
from .local import fill, read_folder, sql_of
from .segment_model import SegmentModel, segment_model

_PART = 200_000  # customers worked on at once, so that memory stays bounded
_VERSION = 2  # of the expressions: raise it when they change, and everybody is computed again


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What one run did, in customers."""

    customers: int
    recomputed: int
    moved: int  # of those known before, now in another segment
    removed: int  # no longer in the register
    seconds: float


def refresh(
    folder: Path,
    store: Path,
    as_of: date,
    model: SegmentModel | None = None,
    say: Callable[[str], None] | None = None,
) -> Refreshed:
    """Bring the table ``segments`` of a store to a day, from the Parquet tables of a folder; a new store is made.

    Every part is kept as soon as it is done: an interrupted run goes on where it was. ``say`` is told of each part.
    Raises FileNotFoundError when the folder holds no customers or no months.
    """
    started, fitted = time.perf_counter(), model or segment_model()
    with duckdb.connect(str(store)) as connection:
        read_folder(connection, folder)
        fill(connection, {"seasons": fitted.season_columns()})
        expression = segments(as_of, fitted)
        _create_store(connection, sql_of(expression))
        customers, due, parts = _mark(connection, as_of, fitted)
        removed = _remove_gone(connection)
        moved = 0
        for part in range(parts):
            read_folder(connection, folder, f"account_number IN (SELECT account_number FROM marks WHERE part = {part})")
            moved += _keep(connection, sql_of(expression), part, as_of)
            if say:
                say(f"{min(due, (part + 1) * _PART)} of {due} customers")
    return Refreshed(customers, due, moved, removed, round(time.perf_counter() - started, 2))


def _create_store(connection: duckdb.DuckDBPyConnection, query: str) -> None:
    shape = f"SELECT *, 0::UBIGINT AS mark, DATE '2000-01-01' AS as_of FROM ({query})"
    connection.execute(f"CREATE TABLE IF NOT EXISTS main.segments AS {shape} LIMIT 0")


def _mark(connection: duckdb.DuckDBPyConnection, as_of: date, model: SegmentModel) -> tuple[int, int, int]:
    """Mark every customer by what counts on the day; those marked otherwise than in the store get a part to be
    computed in. Returns how many customers, how many due, how many parts."""
    rows = " UNION ALL ".join(
        f"SELECT account_number, hash(counted) AS mark FROM ({sql_of(table)}) AS counted"
        for table in counted(as_of).values()
    )
    connection.execute(
        f"""
        CREATE TEMP TABLE marks AS
        WITH sums AS (SELECT account_number, sum(mark) AS mark FROM ({rows}) GROUP BY ALL),
        marked AS (
            SELECT account_number, hash(mark, is_stale, $version) AS mark
            FROM sums JOIN ({sql_of(staleness(as_of))}) USING (account_number)
        )
        SELECT account_number, now.mark, now.mark IS DISTINCT FROM kept.mark AS is_due,
               CASE WHEN is_due THEN (row_number() OVER (PARTITION BY is_due) - 1) // $most END AS part
        FROM marked AS now LEFT JOIN main.segments AS kept USING (account_number)
        """,
        {"version": f"{_VERSION} {model.digest}", "most": _PART},
    )
    found = connection.execute("SELECT count(*), count(part), coalesce(max(part) + 1, 0) FROM marks").fetchone()
    customers, due, parts = found or (0, 0, 0)
    return int(customers), int(due), int(parts)


def _remove_gone(connection: duckdb.DuckDBPyConnection) -> int:
    gone = "account_number NOT IN (SELECT account_number FROM marks)"
    found = connection.execute(f"DELETE FROM main.segments WHERE {gone}").fetchone()
    return int(found[0]) if found else 0


def _keep(connection: duckdb.DuckDBPyConnection, query: str, part: int, as_of: date) -> int:
    """Compute a part and put it in the place of what was kept; how many customers moved to another segment."""
    joined = f"({query}) JOIN marks USING (account_number)"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE fresh AS SELECT * EXCLUDE (part, is_due), $day AS as_of FROM {joined}",
        {"day": as_of},
    )
    both = "fresh JOIN main.segments AS kept USING (account_number)"
    moved = connection.execute(f"SELECT count(*) FROM {both} WHERE fresh.segment <> kept.segment").fetchone()
    connection.execute("BEGIN")
    connection.execute("DELETE FROM main.segments WHERE account_number IN (SELECT account_number FROM fresh)")
    connection.execute("INSERT INTO main.segments BY NAME SELECT * FROM fresh")
    connection.execute("COMMIT")
    return int(moved[0]) if moved else 0


def main() -> None:
    """Read the arguments, refresh, print what was done."""
    parser = argparse.ArgumentParser(description="Bring the segments of all customers up to date.")
    parser.add_argument("folder", type=Path, help="where the tables lie: <table>/*.parquet")
    parser.add_argument("store", type=Path, help="the DuckDB file that keeps the segments")
    parser.add_argument("--as-of", type=date.fromisoformat, required=True)
    given = parser.parse_args()
    done = refresh(given.folder, given.store, given.as_of, say=lambda line: print(line, file=sys.stderr, flush=True))
    print(json.dumps(asdict(done)))


if __name__ == "__main__":
    main()
