"""Starts the product (and the stock bot beside it) for a benchmark, on ports and state of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from ops.layout import ROOT, Layout, python_of
from ops.prepare.bot_model import bot_environment
from ops.stack import shared_environment
from ops.supervise.service import Service

START_WITHIN = 300.0  # seconds


def bench_layout() -> Layout:
    """State under var/bench, and ports that are free now."""
    base = Layout.from_environment()
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(4)]
    ports = [int(probe.getsockname()[1]) for probe in probes]
    for probe in probes:
        probe.close()
    names = ("port", "bot_port", "actions_port", "redis_port")
    return replace(base, var=base.var / "bench", **dict(zip(names, ports, strict=True)))


@contextmanager
def running_product(layout: Layout) -> Iterator[dict[str, str]]:
    """The product as `make up` starts it; yields the variables that its processes share."""
    variables = {
        "DIANDA_VAR": str(layout.var),
        "DIANDA_PORT": str(layout.port),
        "DIANDA_BOT_PORT": str(layout.bot_port),
        "DIANDA_ACTIONS_PORT": str(layout.actions_port),
        "DIANDA_REDIS_PORT": str(layout.redis_port),
    }
    layout.var.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "ops.up"]
    with _process(command, {**os.environ, **variables}, layout.var / "up.log") as process:
        _wait(Service("product", (), health=f"http://127.0.0.1:{layout.port}/readyz"), process)
        yield shared_environment(layout)


@contextmanager
def running_stock_bot(layout: Layout, model: Path, environment: dict[str, str]) -> Iterator[str]:
    """The stock bot with the product's action server; yields its address."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    credentials = model.parent / "credentials.yml"
    command = [
        *(str(python_of("bot")), "-m", "rasa", "run", "--model", str(model), "--port", str(port)),
        *("--interface", "127.0.0.1", "--endpoints", "bot/endpoints.yml", "--credentials", str(credentials)),
    ]
    variables = {**os.environ, **environment, **bot_environment(layout)}
    with _process(command, variables, layout.var / "stock.log") as process:
        _wait(Service("stock", (), health=f"http://127.0.0.1:{port}/"), process)
        yield f"http://127.0.0.1:{port}"


def memory_of(name: str) -> float:
    """Resident memory in MB of the Rasa process whose command line holds ``name``."""
    import psutil

    processes = [each for each in psutil.process_iter(["cmdline"]) if name in " ".join(each.info["cmdline"] or [])]
    return max((each.memory_info().rss / 2**20 for each in processes), default=0.0)


@contextmanager
def _process(command: list[str], environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
        try:
            yield process
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait(service: Service, process: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + START_WITHIN
    while not service.is_healthy():
        if process.poll() is not None or time.monotonic() > ends:
            raise RuntimeError(f"{service.name} did not become ready; see its log under var/bench")
        time.sleep(0.5)
