"""What agents do with conversations. The customer is told each time; every step is noted."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.agents.service import AgentService
from api.channels.wechat.outbox import WeChatOutbox
from api.conversations.repository import ConversationRepository
from api.conversations.schemas import Message, ReleaseRequest, SayRequest
from api.conversations.sentences import Sentences
from api.conversations.service import ConversationService
from api.platform import Platform
from api.security import AgentPrincipal


class AgentDesk:
    """Everything inside the caller's transaction."""

    def __init__(self, session: AsyncSession, platform: Platform) -> None:
        self._session = session
        self._outbox = platform.shared(WeChatOutbox)
        self._conversations = ConversationService(session, platform)
        self._sentences = platform.shared(Sentences)
        self._agents = AgentService(session, platform)

    async def take(self, conversation_id: str, agent: AgentPrincipal) -> dict[str, Any]:
        """Become the owner; taking again what one owns changes nothing. Raises Conflict."""
        if await self._conversations.take(conversation_id, agent.username):
            self._agents.audit("take", agent.username, conversation_id)
            await self._tell(conversation_id, "system", self._sentences.say("utter_agent_taken"))
        return await self._state(conversation_id)

    async def say(self, conversation_id: str, agent: AgentPrincipal, said: SayRequest) -> dict[str, Any]:
        """Speak; a repeated ``client_message_id`` is said once. Raises Conflict unless the owner."""
        await self._conversations.require_owner(conversation_id, agent.username)
        actor = f"agent:{agent.username}"
        key = f"{actor}:{said.client_message_id}" if said.client_message_id else None
        repository = ConversationRepository(self._session)
        known = await repository.said_in_turn(conversation_id, key) if key else None
        if known:
            message = Message(id=known.number, text=str(known.body["text"]))
        else:
            message = await self._tell(conversation_id, actor, Message(text=said.text), turn=key)
        return {**await self._state(conversation_id), "message": message.model_dump()}

    async def release(
        self, conversation_id: str, agent: AgentPrincipal, reason: str, last: ReleaseRequest | None
    ) -> dict[str, Any]:
        """Give back (``returned``) or end (``closed``). Raises Conflict unless the owner."""
        note = last.note if last else None
        await self._conversations.release(conversation_id, agent.username, reason, note)
        self._agents.audit(reason, agent.username, conversation_id)
        words = self._sentences.say("utter_agent_returned" if reason == "returned" else "utter_agent_closed")
        await self._tell(conversation_id, "system", words)
        return await self._state(conversation_id)

    async def _tell(self, conversation_id: str, actor: str, message: Message, turn: str | None = None) -> Message:
        """Into the thread; on WeChat there is no page that follows it, so it is pushed."""
        said = await self._conversations.say(conversation_id, actor, message, turn=turn)
        conversation = await self._conversations.get(conversation_id)
        if conversation.openid:
            await self._outbox.put(self._session, conversation.openid, said.text, f"{conversation_id}:{said.id}")
        return said

    async def _state(self, conversation_id: str) -> dict[str, Any]:
        conversation = await self._conversations.get(conversation_id)
        agent = conversation.agent if conversation.owner == "agent" else None
        return {"conversation_id": conversation_id, "owner": conversation.owner, "agent": agent}
