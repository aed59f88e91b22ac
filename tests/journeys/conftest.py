"""Starts the whole product once, on free ports and with its own state, exactly as `make up` does."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
START_WITHIN = 240.0


def _free_ports(count: int) -> list[int]:
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


@pytest.fixture(scope="session")
def product_var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the running product keeps its state."""
    return tmp_path_factory.mktemp("product")


@pytest.fixture(scope="session")
def product(product_var: Path) -> Iterator[str]:
    """The base address of a running product."""
    var = product_var
    port, bot, actions, redis = _free_ports(4)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DIANDA_")}
    environment |= {
        "DIANDA_VAR": str(var),
        "DIANDA_PORT": str(port),
        "DIANDA_BOT_PORT": str(bot),
        "DIANDA_ACTIONS_PORT": str(actions),
        "DIANDA_REDIS_PORT": str(redis),
        "PYTHONPATH": str(ROOT),
    }
    log = (var / "up.log").open("w")
    process = subprocess.Popen(
        [sys.executable, "-m", "ops.up"], cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
    )
    try:
        _wait_until_ready(process, f"http://127.0.0.1:{port}/readyz", var / "up.log")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(60)
        finally:
            process.kill()
            log.close()


def _wait_until_ready(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    ends = time.monotonic() + START_WITHIN
    while time.monotonic() < ends:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=5) as response:
                if response.status == 200:
                    return
        except OSError:
            time.sleep(0.5)
    pytest.fail(f"the product did not become ready:\n{log.read_text()[-6000:]}")
