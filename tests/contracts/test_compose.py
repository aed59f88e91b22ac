"""The compose file is valid, every process of the product is in it, and no secret has a default."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from api.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SECRETS = ("POSTGRES_PASSWORD", "DIANDA_SECRET_KEY", "DIANDA_INTERNAL_TOKEN", "DIANDA_BOT_TOKEN")


def test_every_process_of_the_product_is_there():
    assert {"gateway", "bot", "actions", "worker", "postgres", "redis"} <= set(COMPOSE["services"])


def test_every_image_is_built_from_a_file_that_exists_and_copies_what_exists():
    for service in COMPOSE["services"].values():
        if "build" not in service:
            continue
        dockerfile = ROOT / service["build"]["dockerfile"]
        for line in dockerfile.read_text().splitlines():
            if line.startswith("COPY"):
                assert (ROOT / line.split()[1]).exists(), line


def test_no_secret_has_a_default():
    text = (ROOT / "docker-compose.yml").read_text()
    for name in SECRETS:
        assert f"${{{name}:?" in text
        assert f"${{{name}:-" not in text


def test_what_an_operator_may_choose_reaches_gateway_and_worker():
    given = COMPOSE["services"]["gateway"]["environment"]
    assert given == COMPOSE["services"]["worker"]["environment"]
    known = {f"DIANDA_{name.upper()}" for name in Settings.model_fields}
    assert {name for name in given if name.startswith("DIANDA_")} <= known
    laid_out = {f"DIANDA_{name}" for name in ("VAR", "HOST", "CLOCK", "MODELS", "ARTICLES", "GOLDEN_QUESTIONS")}
    assert known - laid_out <= set(given)


@pytest.mark.skipif(not shutil.which("docker-compose"), reason="docker-compose is not installed")
def test_the_file_is_valid_and_refuses_to_start_without_secrets():
    environment = {name: value for name, value in os.environ.items() if name not in SECRETS}
    command = ["docker-compose", "-f", str(ROOT / "docker-compose.yml"), "config", "-q"]
    refused = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert refused.returncode != 0
    assert "set " in refused.stderr
    accepted = subprocess.run(command, env=environment | dict.fromkeys(SECRETS, "x"), capture_output=True, text=True)
    assert accepted.returncode == 0, accepted.stderr
