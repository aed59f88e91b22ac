"""Sessions of the bot's memory: a new Rasa sender after many turns or a long pause, because its replies slow down."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations.models import Conversation
from api.conversations.repository import ConversationRepository
from api.conversations.service import ConversationService
from api.platform import Platform

LONGEST_SESSION = 40  # turns; at the start a reply takes 15 ms, at turn 200 it takes 185 (technology.md)
LONGEST_PAUSE = timedelta(minutes=30)
# A proof given in the conversation lasts as long as a signed token would; a binding in the register lasts by itself.
PROOF_LASTS = timedelta(hours=12)
LAPSING = frozenset({"token", "verification"})


async def begin_session_if_due(session: AsyncSession, platform: Platform, conversation_id: str) -> Conversation:
    """Count this turn into the session, or begin a new one; the conversation as it is then."""
    conversations = ConversationService(session, platform)
    conversation = await conversations.get(conversation_id)
    now = platform.clock.now()
    pause = now - (conversation.last_message_at or conversation.created_at)
    if pause > PROOF_LASTS and conversation.identified_by in LAPSING:
        await conversations.unbind(conversation_id)
    is_due = pause > LONGEST_PAUSE or conversation.session_turns >= LONGEST_SESSION
    await ConversationRepository(session).change(
        conversation_id,
        last_message_at=now,
        session=Conversation.session + (1 if is_due else 0),
        session_turns=1 if is_due else Conversation.session_turns + 1,
    )
    return await conversations.get(conversation_id)
