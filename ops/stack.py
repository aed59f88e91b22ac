"""The product's processes: how each is started, what it waits for, and the variables they share."""

from __future__ import annotations

import json
import os
import secrets
import time
from pathlib import Path

from ops.layout import ROOT, Layout, python_of
from ops.prepare.bot_model import bot_environment
from ops.prepare.redis_server import is_ours, redis_command, redis_url
from ops.supervise.service import Service

DEMO_CLOCK = "2026-11-20T09:00:00+08:00"


def shared_environment(layout: Layout) -> dict[str, str]:
    """Variables that every process of one running product must agree on; what the operator has set wins."""
    ours = {
        "DIANDA_MODE": "demo",
        "DIANDA_HOST": "127.0.0.1",
        "DIANDA_PORT": str(layout.port),
        "DIANDA_VAR": str(layout.var),
        "DIANDA_DATABASE_URL": f"sqlite+aiosqlite:///{layout.var / 'dianda.db'}",
        "DIANDA_REDIS_URL": redis_url(layout),
        "DIANDA_BOT_URL": f"http://127.0.0.1:{layout.bot_port}",
        "DIANDA_ACTIONS_URL": f"http://127.0.0.1:{layout.actions_port}",
        "DIANDA_GATEWAY_URL": f"http://127.0.0.1:{layout.port}",
        "DIANDA_CLOCK_STARTED": f"{time.time():.3f}",
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": "",
        **_secrets(layout.var / "secrets.json"),
    }
    chosen = {name: os.environ[name] for name in ours if name.startswith("DIANDA_") and os.environ.get(name)}
    environment = {**ours, **chosen}
    if environment["DIANDA_MODE"] == "demo":
        environment["DIANDA_CLOCK"] = os.environ.get("DIANDA_CLOCK") or DEMO_CLOCK
    return environment


def redis_service(layout: Layout) -> Service | None:
    """Our own Redis, unless one was named."""
    if not is_ours(layout):
        return None
    return Service("redis", tuple(redis_command(layout)), health=f"127.0.0.1:{layout.redis_port}", folder=ROOT)


def gateway_services(layout: Layout, environment: dict[str, str]) -> list[Service]:
    """Gateway, action server and triage worker: everything that answers without the bot."""
    return [_gateway(layout, environment), _actions(layout, environment), _worker(environment)]


def _gateway(layout: Layout, environment: dict[str, str]) -> Service:
    command = (
        *(str(python_of("platform")), "-m", "uvicorn", "api.main:create_app", "--factory"),
        *("--host", environment["DIANDA_HOST"], "--port", str(layout.port)),
        *("--no-access-log", "--log-level", "warning", "--timeout-graceful-shutdown", "5"),
    )
    health = f"http://127.0.0.1:{layout.port}/healthz"
    after = ("redis",) if is_ours(layout) else ()
    return Service("gateway", command, health=health, after=after, environment=environment, folder=ROOT)


def _actions(layout: Layout, environment: dict[str, str]) -> Service:
    port = str(layout.actions_port)
    command = (str(python_of("actions")), "-m", "rasa_sdk", "--actions", "actions", "--port", port)
    variables = {**environment, "SANIC_HOST": "127.0.0.1"}
    return Service("actions", command, health=f"http://127.0.0.1:{port}/health", environment=variables, folder=ROOT)


def _worker(environment: dict[str, str]) -> Service:
    command = (str(python_of("platform")), "-m", "api.tickets.worker")
    return Service("worker", command, after=("gateway",), environment=environment, folder=ROOT)


def bot_service(layout: Layout, environment: dict[str, str], model: Path) -> Service:
    """The Rasa server, on loopback only, behind its channel's token."""
    command = (
        *(str(python_of("bot")), "-m", "rasa", "run", "--model", str(model), "--port", str(layout.bot_port)),
        *("--interface", "127.0.0.1", "--endpoints", "bot/endpoints.yml", "--credentials", "bot/credentials.yml"),
    )
    return Service(
        "bot",
        command,
        health=f"http://127.0.0.1:{layout.bot_port}/webhooks/dianda/",  # 200 when warm
        environment={**environment, **bot_environment(layout)},
        folder=ROOT,
    )


def _secrets(path: Path) -> dict[str, str]:
    """This machine's own secrets, made once, readable by the owner only."""
    if path.exists():
        known: dict[str, str] = json.loads(path.read_text())
        return known
    names = ("DIANDA_SECRET_KEY", "DIANDA_INTERNAL_TOKEN", "DIANDA_BOT_TOKEN")
    made = {name: secrets.token_urlsafe(32) for name in names}
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")  # a start that is cut off here leaves no half of a file
    fresh.unlink(missing_ok=True)
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps(made))
    fresh.replace(path)
    return made
