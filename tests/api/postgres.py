"""A throw-away PostgreSQL server for tests that are about it. It refuses to run as root, who borrows another user."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path

USER = "nobody"


def programs() -> Path | None:
    """Where the server's programs are, None when it is not installed (or root cannot borrow a user)."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    if os.geteuid() == 0 and not shutil.which("runuser"):
        return None
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@contextmanager
def postgres_server(folder: Path):
    """Run a server on a socket in ``folder``; gives an SQLAlchemy URL."""
    where = programs()
    assert where is not None
    home = Path("/tmp") / f"pg-{os.getpid()}"  # its owner must reach it: pytest's own folders are closed to others
    home.mkdir(mode=0o777)
    home.chmod(0o777)
    data = home / "data"
    try:
        _run([str(where / "initdb"), "-D", str(data), "-U", "dianda", "-A", "trust", "-E", "UTF8", "--no-sync"])
        options = f"-c listen_addresses='' -c unix_socket_directories={home} -c fsync=off"
        start = [str(where / "pg_ctl"), "-D", str(data), "-w", "-l", str(home / "log"), "-o", options, "start"]
        _run(start)
        yield f"postgresql+psycopg://dianda@/postgres?host={home}"
    finally:
        if data.exists():
            _run([str(where / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"])
        shutil.rmtree(home, ignore_errors=True)


def _run(command: list[str]) -> None:
    borrowed = ["runuser", "-u", USER, "--"] if os.geteuid() == 0 else []
    subprocess.run([*borrowed, *command], check=True, capture_output=True, cwd="/tmp", timeout=60)
