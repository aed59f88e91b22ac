"""The Python environments: uv in a folder of the project, interpreters, and installs from the hashed locks."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from ops.errors import StartError
from ops.layout import ROOT, python_of

UV_VERSION = "0.13.9"
TOOLS = ROOT / ".tools"
TORCH = "torch==2.13.0"


def install_environments(names: tuple[str, ...], say: Callable[[str], None]) -> None:
    """Bring the named environments to their locks; those already there cost milliseconds."""
    for name in names:
        if not _is_current(name):
            started = time.monotonic()
            say(f"installing the {name} environment (requirements/{name}.txt) …")
            _install(name, find_uv(say), say)
            say(f"the {name} environment is ready ({time.monotonic() - started:.0f} s)")


def find_uv(say: Callable[[str], None]) -> Path:
    """uv: the project's own copy, installed when absent."""
    own = TOOLS / "uv" / "bin" / "uv"
    if own.exists():
        return own
    say(f"installing uv {UV_VERSION} into .tools …")
    venv = subprocess.run([sys.executable, "-m", "venv", str(TOOLS / "uv")], capture_output=True, text=True)
    if venv.returncode:
        shutil.rmtree(TOOLS / "uv", ignore_errors=True)
        installed = shutil.which("uv")
        if installed:
            return Path(installed)
        raise StartError(
            "this Python cannot make virtual environments (its venv package is not installed)",
            "run: sudo apt-get install -y python3-venv   and then `make up` again",
        )
    pip = [str(TOOLS / "uv" / "bin" / "python"), "-m", "pip", "install", "--quiet", f"uv=={UV_VERSION}"]
    _run(pip, "uv could not be installed", "check the network and the package registry that pip is configured for")
    return own


def find_python310(uv: Path, say: Callable[[str], None]) -> Path:
    """A Python 3.10 for the bot: on PATH, under pyenv, or downloaded by uv into the project."""
    for candidate in _python310_candidates():
        if _version_of(candidate) == "3.10":
            return candidate
    say("no Python 3.10 is installed; uv downloads one into .tools/python …")
    environment = {**os.environ, "UV_PYTHON_INSTALL_DIR": str(TOOLS / "python")}
    done = subprocess.run([str(uv), "python", "install", "3.10"], env=environment, capture_output=True, text=True)
    found = sorted((TOOLS / "python").glob("cpython-3.10*/bin/python3.10"))
    if done.returncode or not found:
        raise StartError(
            "the bot needs Python 3.10 (Rasa 3.6 runs on nothing newer); none is here and none could be downloaded",
            "install one (for example `pyenv install 3.10`, or your distribution's python3.10) and run `make up` again",
        )
    return found[-1]


def _python310_candidates() -> list[Path]:
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    on_path = shutil.which("python3.10")
    # A pyenv shim on PATH fails unless 3.10 is among its chosen versions, so its versions folder is looked at too.
    found = sorted(pyenv.glob("versions/3.10*/bin/python3.10"), reverse=True)
    found += sorted((TOOLS / "python").glob("cpython-3.10*/bin/python3.10"))
    return ([Path(on_path)] if on_path else []) + found


def _version_of(interpreter: Path) -> str:
    code = "import sys, ensurepip; print('%d.%d' % sys.version_info[:2])"
    done = subprocess.run([str(interpreter), "-c", code], capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else ""


def _install(name: str, uv: Path, say: Callable[[str], None]) -> None:
    folder = ROOT / ".venv" / name
    python = find_python310(uv, say) if name == "bot" else Path(sys.executable)
    if not python_of(name).exists():
        _run(
            [str(uv), "venv", "--quiet", "--seed", "--python", str(python), str(folder)],
            f"cannot create {folder}",
            "check the disk",
        )
    lock = ROOT / "requirements" / f"{name}.txt"
    command = [str(uv), "pip", "install" if name == "train" else "sync", "--quiet", "--python", str(python_of(name))]
    if name == "train":
        _install_torch(uv)
        command.append("-r")
    _run([*command, str(lock)], f"the {name} environment could not be installed", "check the network, then run again")
    _stamp(name).write_text(_lock_hash(name))


def _install_torch(uv: Path) -> None:
    """torch's CPU build: a wheel that pip is configured to find, else the CPU index that uv knows."""
    local = [str(python_of("train")), "-m", "pip", "install", "--quiet", TORCH]
    if os.environ.get("PIP_FIND_LINKS"):
        _run(local, "torch could not be installed", "check the network")
        return
    command = [str(uv), "pip", "install", "--quiet", "--python", str(python_of("train")), TORCH, "--torch-backend=cpu"]
    _run(command, "torch could not be installed", "check the network")


def _run(command: list[str], what: str, remedy: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    if done.returncode:
        raise StartError(f"{what}:\n{done.stderr.strip()[-1500:]}", remedy)


def _is_current(name: str) -> bool:
    stamp = _stamp(name)
    return python_of(name).exists() and stamp.exists() and stamp.read_text() == _lock_hash(name)


def _stamp(name: str) -> Path:
    return ROOT / ".venv" / name / ".lock-hash"


def _lock_hash(name: str) -> str:
    return hashlib.sha256((ROOT / "requirements" / f"{name}.txt").read_bytes()).hexdigest()


if __name__ == "__main__":
    try:
        install_environments(tuple(sys.argv[1:]), lambda line: print(line, flush=True))
    except StartError as error:
        sys.exit(str(error))
