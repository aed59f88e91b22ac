"""The gateway's way into the bot: one message in, all replies and what was understood out.

``POST /webhooks/dianda/webhook`` with ``Authorization: Bearer <DIANDA_BOT_TOKEN>`` and
``{"sender": "<conversation_id>.<session>", "message": "…", "metadata": {"message_key": "…"}}`` answers
``{"messages": [{"text", "buttons", "custom"}], "intent": {"name", "confidence"}}``. An empty reply is a failure and is
answered with 502, so that the gateway can tell the customer and offer a person. ``GET /webhooks/dianda/`` is 200 when
the bot is warm.
"""

from __future__ import annotations

import hmac
import logging
from typing import Any, Awaitable, Callable

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot import fast_events, fast_validation, parts
from bot.thresholds import thresholds

fast_events.install()
fast_validation.install()
# How sure a reading counts that two readers chose; above what the actions take for sure.
PREFERRED = 0.7
logger = logging.getLogger(__name__)


class WholeMessages(CollectingOutputChannel):
    """Collects each reply as one message; Rasa's own collector splits text, buttons and cards apart."""

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep text, buttons and ``custom`` (card and sources) of ``message`` together."""
        buttons = [{"title": b["title"], "payload": b["payload"]} for b in message.get("buttons") or []]
        self.messages.append(
            {"text": message.get("text") or "", "buttons": buttons, "custom": message.get("custom") or {}}
        )


class DiandaChannel(InputChannel):
    """Lets the gateway, and nobody else, speak to the bot."""

    def __init__(self, token: str) -> None:
        """``token``: the shared secret; an unset one closes the door rather than opening it."""
        self._token = "" if token.startswith("${") else token
        self._warm = False

    @classmethod
    def name(cls) -> str:
        """The channel's name, which is also its path."""
        return "dianda"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> DiandaChannel:
        """Read the token from ``bot/credentials.yml``."""
        return cls(str((credentials or {}).get("token") or ""))

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The two routes, and a warm-up so that the first customer does not wait."""
        webhook = Blueprint("dianda_webhook")

        @webhook.listener("after_server_start")
        async def warm_up(app: Sanic, _loop: Any) -> None:
            await app.ctx.agent.parse_message("你好，我想查一下上个月的电费")
            self._warm = True

        @webhook.get("/")
        async def health(_request: Request) -> HTTPResponse:
            return json({"status": "ready" if self._warm else "starting"}, status=200 if self._warm else 503)

        @webhook.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            if not self._is_gateway(request):
                return _problem(401, "没有有效的令牌")
            body = request.json
            if not _is_complete(body):
                return _problem(422, "sender 和 message 必须是非空文本")
            return await self._answer(request.app, on_new_message, body)

        return webhook

    def _is_gateway(self, request: Request) -> bool:
        return bool(self._token) and hmac.compare_digest((request.token or "").encode(), self._token.encode())

    async def _answer(
        self, app: Sanic, on_new_message: Callable[[UserMessage], Awaitable[Any]], body: dict[str, Any]
    ) -> HTTPResponse:
        """Understand first (so that the intent can be told), then let the dialogue run on that understanding."""
        replies = WholeMessages()
        try:
            understood = await app.ctx.agent.parse_message(body["message"])
            prefer(understood, (body.get("metadata") or {}).get("reading"))
            heard = {
                "thresholds": thresholds(),
                "parts": await parts.understand(body["message"], app.ctx.agent.parse_message),
                "beside": await parts.understand_beside(understood, app.ctx.agent.parse_message),
            }
            await on_new_message(
                UserMessage(
                    body["message"],
                    replies,
                    body["sender"],
                    parse_data=understood,
                    input_channel=self.name(),
                    metadata={**(body.get("metadata") or {}), **heard},
                )
            )
        except Exception:
            logger.exception("the dialogue failed")
            return _problem(502, "对话服务出错")
        return _result(replies.messages, understood)


def prefer(understood: dict[str, Any], reading: str | None) -> None:
    """Put the intent a second reader prefers first, when it is among the likely ones; changes ``understood``."""
    ranking = understood.get("intent_ranking") or []
    found = [intent for intent in ranking if intent["name"] == reading]
    if not found:
        return
    first = {**found[0], "confidence": max(PREFERRED, found[0]["confidence"])}
    rest = 1 - first["confidence"]
    others = [{**intent, "confidence": intent["confidence"] * rest} for intent in ranking if intent is not found[0]]
    understood["intent"], understood["intent_ranking"] = first, [first, *others]


def _result(messages: list[dict[str, Any]], understood: dict[str, Any]) -> HTTPResponse:
    if not messages:
        return _problem(502, "对话服务没有给出回答")
    intent = understood.get("intent") or {}
    confidence = round(float(intent.get("confidence") or 0.0), 4)
    return json({"messages": messages, "intent": {"name": intent.get("name"), "confidence": confidence}})


def _is_complete(body: Any) -> bool:
    return isinstance(body, dict) and all(
        isinstance(body.get(key), str) and body[key].strip() for key in ("sender", "message")
    )


def _problem(status: int, detail: str) -> HTTPResponse:
    body = {"type": "about:blank", "title": detail, "status": status, "detail": detail}
    return json(body, status=status, content_type="application/problem+json")
