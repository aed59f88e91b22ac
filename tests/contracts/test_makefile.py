"""Targets that hand files to each other name the same ones, wherever the state lies."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from ops.layout import Layout

ROOT = Path(__file__).resolve().parents[2]


def steps(target: str, **variables: str) -> str:
    """What make would run. A step that names $(MAKE) is run even so: such steps must do nothing else."""
    known = {name: value for name, value in os.environ.items() if not name.startswith(("DIANDA_", "MAKE"))}
    done = subprocess.run(["make", "-n", target], cwd=ROOT, env=known | variables, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("variables", [{}, {"DIANDA_VAR": "/srv/dianda"}])
def test_training_reads_the_exported_corrections_and_leaves_its_candidate_where_promotion_looks(variables):
    shown, var = steps("train", **variables), Layout.from_environment(variables).var
    written = shown.partition("-m api.tickets.corrections ")[2].split()[0]
    assert f"DIANDA_CORRECTIONS={written} " in shown
    assert (ROOT / written).resolve() == var / "learning" / "corrections.jsonl"
    trained = shown.partition("DIANDA_TRAINED=")[2].split()[0]
    assert (ROOT / trained).resolve() == var / "models" / "candidate"


def test_the_state_that_is_removed_is_the_one_in_use():
    assert "/srv/dianda/dianda.db*" in steps("clean-state", DIANDA_VAR="/srv/dianda")
