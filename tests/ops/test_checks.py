"""What stops a start is said with what to do."""

import socket
from pathlib import Path

import pytest

from ops.errors import StartError
from ops.layout import Layout
from ops.prepare import checks


def layout(tmp_path: Path, **ports: int) -> Layout:
    values = {"port": 0, "bot_port": 0, "actions_port": 0, "redis_port": 0, **ports}
    return Layout(var=tmp_path, **values)


def test_a_taken_port_is_named_with_the_variable_that_changes_it(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(StartError, match=rf"port {port} is taken[\s\S]*DIANDA_BOT_PORT"):
            checks.check_ports(layout(tmp_path, bot_port=port), own_redis=True)


def test_a_full_disk_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(checks, "NEEDED_LATER", 2**60)
    monkeypatch.setattr(checks, "NEEDED_FIRST", 2**60)
    with pytest.raises(StartError, match=r"nearly full[\s\S]*DIANDA_VAR"):
        checks.check_disk(tmp_path)


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StartError, match=r"cannot write[\s\S]*DIANDA_VAR"):
        checks.check_writable(tmp_path / "file" / "var")


def test_a_damaged_model_is_found_by_its_digest(tmp_path, monkeypatch):
    monkeypatch.setattr(checks, "ROOT", tmp_path)
    models = tmp_path / "models"
    (models / "intents").mkdir(parents=True)
    weights = models / "intents" / "weights.npz"
    weights.write_bytes(b"good")
    checks.write_model_sums(models)
    checks.check_models(models)
    weights.write_bytes(b"bad!")
    with pytest.raises(StartError, match=r"intents/weights\.npz is damaged[\s\S]*git checkout"):
        checks.check_models(models)
    weights.unlink()
    with pytest.raises(StartError, match="missing"):
        checks.check_models(models)
