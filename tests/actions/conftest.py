"""The real action server, in its own environment, before a small gateway; customers who speak to it."""

from __future__ import annotations

import itertools
import os
import subprocess
import time
from pathlib import Path

import httpx
import pytest

from tests.actions.customer import Customer
from tests.actions.fake_gateway import TOKEN, FakeGateway, free_port

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv" / "actions" / "bin" / "python"
SLOWEST_START = 240  # seconds; the first start on a busy machine compiles everything it imports
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def _listening():
    gateway = FakeGateway().start()
    yield gateway
    gateway.stop()


@pytest.fixture(scope="session")
def action_server(_listening):
    """The address of a running action server."""
    if not PYTHON.exists():
        pytest.skip("the action server's environment is not installed (make test installs it)")
    port = free_port()
    command = [str(PYTHON), "-m", "rasa_sdk", "--actions", "actions", "--port", str(port), "--quiet"]
    environment = {**os.environ, "DIANDA_GATEWAY_URL": _listening.url, "DIANDA_INTERNAL_TOKEN": TOKEN}
    environment |= {"PYTHONPATH": str(ROOT), "SANIC_HOST": "127.0.0.1", "DIANDA_GATEWAY_TIMEOUT": "1"}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as process:
        url = f"http://127.0.0.1:{port}"
        try:
            _wait_for(f"{url}/health", process)
            yield url
        finally:
            process.terminate()


@pytest.fixture
def gateway(_listening):
    """The gateway as a fresh one."""
    _listening.reset()
    return _listening


@pytest.fixture
def customer(action_server, gateway):
    """Somebody the gateway does not know."""
    return Customer(action_server, f"conversation{next(_numbers)}")


@pytest.fixture
def known_customer(customer, gateway):
    """王建国, signed in."""
    gateway.verified.add(customer.conversation)
    return customer


def _wait_for(url: str, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + SLOWEST_START
    while time.monotonic() < deadline:
        assert process.poll() is None, "the action server ended while starting"
        try:
            if httpx.get(url, timeout=1).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise AssertionError(f"{url} did not answer within {SLOWEST_START} seconds")
