"""Segments of 100,000 and 1,000,000 generated customers with 13 months: DuckDB beside pandas, a process each."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
from rich.table import Table

from customers.local import add, create_tables, write_folder
from customers.population import Population
from ops.bench.segment_run import DUCKDB, PANDAS
from ops.layout import ROOT, Layout

SIZES = tuple(int(size) for size in (os.environ.get("DIANDA_BENCH_CUSTOMERS") or "100000,1000000").split(","))
WITHIN = 1800.0  # seconds that one way may take
_PART = 100_000  # customers generated at once


def segment_growth(say: Callable[[str], None]) -> list[dict[str, Any]]:
    """Time and memory of both ways for each size. A way that does not end in time is said and left out."""
    found = []
    for size in SIZES:
        say(f"generating {size:,} customers with 13 months …")
        folder = generate(size, Layout.from_environment().var / "bench" / "segments")
        for way in (DUCKDB, PANDAS):
            say(f"segmenting {size:,} customers in {way} …")
            figures = _run(way, folder)
            found.append({"way": way, "customers": size, **(figures or {})})
    return found


def generate(size: int, folder: Path) -> Path:
    """Parquet tables of a population under the folder; those already there are used again."""
    target = folder / str(size)
    if not (target / "complete").exists():
        for first in range(0, size, _PART):
            connection = duckdb.connect()
            create_tables(connection)
            add(connection, Population.draw(min(size - first, _PART), first=first).tables())
            write_folder(connection, target, f"from{first:08d}")
        (target / "complete").touch()
    return target


def segments_table(rows: Sequence[Mapping[str, Any]]) -> Table:
    """Seconds, memory and whether both ways say the same."""
    table = Table("way", "customers", "s", "processor s", "peak MB", "same segments", "a day later")
    table.title = "segmenting customers with 13 months, payments and contacts"
    for row in rows:
        if "seconds" not in row:
            table.add_row(row["way"], f"{row['customers']:,}", f"over {WITHIN:.0f}, or failed")
            continue
        others = [each.get("segments") for each in rows if each["customers"] == row["customers"]]
        later = row.get("next_day")
        shown = f"{later['recomputed']:,} computed in {later['seconds']} s" if later else "everybody again"
        same = "yes" if all(each == row["segments"] for each in others) else "no"
        figures = (f"{row['seconds']}", f"{row['processor_seconds']}", f"{row['peak_mb']:,}")
        table.add_row(row["way"], f"{row['customers']:,}", *figures, same, shown)
    return table


def _run(way: str, folder: Path) -> dict[str, Any] | None:
    command = [sys.executable, "-m", "ops.bench.segment_run", way, str(folder)]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=WITHIN)
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        print(f"{way}: {error}", file=sys.stderr)
        return None
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures
