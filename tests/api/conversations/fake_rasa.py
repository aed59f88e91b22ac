"""A bot small enough to read, with the channel of ``bot/channel.py``: a real server on a real port."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import uvicorn
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

TOKEN = "b" * 32


@dataclass
class FakeRasa:
    """Answers by the first script whose key is in the message; a script may be a function of the request."""

    scripts: dict = field(default_factory=dict)
    received: list = field(default_factory=list)
    running: int = 0
    most_at_once: int = 0
    is_ready: bool = True
    delay: float = 0.0
    url: str = ""

    async def webhook(self, request):
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return JSONResponse({}, 401)
        body = await request.json()
        self.received.append(body)
        self.running += 1
        self.most_at_once = max(self.most_at_once, self.running)
        try:
            if self.delay:
                await asyncio.sleep(self.delay)
            return JSONResponse(await self._answer(body))
        finally:
            self.running -= 1

    async def health(self, _request):
        return JSONResponse({}, 200 if self.is_ready else 503)

    async def _answer(self, body):
        for words, script in self.scripts.items():
            if words in body["message"]:
                found = await script(body) if callable(script) else script
                if isinstance(found, dict):
                    return found
                break
        else:
            found = [f"机器人听到：{body['message']}"]
        messages = [each if isinstance(each, dict) else {"text": each, "buttons": [], "custom": {}} for each in found]
        return {"messages": messages, "intent": {"name": "greet", "confidence": 0.9}}

    @property
    def app(self):
        return Starlette(
            routes=[
                Route("/webhooks/dianda/webhook", self.webhook, methods=["POST"]),
                Route("/webhooks/dianda/", self.health),
                Route("/health", self.health),  # it also stands in for the action server's health
            ]
        )


@asynccontextmanager
async def served(app):
    """Serve an ASGI application on a free port; gives its base address."""
    config = uvicorn.Config(app, port=0, log_level="critical", lifespan="off", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.005)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await task
