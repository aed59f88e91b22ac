"""What is looked at before anything is installed or started."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import socket
import sys
from pathlib import Path

from ops.errors import StartError
from ops.layout import ROOT, Layout

NEEDED_FIRST = 5 * 2**30  # bytes: the three environments take 3.5 GB
NEEDED_LATER = 200 * 2**20  # bytes: database, logs, index


def check_platform() -> None:
    """Known to work: Linux on x86-64 with Python 3.11–3.13. Elsewhere the bot's packages do not exist."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this is where an older one is told
        raise StartError(
            f"Python {platform.python_version()} is too old: 3.11 or newer is needed",
            "install python3.11 or newer and run `make up PYTHON=python3.11`",
        )
    if sys.platform != "linux" or platform.machine() != "x86_64":
        raise StartError(
            f"{sys.platform} on {platform.machine()} is not supported: Rasa 3.6's packages exist for Linux x86-64 only",
            "use a Debian or Ubuntu machine (a virtual one is fine); see docs/operations.md, “Platforms”",
        )


def check_disk(folder: Path = ROOT) -> None:
    """Enough room for the environments where the project lies, and for logs and the database where the state does."""
    is_first = folder == ROOT and not (ROOT / ".venv" / "bot").exists()
    needed = NEEDED_FIRST if is_first else NEEDED_LATER
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise StartError(
            f"the disk is nearly full: {free / 2**30:.1f} GB free under {folder}, {needed / 2**30:.1f} GB needed",
            "free some space, or move the project to a larger disk (DIANDA_VAR moves the state alone)",
        )


def check_writable(folder: Path) -> None:
    """The folder for state can be made and written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".write-probe"
        probe.write_text("ok")
        probe.unlink()
    except OSError as error:
        raise StartError(
            f"cannot write to {folder}: {error.strerror}", "fix its permissions, or set DIANDA_VAR to another folder"
        ) from error


def check_ports(layout: Layout, own_redis: bool) -> None:
    """Every port we will listen on is free."""
    wanted = {
        "DIANDA_PORT": layout.port,
        "DIANDA_BOT_PORT": layout.bot_port,
        "DIANDA_ACTIONS_PORT": layout.actions_port,
    }
    if own_redis:
        wanted["DIANDA_REDIS_PORT"] = layout.redis_port
    for variable, port in wanted.items():
        if not _is_free(port):
            raise StartError(
                f"port {port} is taken by another program",
                f"stop that program, or choose another port: {variable}={port + 1000} make up",
            )


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def check_models(models: Path = ROOT / "models") -> None:
    """Every committed weight is the one that was committed (``models/SHA256SUMS``)."""
    sums = models / "SHA256SUMS"
    if not sums.exists():
        raise StartError(f"{sums} is missing", "restore it with `git checkout -- models`, or run `make train`")
    for line in sums.read_text(encoding="utf-8").splitlines():
        digest, _, name = line.partition("  ")
        path = models / name
        if not path.exists() or _sha256(path) != digest:
            raise StartError(
                f"the model file {path.relative_to(ROOT)} is {'damaged' if path.exists() else 'missing'}",
                "restore it with `git checkout -- models`, or train it anew with `make train`",
            )


def write_model_sums(models: Path = ROOT / "models") -> None:
    """Record the weights' digests after training."""
    files = sorted(p for p in models.rglob("*") if p.is_file() and p.name != "SHA256SUMS")
    lines = [f"{_sha256(path)}  {path.relative_to(models).as_posix()}\n" for path in files]
    (models / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_root() -> bool:
    """Whether packages could be installed without asking."""
    return os.geteuid() == 0


if __name__ == "__main__":
    write_model_sums()
