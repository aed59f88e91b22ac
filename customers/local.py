"""The tables in DuckDB on one machine: from columns in memory, or from Parquet files of any size."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import ibis
import numpy as np
from numpy.typing import NDArray

from .tables import SEASONS, TABLES

Columns = Mapping[str, NDArray[Any]]
_TYPES = {
    "string": "VARCHAR",
    "array<string>": "VARCHAR[]",
    "float64": "DOUBLE",
    "int64": "BIGINT",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
}


def sql_of(expression: Any) -> str:
    """The expression in DuckDB's words."""
    return str(ibis.to_sql(expression, dialect="duckdb"))


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Empty tables as ``tables.py`` states them, those left out that are there."""
    for name, columns in (TABLES | {"seasons": SEASONS}).items():
        stated = ", ".join(f"{column} {_TYPES[kind]}" for column, kind in columns.items())
        connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS {name} ({stated})")


def add(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Columns]) -> None:
    """Add these rows to the tables. NaN and None are read as missing, and so are columns that are not given."""
    for name, columns in tables.items():
        if len(next(iter(columns.values()))):
            connection.register("given", dict(columns))
            connection.execute(f"INSERT INTO {name} BY NAME SELECT * FROM given")
            connection.unregister("given")


def fill(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Columns]) -> None:
    """Put these rows in the place of the tables' own."""
    for name in tables:
        connection.execute(f"DELETE FROM {name}")
    add(connection, tables)


def read_folder(connection: duckdb.DuckDBPyConnection, folder: Path, condition: str = "true") -> None:
    """Take the tables from ``<folder>/<table>/*.parquet``, only the rows that a condition in SQL lets through.

    Tables without a file stay empty. Raises FileNotFoundError when there are no customers or no months.
    """
    for name in TABLES:
        files = folder / name / "*.parquet"
        if any(files.parent.glob("*.parquet")):
            chosen = f"SELECT * FROM read_parquet('{files}') WHERE {condition}"
            connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {chosen}")
        elif name in ("customers", "months"):
            raise FileNotFoundError(f"no {name} under {folder}: expected {files}")
    create_tables(connection)


def write_folder(connection: duckdb.DuckDBPyConnection, folder: Path, part: str = "part") -> None:
    """Write the tables as ``<folder>/<table>/<part>.parquet``."""
    for name in TABLES:
        (folder / name).mkdir(parents=True, exist_ok=True)
        connection.execute(f"COPY {name} TO '{folder / name / part}.parquet' (FORMAT parquet)")


def columns_from(connection: duckdb.DuckDBPyConnection, expression: Any) -> dict[str, NDArray[Any]]:
    """The rows of an expression as one array a column; missing figures are NaN."""
    found: dict[str, Any] = connection.execute(sql_of(expression)).fetchnumpy()
    return {name: _plain(values) for name, values in found.items()}


def _plain(values: Any) -> NDArray[Any]:
    if isinstance(values, np.ma.MaskedArray):
        return np.asarray(values.filled(np.nan if values.dtype.kind == "f" else None))
    return np.asarray(values)
