"""The encoder's training, really run on a few lines in the training environment (torch, transformers)."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TRAIN = ROOT / ".venv" / "train" / "bin" / "python"
CHECKS = re.findall(r"^def check_(\w+)", Path(__file__).with_name("encoder_checks.py").read_text("utf-8"), re.MULTILINE)


@pytest.fixture(scope="module")
def wrong() -> dict[str, str]:
    """What each check found wrong; one process runs them all, because torch takes long to start."""
    if not TRAIN.exists():
        pytest.skip("no training environment: `make train` installs it")
    command = [str(TRAIN), "-m", "tests.training.encoder_checks"]
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=280, check=False)
    _, found, result = done.stdout.rpartition("RESULT")
    assert found, done.stderr[-2000:]
    return dict(json.loads(result))


@pytest.mark.parametrize("check", CHECKS)
def test_encoder(check: str, wrong: dict[str, str]) -> None:
    assert wrong[check] == ""
