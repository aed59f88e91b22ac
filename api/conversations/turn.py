"""A customer's message while it is being answered, and its answer before it is stored."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from api.conversations.models import Conversation
from api.conversations.schemas import IntentBody, Message

if TYPE_CHECKING:
    from nlu import Parse


@dataclass(frozen=True, slots=True)
class Turn:
    """A message being answered; its ``fence`` says whether it still may write."""

    conversation: Conversation  # as it was when the turn began
    text: str
    client_message_id: str
    key: str
    number: int  # of the event that holds the message
    fence: int
    parse: Parse | None  # None while the models are not loaded
    started: float = field(default_factory=time.monotonic)

    @property
    def intent(self) -> IntentBody | None:
        """What the message was understood to want."""
        if self.parse is None:
            return None
        found = self.parse.intent
        return IntentBody(name=found.name, confidence=round(float(found.confidence), 4))

    def entity(self, name: str) -> str | None:
        """The first entity of a name."""
        found = self.parse.entities if self.parse else ()
        return next((entity.value for entity in found if entity.name == name), None)


@dataclass(frozen=True, slots=True)
class Answered:
    """What to tell the customer; ``stored`` messages are in the thread already."""

    by: str  # bot | queue | agent | danger | knowledge
    messages: tuple[Message, ...] = ()
    stored: bool = False
