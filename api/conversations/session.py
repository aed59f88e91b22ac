"""Sessions of the bot's memory: a new Rasa sender after many turns or a long pause, because its replies slow down."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from api.conversations.models import Conversation

LONGEST_SESSION = 40  # turns; at the start a reply takes 15 ms, at turn 200 it takes 185 (technology.md)
LONGEST_PAUSE = timedelta(minutes=30)
# A proof given in the conversation lasts as long as a signed token would; a binding in the register lasts by itself.
PROOF_LASTS = timedelta(hours=12)
LAPSING = frozenset({"token", "verification"})


def session_after(conversation: Conversation, now: datetime) -> dict[str, Any]:
    """What a message changes: it counts into the session, or begins a new one."""
    is_due = _pause(conversation, now) > LONGEST_PAUSE or conversation.session_turns >= LONGEST_SESSION
    if is_due:
        return {"session": Conversation.session + 1, "session_turns": 1}
    return {"session_turns": Conversation.session_turns + 1}


def proof_has_lapsed(conversation: Conversation, now: datetime) -> bool:
    """Whether the customer was away for so long that who they are has to be shown again."""
    return conversation.identified_by in LAPSING and _pause(conversation, now) > PROOF_LASTS


def _pause(conversation: Conversation, now: datetime) -> timedelta:
    return now - (conversation.last_message_at or conversation.created_at)
