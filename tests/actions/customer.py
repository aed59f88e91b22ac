"""A customer as the action server sees one: Rasa's part of a turn, without Rasa."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import httpx
import yaml

DOMAIN = Path(__file__).resolve().parents[2] / "bot" / "domain"


@dataclass
class Reply:
    """What one turn answered: each message with its response's name, text, buttons and card."""

    messages: list[dict]

    @property
    def text(self) -> str:
        return "\n".join(message["text"] for message in self.messages)

    @property
    def names(self) -> list[str]:
        return [message["name"] for message in self.messages if message["name"]]

    @property
    def buttons(self) -> list[str]:
        return [button["title"] for message in self.messages for button in message["buttons"]]

    @property
    def rows(self) -> list[list[str]]:
        return [row for message in self.messages for row in (message["custom"].get("card") or {}).get("rows", [])]


class Customer:
    """Says things; keeps slots and events as Rasa would, and fills responses from the real domain."""

    def __init__(self, url: str, conversation: str) -> None:
        self.conversation = conversation
        self.slots: dict = dict.fromkeys(("form", "subject", "offer", "choice", "failures", "pending"))
        self._events: list[dict] = []
        self._url = url
        self._count = 0

    def says(
        self, text, intent, entities=None, *, confidence=0.95, ranking=None, key=None, parts=(), beside=None
    ) -> Reply:
        """One message, understood as ``intent``."""
        self._count += 1
        message = {
            "text": text,
            "intent": {"name": intent, "confidence": confidence},
            "intent_ranking": ranking or [{"name": intent, "confidence": confidence}],
            "entities": _entities(entities or {}),
            "metadata": {
                "message_key": key or f"{self.conversation}-{self._count}",
                "parts": list(parts),
                "beside": beside,
            },
        }
        self._events.append({"event": "user", "text": text})
        tracker = {
            "sender_id": f"{self.conversation}.1",
            "slots": self.slots,
            "latest_message": message,
            "events": self._events,
            "paused": False,
            "followup_action": None,
            "active_loop": {},
            "latest_action_name": None,
        }
        call = {"next_action": f"action_{intent}", "sender_id": tracker["sender_id"], "tracker": tracker, "domain": {}}
        response = _http().post(f"{self._url}/webhook", json={**call, "version": "3.6.21"})
        response.raise_for_status()
        return self._take(response.json())

    def _take(self, answer: dict) -> Reply:
        self.slots = self.slots | {event["name"]: event["value"] for event in answer["events"]}
        messages = [_message(response) for response in answer["responses"]]
        for message in messages:
            extra = {"buttons": message["buttons"], "custom": message["custom"]}
            self._events.append({"event": "bot", "text": message["text"], "data": extra})
        return Reply(messages)


def _entities(found: dict | list) -> list[dict]:
    """A mapping for one value each, a list of Rasa's entities when a name comes twice."""
    return found if isinstance(found, list) else [{"entity": name, "value": value} for name, value in found.items()]


def _message(response: dict) -> dict:
    """As Rasa would: the template filled (a place without a value is an error here), buttons joined."""
    name = response.get("response")
    template = responses()[name][0] if name else {"text": response["text"]}
    return {
        "name": name,
        "text": template["text"].format(**response) if name else template["text"],
        "buttons": [*template.get("buttons", []), *(response.get("buttons") or [])],
        "custom": response.get("custom") or {},
    }


@lru_cache(maxsize=1)
def _http() -> httpx.Client:
    return httpx.Client(timeout=20)


@lru_cache(maxsize=1)
def responses() -> dict[str, list[dict]]:
    """Every response of the domain."""
    found: dict[str, list[dict]] = {}
    for path in sorted(DOMAIN.glob("*.yml")):
        found |= yaml.safe_load(path.read_text(encoding="utf-8")).get("responses") or {}
    return found
