"""What every action is: one intent, and how a wish with that intent is carried out."""

from __future__ import annotations

import importlib
import logging
import pkgutil
from abc import abstractmethod
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

import actions
from actions.conversation_gateway import ConversationGateway
from actions.errors import GatewayError
from actions.flow import DialogueFlow
from actions.gateway_client import GatewayClient
from actions.handler import Handler
from actions.topic import Topic, WordedTopic
from actions.turn import Turn

logger = logging.getLogger(__name__)


class TopicAction(Topic, Action):  # type: ignore[misc]  # rasa-sdk lives in the action server's environment only
    """The action of one intent, ``action_<intent>``; a subclass names the intent and carries the wish out.

    The dialogue's own rules (forms, offers, digressions, failures) are the same for all and live in ``flow.py``.
    """

    @property
    @abstractmethod
    def intent(self) -> str:
        """The intent, as in the HTTP contract."""

    def name(self) -> str:
        """The name the rules use."""
        return f"action_{self.intent}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        """Take the turn. Never raises: rasa-sdk would send the exception and the customer's words back in an error."""
        turn = _turn(dispatcher, tracker)
        try:
            await DialogueFlow(turn, handlers()).take()
        except GatewayError as error:
            logger.warning("%s: %s", self.name(), error)
            turn.offer_person("utter_lookup_failed")
        except Exception:
            logger.exception("%s failed", self.name())
            turn.offer_person("utter_lookup_failed")
        return turn.state.to_events(tracker.slots)


@lru_cache(maxsize=1)
def handlers() -> Mapping[str, Handler]:
    """Intent (or name) → what carries it out; every concrete topic of this folder's files."""
    _load_all()
    by_intent: list[Any] = [kind() for kind in _concrete(TopicAction)]
    worded: list[Any] = [kind() for kind in _concrete(WordedTopic)]
    return {action.intent: action for action in by_intent} | {topic.topic: topic for topic in worded}


def _load_all() -> None:
    """A worker process of the server has only loaded the files that rasa-sdk's own actions are in."""
    for each in pkgutil.iter_modules(actions.__path__):
        importlib.import_module(f"{actions.__name__}.{each.name}")


def _concrete(kind: Any) -> list[Any]:
    found = [] if kind.__abstractmethods__ else [kind]
    return found + [deeper for child in kind.__subclasses__() for deeper in _concrete(child)]


def _turn(dispatcher: CollectingDispatcher, tracker: Tracker) -> Turn:
    message = tracker.latest_message or {}
    conversation_id = str(tracker.sender_id).rpartition(".")[0] or str(tracker.sender_id)
    key = str((message.get("metadata") or {}).get("message_key") or message.get("message_id") or "")
    return Turn(
        message=message,
        slots=tracker.slots,
        gateway=ConversationGateway(GatewayClient.shared(), conversation_id, key),
        dispatcher=dispatcher,
        earlier_replies=_last_replies(tracker.events),
    )


def _last_replies(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The bot's messages between the customer's last two messages."""
    replies: list[dict[str, Any]] = []
    customer_messages = 0
    for event in reversed(events):
        if event.get("event") == "user":
            customer_messages += 1
            if customer_messages == 2:
                break
        elif event.get("event") == "bot" and customer_messages == 1:
            replies.append(event)
    return replies[::-1]
