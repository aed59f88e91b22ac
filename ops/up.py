"""`make up`: prepares the machine, starts the product, and keeps it running until Ctrl-C."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

from ops.errors import StartError
from ops.layout import ROOT, Layout, python_of
from ops.prepare.bot_model import ensure_bot_model
from ops.prepare.checks import check_disk, check_models, check_platform, check_ports, check_writable
from ops.prepare.environments import install_environments
from ops.prepare.knowledge_index import ensure_index
from ops.prepare.redis_server import find_redis_server, is_ours
from ops.stack import bot_service, gateway_services, redis_service, shared_environment
from ops.supervise.supervisor import Supervisor

READY_WITHIN = 300.0  # seconds after which we say what is still missing, and go on waiting


def main() -> int:
    """Run; 0 after a wanted stop, 1 when starting was not possible."""
    try:
        layout = Layout.from_environment()
        prepare(layout)
    except StartError as error:
        print(f"\ndianda cannot start: {error}", file=sys.stderr)
        return 1
    return asyncio.run(_run(layout))


def prepare(layout: Layout) -> None:
    """Everything that must hold before the first process starts."""
    check_platform()
    check_writable(layout.var)
    check_disk(ROOT)
    check_disk(layout.var)
    check_ports(layout, is_ours(layout))
    check_models()
    install_environments(("platform", "actions", "bot"), _say)
    if is_ours(layout):
        find_redis_server()


async def _run(layout: Layout) -> int:
    supervisor = Supervisor(layout.logs)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, supervisor.request_stop)
    starting = asyncio.create_task(_start(supervisor, layout))
    stopped = asyncio.create_task(supervisor.stopped())
    await asyncio.wait({starting, stopped}, return_when=asyncio.FIRST_COMPLETED)
    status = 0
    if starting.done() and starting.exception() is not None:
        print(f"\ndianda cannot start: {starting.exception()}", file=sys.stderr)
        status = 1
    else:
        await stopped
    _say("stopping …")
    starting.cancel()
    await supervisor.stop()
    _say("stopped; nothing is left running")
    return status


async def _start(supervisor: Supervisor, layout: Layout) -> None:
    started = time.monotonic()
    environment = shared_environment(layout)
    redis = redis_service(layout)
    if redis:
        supervisor.add(redis)
    await asyncio.gather(
        asyncio.to_thread(_prepare_data, environment), asyncio.to_thread(ensure_index, environment, _say)
    )
    for service in gateway_services(layout, environment):
        supervisor.add(service)
    model = await asyncio.to_thread(ensure_bot_model, layout, _say)
    supervisor.add(bot_service(layout, environment, model))
    await _announce(layout, started)


def _prepare_data(environment: dict[str, str]) -> None:
    platform = str(python_of("platform"))
    _step([platform, "-m", "alembic", "upgrade", "head"], environment, "the database could not be migrated")
    if environment["DIANDA_MODE"] == "demo":
        _step([platform, "-m", "api.demo"], environment, "the demonstration data could not be loaded")


def _step(command: list[str], environment: dict[str, str], what: str) -> None:
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True)
    if done.returncode:
        remedy = "see docs/operations.md; a damaged demo database can be removed with `make clean-state`"
        raise StartError(f"{what}:\n{(done.stdout + done.stderr).strip()[-2000:]}", remedy)


async def _announce(layout: Layout, started: float) -> None:
    base = f"http://127.0.0.1:{layout.port}"
    told = False
    while not await asyncio.to_thread(_is_ready, base):
        await asyncio.sleep(0.5)
        if not told and time.monotonic() - started > READY_WITHIN:
            told = True
            _say(f"not everything is ready after {READY_WITHIN:.0f} s; {base}/readyz says what is missing")
    _say(f"ready after {time.monotonic() - started:.0f} s")
    for title, path in (
        ("customers chat at", "/"),
        ("agents work at", "/agents"),
        ("knowledge is edited at", "/editing"),
        ("the API is described at", "/docs"),
    ):
        _say(f"{title:<24} {base}{path}")
    _say("Ctrl-C stops everything")


def _is_ready(base: str) -> bool:
    try:
        with urllib.request.urlopen(f"{base}/readyz", timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _say(line: str) -> None:
    print(f"{'dianda':<8} │ {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
