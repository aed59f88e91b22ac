"""The index of the articles: built before gateway and worker start, so that either loads it in a second."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Mapping

from ops.layout import ROOT, python_of

QUICK = 10.0  # seconds: longer than loading takes, so it was built


def ensure_index(environment: Mapping[str, str], say: Callable[[str], None]) -> bool:
    """Build what is missing; false when that failed: the product starts without answers then, and says so."""
    started = time.monotonic()
    command = [str(python_of("platform")), "-m", "api.articles.building"]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True)
    if done.returncode:
        say(f"the index of the articles could not be built: {done.stderr.strip()[-500:]}")
    elif (took := time.monotonic() - started) > QUICK:
        say(f"the index of the articles is built ({took:.0f} s)")
    return done.returncode == 0
