"""The gateway's way to the bot: one message to one Rasa sender, all its replies back."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, Literal

import httpx
import structlog
from pydantic import ValidationError

from api.conversations.schemas import Button, Card, Message, Source
from api.metrics import BOT_FAILURES
from api.platform import Platform

log = structlog.get_logger(__name__)
Failure = Literal["loading", "timeout", "refused", "empty", "malformed", "resting"]
CONNECT_SECONDS = 1.0
HEALTH_SECONDS = 2.0
REST_AFTER = 3  # timeouts in a row: then the bot is left alone for a moment and customers do not wait for nothing
REST_SECONDS = 10.0


class BotFailed(Exception):
    """The bot gave no answer; ``kind`` says how."""

    def __init__(self, kind: Failure) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class BotReply:
    """What the bot says, and what it understood."""

    messages: tuple[Message, ...]
    intent: str | None
    confidence: float


class RasaClient:
    """Sends to the bot's channel; see ``bot/channel.py`` for the other side."""

    def __init__(self, platform: Platform) -> None:
        settings = platform.settings
        self._http = platform.http
        self._base = settings.bot_url.rstrip("/") + "/webhooks/dianda/"
        self._headers = {"Authorization": f"Bearer {settings.bot_token}"}
        self._timeout = httpx.Timeout(settings.bot_timeout, connect=CONNECT_SECONDS)
        self._timeouts = 0
        self._rest_until = 0.0

    async def send(self, sender: str, text: str, key: str, reading: str | None = None) -> BotReply:
        """One message; `reading` is the intent a second reader prefers, if one was asked.

        Raises BotFailed; an empty reply is a failure, not an answer.
        """
        if time.monotonic() < self._rest_until:
            raise self._failed("resting")
        body = {"sender": sender, "message": text, "metadata": {"message_key": key, "reading": reading}}
        try:
            response = await self._http.post(
                self._base + "webhook", json=body, headers=self._headers, timeout=self._timeout
            )
        except httpx.ConnectError as error:
            raise self._failed("loading") from error
        except httpx.TimeoutException as error:
            self._count_timeout()
            raise self._failed("timeout") from error
        except httpx.HTTPError as error:
            raise self._failed("refused") from error
        self._timeouts = 0
        return self._read(response)

    async def is_ready(self) -> bool:
        """Whether the bot answers and is warm."""
        try:
            response = await self._http.get(self._base, timeout=HEALTH_SECONDS)
        except httpx.HTTPError:
            return False
        return response.status_code == 200

    def _read(self, response: httpx.Response) -> BotReply:
        if response.status_code == 503:
            raise self._failed("loading")
        if response.status_code != 200:
            log.warning("bot_refused", status=response.status_code)
            raise self._failed("refused")
        try:
            reply = _reply(response.json())
        except (ValueError, KeyError, TypeError, AttributeError, ValidationError) as error:
            raise self._failed("malformed") from error
        if not reply.messages:
            raise self._failed("empty")
        return reply

    def _count_timeout(self) -> None:
        self._timeouts += 1
        if self._timeouts >= REST_AFTER:
            self._timeouts, self._rest_until = 0, time.monotonic() + REST_SECONDS

    @staticmethod
    def _failed(kind: Failure) -> BotFailed:
        BOT_FAILURES.labels(kind).inc()
        return BotFailed(kind)


def _reply(body: dict[str, Any]) -> BotReply:
    messages = tuple(message for raw in body["messages"] if (message := _message(raw)))
    intent = body.get("intent") or {}
    return BotReply(messages, intent.get("name"), float(intent.get("confidence") or 0.0))


def _message(raw: dict[str, Any]) -> Message | None:
    custom = raw.get("custom") or {}
    message = Message(
        text=str(raw.get("text") or custom.get("text") or "").strip(),
        buttons=[Button(title=each["title"], payload=each["payload"]) for each in raw.get("buttons") or []],
        card=Card.model_validate(custom["card"]) if custom.get("card") else None,
        sources=[Source.model_validate(each) for each in custom.get("sources") or []],
    )
    return message if message.text or message.card else None
