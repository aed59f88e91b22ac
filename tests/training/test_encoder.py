"""The encoder's training, really run on a few lines in the training environment (torch, transformers)."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TRAIN = ROOT / ".venv" / "train" / "bin" / "python"
CHECKS = re.findall(r"^def check_(\w+)", Path(__file__).with_name("encoder_checks.py").read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("check", CHECKS)
def test_encoder(check: str) -> None:
    if not TRAIN.exists():
        pytest.skip("no training environment: `make train` installs it")
    command = [str(TRAIN), "-m", "tests.training.encoder_checks", f"check_{check}"]
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"}

    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=240, check=False)

    assert done.returncode == 0, done.stderr[-2000:]
