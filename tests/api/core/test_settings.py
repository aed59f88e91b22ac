import pytest
from pydantic import ValidationError

from api.settings import Settings
from api.storage import Storage

SECRETS = {"secret_key": "s" * 32, "internal_token": "i" * 32, "bot_token": "b" * 32}


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch):
    import os

    for name in [name for name in os.environ if name.startswith("DIANDA_")]:
        monkeypatch.delenv(name)


@pytest.mark.parametrize("name", list(SECRETS))
@pytest.mark.parametrize("value", ["change-me", "change-me-change-me", "short"])
def test_a_placeholder_or_short_secret_is_refused_outside_demo_mode(name, value):
    with pytest.raises(ValidationError, match=f"DIANDA_{name.upper()}"):
        Settings(mode="production", **{**SECRETS, name: value})


def test_real_secrets_are_taken():
    assert not Settings(mode="production", **SECRETS).is_demo


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "example.org"])
def test_demo_mode_listens_on_loopback_only(host):
    with pytest.raises(ValidationError, match="loopback"):
        Settings(mode="demo", host=host)


def test_demo_mode_fills_in_the_contracts_values():
    demo = Settings(mode="demo")
    assert demo.clock == "2026-11-20T09:00:00+08:00"
    assert (demo.wechat_token, demo.wechat_appid) == ("dianda-demo", "wxdemo0000000000")
    assert demo.wechat_aes_key == "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"


def test_outside_demo_mode_the_clock_is_the_real_one():
    assert Settings(mode="production", **SECRETS).clock is None


def test_without_a_database_of_its_own_a_process_uses_the_one_beside_its_state(tmp_path, monkeypatch):
    monkeypatch.setenv("DIANDA_VAR", str(tmp_path))
    monkeypatch.setenv("DIANDA_DATABASE_URL", "")
    beside = f"sqlite+aiosqlite:///{tmp_path / 'dianda.db'}"
    assert (Storage().database_url, Settings(mode="demo").database_url) == (beside, beside)
    monkeypatch.setenv("DIANDA_DATABASE_URL", "postgresql+psycopg://elsewhere/dianda")
    assert Storage().database_url == "postgresql+psycopg://elsewhere/dianda"
