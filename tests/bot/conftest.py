"""The real bot and the real action server before a small gateway, started once for all dialogues."""

from __future__ import annotations

import os
import subprocess
import time
from contextlib import ExitStack

import httpx
import pytest

from ops.layout import ROOT, Layout, python_of
from ops.prepare.bot_model import bot_environment, ensure_bot_model
from tests.actions.fake_gateway import TOKEN, FakeGateway, free_port

BOT_TOKEN = "bot-token-of-the-tests"


@pytest.fixture(scope="session")
def bot():
    """An HTTP client that may speak to the running bot, with the gateway behind it as ``bot.gateway``."""
    if not all(python_of(name).exists() for name in ("bot", "actions")):
        pytest.skip("the bot's environments are not installed (make test installs them)")
    layout = Layout.from_environment()
    model = ensure_bot_model(layout, print)
    with ExitStack() as stack:
        gateway = FakeGateway().start()
        stack.callback(gateway.stop)
        actions_port, bot_port = free_port(), free_port()
        shared = {**os.environ, **bot_environment(layout), "DIANDA_CLOCK": "2026-11-20T09:00:00+08:00"}
        shared |= {"DIANDA_GATEWAY_URL": gateway.url, "DIANDA_INTERNAL_TOKEN": TOKEN, "SANIC_HOST": "127.0.0.1"}
        shared |= {"DIANDA_ACTIONS_URL": f"http://127.0.0.1:{actions_port}", "DIANDA_BOT_TOKEN": BOT_TOKEN}
        actions = (python_of("actions"), "-m", "rasa_sdk", "--actions", "actions", "--port", actions_port, "--quiet")
        server = (python_of("bot"), "-m", "rasa", "run", "--model", model, "--port", bot_port)
        server += (
            "--interface",
            "127.0.0.1",
            "--endpoints",
            "bot/endpoints.yml",
            "--credentials",
            "bot/credentials.yml",
        )
        processes = [stack.enter_context(_running(command, shared)) for command in (actions, server)]
        client = stack.enter_context(
            httpx.Client(
                base_url=f"http://127.0.0.1:{bot_port}", headers={"Authorization": f"Bearer {BOT_TOKEN}"}, timeout=30
            )
        )
        _wait_until_warm(client, processes)
        client.gateway = gateway
        yield client


class _running:
    """A process that is ended on leaving."""

    def __init__(self, command, environment):
        self._process = subprocess.Popen(
            [str(word) for word in command],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def __enter__(self):
        return self._process

    def __exit__(self, *_):
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _wait_until_warm(client, processes):
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        assert all(process.poll() is None for process in processes), "a process ended while starting"
        try:
            if client.get("/webhooks/dianda/").status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    raise AssertionError("the bot was not ready within three minutes")
