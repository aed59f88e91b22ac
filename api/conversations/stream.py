"""A conversation's events as server-sent events: numbered, resumable, with a heartbeat."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from typing import Any

from api.conversations.hub import EventHub
from api.conversations.models import ConversationEvent
from api.conversations.repository import ConversationRepository
from api.metrics import STREAMS
from api.platform import Platform

HEARTBEAT_SECONDS = 15.0  # proxies close silent connections after a minute or less
LONGEST_SECONDS = 15 * 60.0  # then the client reconnects by itself and resumes
RETRY_MILLISECONDS = 2000
KINDS = ("message", "owner", "ticket")


def wire_event(event: ConversationEvent) -> dict[str, Any] | None:
    """An event as customers (and agents) see it; None for what is kept for the record only."""
    if event.kind not in KINDS:
        return None
    at = event.at.isoformat()
    body = event.body
    if event.kind == "message":
        sender, _, agent = event.actor.partition(":")
        message = {name: body.get(name) for name in ("text", "buttons", "card", "sources")}
        message |= {"buttons": message["buttons"] or [], "sources": message["sources"] or []}
        return {"id": event.number, "from": sender, "agent": agent or None, "at": at, **message} | (
            {"client_message_id": body["client_message_id"]} if body.get("client_message_id") else {}
        )
    if event.kind == "owner":
        return {
            "id": event.number,
            "owner": body["owner"],
            "agent": body.get("agent"),
            "position": body.get("position"),
            "reason": body.get("reason"),
            "at": at,
        }
    return {"id": event.number, "ticket_id": body["ticket_id"], "what": body.get("what"), "at": at}


class EventStream:
    """Reads the thread from the database; the hub only says when to look."""

    def __init__(self, platform: Platform) -> None:
        self._database = platform.database
        self._hub = platform.shared(EventHub)

    async def follow(self, conversation_id: str, after: int) -> AsyncIterator[str]:
        """Everything after number ``after``, then what comes, as lines of text/event-stream."""
        yield f"retry: {RETRY_MILLISECONDS}\n\n"
        until, sent = time.monotonic() + LONGEST_SECONDS, time.monotonic()
        STREAMS.inc()
        try:
            with self._hub.listening(conversation_id) as listener:
                while time.monotonic() < until and not self._hub.is_closed:
                    for line, number in await self._news(conversation_id, after):
                        yield line
                        after, sent = number, time.monotonic()
                    for sign in listener.take_signs():
                        yield _line("typing", sign, None)
                    if time.monotonic() - sent >= HEARTBEAT_SECONDS:
                        yield ": still here\n\n"
                        sent = time.monotonic()
                    await listener.wait(min(self._hub.patience, HEARTBEAT_SECONDS))
        finally:
            STREAMS.dec()

    async def _news(self, conversation_id: str, after: int) -> list[tuple[str, int]]:
        async with self._database.reading() as session:
            events = await ConversationRepository(session).events(conversation_id, after=after, kinds=KINDS)
        return [(_line(event.kind, wire_event(event), event.number), event.number) for event in events]


def _line(kind: str, body: dict[str, Any] | None, number: int | None) -> str:
    head = f"id: {number}\n" if number is not None else ""
    return f"{head}event: {kind}\ndata: {json.dumps(body, ensure_ascii=False)}\n\n"
