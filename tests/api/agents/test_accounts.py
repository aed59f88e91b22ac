"""Accounts are made and changed where the product runs, by the command of docs/operations.md."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from api.agents.models import AgentAuditEvent
from api.agents.service import AgentService
from api.errors import Unprocessable
from tests.api.building import gateway

ROOT = Path(__file__).resolve().parents[3]
FIRST, SECOND = "long-enough-password", "another-long-password"


@pytest.fixture
async def desk(tmp_path):
    async with gateway(tmp_path, mode="production") as built:
        yield built


@pytest.fixture
def command(desk):
    """Run one command beside the product; gives its status and what it says."""
    settings = desk.platform.settings
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DIANDA_")}
    environment |= {"DIANDA_DATABASE_URL": settings.database_url, "DIANDA_VAR": str(settings.var)}
    environment |= {
        f"DIANDA_{name.upper()}": getattr(settings, name) for name in ("secret_key", "internal_token", "bot_token")
    }

    def run(*words, typed=""):
        line = [sys.executable, "-m", "api.agents", *words]
        done = subprocess.run(line, cwd=ROOT, env=environment, input=typed, capture_output=True, text=True, timeout=200)
        return done.returncode, done.stdout + done.stderr

    return run


async def signs_in(desk, password):
    body = {"username": "zhou", "password": password}
    return (await desk.client.post("/v1/agents/login", json=body)).status_code == 200


async def test_an_account_is_created_changed_disabled_and_enabled_and_all_of_it_noted(desk, command):
    assert command("create", "zhou", "周敏", "agent", typed="short\n") == (1, "密码应为 10 到 200 个字符。\n")
    assert command("create", "zhou", "周敏", "agent", typed=FIRST + "\n") == (0, "created zhou\n")
    assert await signs_in(desk, FIRST)
    assert command("password", "zhou", typed=SECOND + "\n")[0] == 0
    assert (await signs_in(desk, FIRST), await signs_in(desk, SECOND)) == (False, True)
    assert command("disable", "zhou")[0] == 0
    assert not await signs_in(desk, SECOND)
    assert command("enable", "zhou")[0] == 0
    assert await signs_in(desk, SECOND)
    async with desk.platform.database.reading() as session:
        events = (await session.scalars(select(AgentAuditEvent).order_by(AgentAuditEvent.id))).all()
    noted = [each.kind for each in events if each.actor == "console"]
    assert noted == ["account_created", "password_changed", "account_disabled", "account_enabled"]


async def test_an_unknown_account_is_named_as_such(command):
    assert command("disable", "nobody") == (1, "没有这个坐席账号。\n")


async def test_an_account_that_nobody_could_sign_in_with_is_refused(desk):
    wrong = [(" zhou", "周敏", FIRST), ("z" * 61, "周敏", FIRST), ("zhou", "", FIRST), ("zhou", "周敏", "x" * 201)]
    async with desk.platform.database.session() as session:
        agents = AgentService(session, desk.platform)
        for username, name, password in wrong:
            with pytest.raises(Unprocessable):
                await agents.create(username, name, "agent", password)
