"""What stops a start is said with what to do."""

import socket
from pathlib import Path

import pytest

from ops.errors import StartError
from ops.layout import Layout
from ops.prepare import checks
from ops.prepare.bot_model import _known_model
from ops.stack import _secrets


def layout(tmp_path: Path, **ports: int) -> Layout:
    values = {"port": 0, "bot_port": 0, "actions_port": 0, "redis_port": 0, **ports}
    return Layout(var=tmp_path, **values)


def test_a_taken_port_is_named_with_the_variable_that_changes_it(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(StartError, match=rf"port {port} is taken[\s\S]*DIANDA_BOT_PORT"):
            checks.check_ports(layout(tmp_path, bot_port=port), own_redis=True)


@pytest.mark.parametrize("given", ["abc", "0", "70000", "-1"])
def test_what_is_no_port_is_told_with_its_variable(given):
    with pytest.raises(StartError, match=rf"DIANDA_BOT_PORT={given} is no port[\s\S]*DIANDA_BOT_PORT=8005"):
        Layout.from_environment({"DIANDA_BOT_PORT": given})


def test_a_trained_model_whose_record_was_cut_off_is_trained_again(tmp_path):
    stamp = tmp_path / "trained.json"
    assert _known_model(stamp, "wanted") is None
    stamp.write_text('{"inputs": "wan')
    assert _known_model(stamp, "wanted") is None


def test_secrets_are_made_once_and_readable_by_their_owner_only(tmp_path):
    made = _secrets(tmp_path / "secrets.json")
    assert _secrets(tmp_path / "secrets.json") == made and len(set(made.values())) == 3
    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secrets.json"]


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
