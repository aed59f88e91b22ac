"""The bot's Rasa model: trained again only when what it is made from has changed."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from ops.errors import StartError
from ops.layout import ROOT, Layout, python_of

INPUTS = ("config.yml", "bot/domain", "bot/data", "nlu", "requirements/bot.txt")


def bot_environment(layout: Layout) -> dict[str, str]:
    """Variables for every Rasa process: its own home (it writes to ~/.config), no telemetry, few threads."""
    home = layout.var / "bot-home"
    home.mkdir(parents=True, exist_ok=True)
    return {
        "HOME": str(home),
        "RASA_TELEMETRY_ENABLED": "false",
        "RASA_CACHE_DIRECTORY": str(home / "cache"),
        "PYTHONPATH": str(ROOT),
        "OMP_NUM_THREADS": "1",
        "TF_CPP_MIN_LOG_LEVEL": "2",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "PYTHONWARNINGS": "ignore",
        "DIANDA_VAR": str(layout.var),
    }


def ensure_bot_model(layout: Layout, say: Callable[[str], None]) -> Path:
    """The trained model for the present inputs; trains when it is missing, outdated or damaged."""
    stamp = layout.bot_models / "trained.json"
    wanted = _inputs_hash()
    if model := _known_model(stamp, wanted):
        return model
    say("training the bot's dialogue model (its inputs changed) …")
    started = time.monotonic()
    model = _train(layout)
    stamp.write_text(json.dumps({"inputs": wanted, "model": model.name, "sha256": _sha256(model)}))
    say(f"the bot's dialogue model is trained ({time.monotonic() - started:.0f} s)")
    return model


def _known_model(stamp: Path, wanted: str) -> Path | None:
    try:
        known = json.loads(stamp.read_text())
        model = stamp.parent / str(known["model"])
        return model if known["inputs"] == wanted and _sha256(model) == known["sha256"] else None
    except (OSError, ValueError, LookupError):  # nothing there, or a start was cut off while it was written
        return None


def _train(layout: Layout) -> Path:
    layout.bot_models.mkdir(parents=True, exist_ok=True)
    for old in layout.bot_models.glob("*.tar.gz"):
        old.unlink()
    command = [
        *(str(python_of("bot")), "-m", "rasa", "train", "--config", "config.yml", "--domain", "bot/domain"),
        *("--data", "bot/data", "--out", str(layout.bot_models), "--fixed-model-name", "dianda"),
    ]
    environment = {**os.environ, **bot_environment(layout)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    model = layout.bot_models / "dianda.tar.gz"
    if done.returncode or not model.exists():
        output = (done.stdout + done.stderr).strip()[-3000:]
        raise StartError(f"the bot's dialogue model could not be trained:\n{output}", "see bot/README.md, “Training”")
    return model


def _inputs_hash() -> str:
    digest = hashlib.sha256()
    for path in _input_files():
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _input_files() -> Iterator[Path]:
    for name in INPUTS:
        path = ROOT / name
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (file for file in files if file.is_file() and "__pycache__" not in file.parts)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
