"""Search as the knowledge base grows: processes of their own, because what memory they hold is a figure."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from ops.layout import ROOT

SIZES = os.environ.get("DIANDA_BENCH_ARTICLES") or "1000,10000"  # more take long: 1000,10000,30000,100000
VECTORS = os.environ.get("DIANDA_BENCH_VECTORS") or "10000,100000,1000000"


def search_growth(sizes: str = SIZES) -> dict[str, Any]:
    """``search``: ours and the usual way for each size (separated by commas); ``vectors``: nearest of up to a million.

    Raises CalledProcessError when a measurement fails.
    """
    return {
        "search": [_measured("knowledge.growth", way, size) for size in sizes.split(",") for way in ("ours", "usual")],
        "vectors": _measured("knowledge.vector_growth", *VECTORS.split(",")),
    }


def _measured(module: str, *arguments: str) -> Any:
    command = [sys.executable, "-m", module, *arguments]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)
