"""The index of the articles is built once, before the processes that load it."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from api.articles.building import build
from api.editing.overlay import Edits, Overlay
from api.settings import Settings
from knowledge import KnowledgeBase
from tests.api.building import gateway, redis_server

ROOT = Path(__file__).resolve().parents[3]
SAMPLES = ROOT / "tests" / "knowledge" / "articles"
PATIENCE = 90  # seconds on a machine that does other things
STOPS_WITHIN = 60.0  # the index below takes ten minutes
WORKER_WITH_A_SLOW_INDEX = """
import asyncio, time
from knowledge import KnowledgeBase
KnowledgeBase.load = lambda *_, **__: (print("index begun", flush=True), time.sleep(600))
from api.tickets.worker import main
asyncio.run(main())
"""


def test_articles_published_since_are_in_the_index_that_is_built(tmp_path, monkeypatch):
    loaded = []
    monkeypatch.setattr(KnowledgeBase, "load", lambda folder, models: loaded.append((folder, models)))
    settings = Settings(mode="demo", var=tmp_path, articles=SAMPLES)
    build(settings)
    Overlay(tmp_path / "articles").write(Edits(retired=frozenset({"late-fee-rate"})))
    build(settings)
    (shipped, _), (laid_over, _) = loaded
    assert shipped == SAMPLES
    assert laid_over.parent == tmp_path / "articles"


@pytest.mark.redis
def test_a_worker_that_is_told_to_stop_does_not_wait_for_the_index(tmp_path):
    with redis_server(tmp_path) as url:
        environment = asyncio.run(_prepared(tmp_path, url))
        command = [sys.executable, "-c", WORKER_WITH_A_SLOW_INDEX]
        with subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as process:
            try:
                _wait_for(process, "index begun", "triage_worker_started")
                told = time.monotonic()
                process.send_signal(signal.SIGTERM)
                process.wait(PATIENCE)
                assert time.monotonic() - told < STOPS_WITHIN
                assert process.returncode == 0
            finally:
                process.kill()


async def _prepared(folder, url):
    async with gateway(folder, url) as built:
        settings = built.platform.settings
        named = {
            "DIANDA_MODE": "demo",
            "DIANDA_VAR": str(settings.var),
            "DIANDA_DATABASE_URL": settings.database_url,
            "DIANDA_REDIS_URL": url,
        }
    return {**os.environ, **named, "PYTHONPATH": str(ROOT)}


def _wait_for(process, *lines):
    """Read what the process says until it has said each of these."""
    missing = set(lines)
    for line in process.stdout:
        missing -= {each for each in missing if each in line}
        if not missing:
            return
    raise AssertionError(f"the worker ended without {missing}")
