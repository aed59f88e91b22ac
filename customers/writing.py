"""Writes the tables that ``refresh`` and ``cluster`` read, part by part, so that memory stays bounded."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from .records import CustomerRecord
from .tables import TABLES

if TYPE_CHECKING:
    from .local import Columns


class TableFiles:
    """A folder in the making. It takes the place of an older one once it is whole, so that nobody reads a half one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._new = folder.with_name(folder.name + ".new")
        self._parts = 0
        shutil.rmtree(self._new, ignore_errors=True)
        for name in TABLES:
            (self._new / name).mkdir(parents=True)

    def add_records(self, records: Sequence[CustomerRecord]) -> None:
        """Write records as one part of each table that they have rows for."""
        from .record_engine import columns_of  # loads ibis: seconds that only an export should pay

        self.add(columns_of(records))

    def add(self, tables: Mapping[str, Columns]) -> None:
        """Write columns as one part of each table that they name."""
        import duckdb

        from .local import add, create_tables

        with duckdb.connect() as connection:
            create_tables(connection)
            add(connection, tables)
            for name, columns in tables.items():
                if len(next(iter(columns.values()))):
                    path = self._new / name / f"part-{self._parts:05d}.parquet"
                    connection.execute(f"COPY {name} TO '{path}' (FORMAT parquet)")
        self._parts += 1

    def finish(self) -> None:
        """Put the new folder in the place of the old one."""
        old = self._folder.with_name(self._folder.name + ".old")
        shutil.rmtree(old, ignore_errors=True)
        if self._folder.exists():
            self._folder.rename(old)
        self._new.rename(self._folder)
        shutil.rmtree(old, ignore_errors=True)
