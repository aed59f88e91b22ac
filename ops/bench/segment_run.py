"""``python -m ops.bench.segment_run duckdb|pandas FOLDER``: one way of segmenting in a process of its own; JSON."""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from customers.population import AS_OF
from customers.segment_model import segment_model

DUCKDB, PANDAS = "duckdb", "pandas"


def in_duckdb(folder: Path) -> dict[str, Any]:
    """Everybody into a new store, then what a day's passing changes."""
    import duckdb

    from customers.refresh import refresh

    with tempfile.TemporaryDirectory() as place:
        store = Path(place) / "segments.duckdb"
        found = _measured(lambda: refresh(folder, store, AS_OF))
        with duckdb.connect(str(store), read_only=True) as connection:
            segments = dict(connection.execute("SELECT segment, count(*) FROM segments GROUP BY 1").fetchall())
        later = refresh(folder, store, AS_OF + timedelta(days=1))
    return found | {"segments": segments, "next_day": {"seconds": later.seconds, "recomputed": later.recomputed}}


def in_pandas(folder: Path) -> dict[str, Any]:
    """Everybody, everything in memory."""
    from ops.bench.segments_in_pandas import segments_in_pandas

    frames: list[Any] = []
    found = _measured(lambda: frames.append(segments_in_pandas(folder, AS_OF, segment_model())))
    return found | {"segments": {name: int(count) for name, count in frames[0]["segment"].value_counts().items()}}


def _measured(work: Callable[[], object]) -> dict[str, Any]:
    """Wall and processor seconds of the work, and the most memory the process has held by its end (MB)."""
    before, started = _processor_seconds(), time.perf_counter()
    work()
    seconds, processor = time.perf_counter() - started, _processor_seconds() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": round(seconds, 1), "processor_seconds": round(processor, 1), "peak_mb": round(peak)}


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    ways = {DUCKDB: in_duckdb, PANDAS: in_pandas}
    print(json.dumps(ways[sys.argv[1]](Path(sys.argv[2]))))
