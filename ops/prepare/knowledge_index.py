"""The index of the articles: built before gateway and worker start, so that either loads it in a second."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Mapping

from ops.layout import ROOT, python_of

QUICK = 10.0  # seconds: longer than loading takes, so it is being built


def ensure_index(environment: Mapping[str, str], say: Callable[[str], None]) -> bool:
    """Build what is missing; false when that failed: the product starts without answers then, and says so."""
    started = time.monotonic()
    command = [str(python_of("platform")), "-m", "api.articles.building"]
    variables = {**os.environ, **environment}
    building = subprocess.Popen(
        command, cwd=ROOT, env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        _, errors = building.communicate(timeout=QUICK)
    except subprocess.TimeoutExpired:
        say("building the index of the articles (they, the corpus or the models changed) …")
        _, errors = building.communicate()
        say(f"the index of the articles took {time.monotonic() - started:.0f} s")
    if building.returncode:
        say(f"the index of the articles could not be built: {errors.strip()[-500:]}")
    return building.returncode == 0
