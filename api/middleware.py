"""Around every request: an id, one log line, the figures of /metrics, and a bound on what is sent to us.

Plain ASGI, because Starlette's BaseHTTPMiddleware buffers and would hold back server-sent events.
"""

from __future__ import annotations

import re
import secrets
import time
from abc import ABC, abstractmethod

import structlog
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import ApiError, problem, rendered
from api.metrics import REQUEST_SECONDS, REQUESTS
from api.platform import Platform
from api.security import principal_or_none, require_agent, require_principal

log = structlog.get_logger(__name__)
LARGEST_BODY = 1024 * 1024
# files of staff, which may be long
LARGEST_STREAMED = {"/v1/tickets/import": 512 * 1024 * 1024}
TOO_LARGE = "发来的内容太大，请缩短或分几次发送。"
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


class _AroundRequests(ABC):
    """Lets what is no request (the application's start and end) pass."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        serve = self._serve if scope["type"] == "http" else self._app
        await serve(scope, receive, send)

    @abstractmethod
    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None: ...


class RequestRecord(_AroundRequests):
    """Gives each request an id (or keeps a sane one from the proxy), and records how it went."""

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        request_id = _request_id(scope)
        structlog.contextvars.bind_contextvars(request_id=request_id)
        started, status = time.perf_counter(), 500

        async def note_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", []), (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            await self._app(scope, receive, note_status)
        finally:
            _record(scope, status, time.perf_counter() - started)
            structlog.contextvars.unbind_contextvars("request_id")


def _record(scope: Scope, status: int, seconds: float) -> None:
    route = getattr(scope.get("route"), "path", "unmatched")  # never the path: it may hold a conversation's id
    REQUESTS.labels(scope["method"], route, str(status)).inc()
    if not route.endswith("/events"):  # a stream's length says nothing about speed
        REQUEST_SECONDS.labels(route).observe(seconds)
    if route not in {"/healthz", "/readyz", "/metrics"}:
        log.info("request", method=scope["method"], route=route, status=status, ms=round(seconds * 1000, 1))


def _request_id(scope: Scope) -> str:
    given = dict(scope["headers"]).get(b"x-request-id", b"").decode("latin-1")
    return given if _ID.fullmatch(given) else secrets.token_hex(8)


class BodyLimit(_AroundRequests):
    """Refuses bodies larger than we read, by their announced length and by what really comes."""

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            left = _most_bytes(scope)
        except ApiError as error:
            await rendered(error)(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if announced.isdigit() and int(announced) > left:
            await problem(413, "内容过大", TOO_LARGE, code="too_large")(scope, receive, send)
            return

        async def counted() -> Message:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                raise HTTPException(413, TOO_LARGE)  # FastAPI passes this one on while it reads a body
            return message

        await self._app(scope, counted, send)


def _most_bytes(scope: Scope) -> int:
    """How much is read. Raises ApiError for who may send no file: FastAPI reads a body before it asks who sends it."""
    most = LARGEST_STREAMED.get(scope["path"])
    if most is None:
        return LARGEST_BODY
    platform: Platform = scope["app"].state.platform
    authorization = dict(scope["headers"]).get(b"authorization", b"").decode("latin-1")
    require_agent(require_principal(principal_or_none(platform, authorization)))
    return most
