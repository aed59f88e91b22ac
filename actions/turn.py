"""One message of a customer, and what is answered to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from actions.conversation_gateway import ConversationGateway
from actions.dialogue_state import DialogueState, Offer, Wish
from actions.exact_words import exact_intent

HANDOVER_BUTTON = {"title": "转人工", "payload": "转人工"}
# Words for text the classifier never saw carry no weight, so a fixed word counts as certain.
CERTAIN = 1.0
# How sure a reading is to be, where a message does not bring the card's thresholds of models/intents: below the first
# a near second reading is worth a question, below the second the message counts as not understood.
UNSURE, UNKNOWN = 0.77, 0.47


class Dispatcher(Protocol):
    """The part of rasa-sdk's dispatcher that is used here."""

    def utter_message(self, text: str | None = None, **message: Any) -> None:
        """Add a message to the reply."""


class Turn:
    """What the customer wrote, how it was understood, what is remembered, and the replies so far."""

    def __init__(
        self,
        *,
        message: Mapping[str, Any],
        slots: Mapping[str, Any],
        gateway: ConversationGateway,
        dispatcher: Dispatcher,
        earlier_replies: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        """``message``: the tracker's latest message; ``earlier_replies``: the bot's last answer, for 再说一遍."""
        self.text = str(message.get("text") or "")
        fixed = exact_intent(self.text)
        self.intent = fixed or str((message.get("intent") or {}).get("name") or "out_of_scope")
        self.confidence = CERTAIN if fixed else float((message.get("intent") or {}).get("confidence") or 0.0)
        self.ranking = [] if fixed else _ranking(message.get("intent_ranking"))
        thresholds = (message.get("metadata") or {}).get("thresholds") or {}
        self.unsure = float(thresholds.get("unsure") or UNSURE)
        self.unknown = float(thresholds.get("unknown") or UNKNOWN)
        self.entities = _entities(message.get("entities"))
        self._message, self._slots = message, slots
        self.state = DialogueState.from_slots(slots)
        self.gateway = gateway
        self.earlier_replies = earlier_replies
        self.said = 0
        self.failed = False
        self._dispatcher = dispatcher

    @property
    def is_understood(self) -> bool:
        """Whether the best reading is more than a guess."""
        return self.confidence >= self.unknown

    def parts(self) -> list[Turn]:
        """The parts of a message that asks for several things, each as a message of its own that answers nothing."""
        return [self._part(part) for part in (self._message.get("metadata") or {}).get("parts") or []]

    def beside_identity(self) -> Turn | None:
        """What the message says besides who asks, as a message of its own; None when it introduces nobody."""
        found = (self._message.get("metadata") or {}).get("beside")
        return self._part(found) if found else None

    def _part(self, part: Mapping[str, Any]) -> Turn:
        metadata = {**(self._message.get("metadata") or {}), "parts": [], "beside": None}
        message = {**part, "metadata": metadata}
        return Turn(message=message, slots=self._slots, gateway=self.gateway, dispatcher=self._dispatcher)

    def values(self, *names: str) -> dict[str, str]:
        """The first value of each named entity in the message (all names when none is given)."""
        wanted = names or tuple(self.entities)
        return {name: self.entities[name][0] for name in wanted if self.entities.get(name)}

    def wish(self, intent: str | None = None) -> Wish:
        """This message as a wish."""
        return Wish(intent or self.intent, self.text, self.values())

    def say(
        self,
        response: str,
        *,
        card: Mapping[str, Any] | None = None,
        buttons: Sequence[Mapping[str, str]] = (),
        **values: Any,
    ) -> None:
        """Reply with a response of ``bot/domain``; ``values`` fill its places."""
        self.said += 1
        custom = {"card": dict(card)} if card else None
        self._dispatcher.utter_message(
            response=response, json_message=custom, buttons=[dict(b) for b in buttons], **values
        )

    def show(self, message: Mapping[str, Any]) -> None:
        """Reply with a message the gateway composed (text, buttons, card, sources)."""
        self.said += 1
        custom = {key: message[key] for key in ("card", "sources") if message.get(key)}
        buttons = [dict(button) for button in message.get("buttons") or []]
        self._dispatcher.utter_message(
            text=str(message.get("text") or ""), json_message=custom or None, buttons=buttons
        )

    def fail(self) -> None:
        """Count this turn as one that did not help the customer."""
        self.failed = True

    def offer(self, intent: str, text: str = "", **values: str) -> None:
        """Remember a proposal just made; a yes in the next message carries it out."""
        self.state.offer = Offer(Wish(intent, text, values))

    def offer_person(self, response: str, **values: Any) -> None:
        """Reply with ``response`` and propose a person, by button and by yes."""
        self.say(response, buttons=[HANDOVER_BUTTON], **values)
        self.offer("human_agent")


def _ranking(ranking: Any) -> list[tuple[str, float]]:
    return [(str(item["name"]), float(item["confidence"])) for item in ranking or []]


def _entities(found: Any) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for entity in found or []:
        values.setdefault(str(entity["entity"]), []).append(str(entity["value"]))
    return values
