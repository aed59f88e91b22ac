"""What agents see: the queue, their conversations, and a conversation's history."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations.models import Conversation
from api.conversations.repository import ConversationRepository
from api.conversations.stream import wire_event
from api.customers.service import CustomerService
from api.metrics import QUEUE_LENGTH
from api.platform import Platform
from nlu.text.masking import mask_personal

SHOWN = 60  # characters of the last message in lists
REASON_LABELS = {
    "customer_request": "客户要求人工",
    "danger": "险情",
    "not_understood": "机器人两次没有听懂",
    "verification_failed": "身份核验未通过",
    "bot_down": "智能对话未恢复",
    "complaint": "投诉",
}


class Workbench:
    """Reads for agents."""

    def __init__(self, session: AsyncSession, platform: Platform) -> None:
        self._session = session
        self._platform = platform
        self._repository = ConversationRepository(session)

    async def queue(self) -> list[dict[str, Any]]:
        """Who waits, first to be served first."""
        waiting = await self._repository.waiting()
        QUEUE_LENGTH.set(len(waiting))
        return [await self._waiting(each, position) for position, each in enumerate(waiting, start=1)]

    async def owned_by(self, username: str) -> list[dict[str, Any]]:
        """An agent's conversations."""
        return [await self._summary(each) for each in await self._repository.owned_by(username)]

    async def history(self, conversation_id: str, after: int, limit: int) -> list[dict[str, Any]]:
        """The thread as both sides see it."""
        events = await self._repository.events(conversation_id, after=after, limit=limit)
        return [{"event": each.kind, **wire} for each in events if (wire := wire_event(each))]

    async def _waiting(self, conversation: Conversation, position: int) -> dict[str, Any]:
        assert conversation.queued_at is not None
        waited = self._platform.clock.now() - conversation.queued_at
        reason = conversation.queue_reason or "customer_request"
        return {
            **await self._summary(conversation),
            "position": position,
            "queued_at": conversation.queued_at.isoformat(),
            "waiting_seconds": max(0, int(waited.total_seconds())),
            "priority": "danger" if conversation.queue_priority else "normal",
            "reason": reason,
            "reason_label": REASON_LABELS.get(reason, reason),
        }

    async def _summary(self, conversation: Conversation) -> dict[str, Any]:
        last = await self._last_message(conversation.id)
        return {
            "conversation_id": conversation.id,
            "channel": conversation.channel,
            "owner": conversation.owner,
            "agent": conversation.agent,
            "customer": await self._customer(conversation),
            "verified": conversation.account_number is not None,
            "last_message": mask_personal(last)[:SHOWN] if last else None,
            "last_message_at": conversation.last_message_at.isoformat() if conversation.last_message_at else None,
            "ticket_id": conversation.danger_ticket,
        }

    async def _customer(self, conversation: Conversation) -> str | None:
        if conversation.account_number is None:
            return None
        customer = await CustomerService(self._session, self._platform).find(conversation.account_number)
        return f"{masked_name(customer.name)}（户号尾号 {conversation.account_number[-4:]}）" if customer else None

    async def _last_message(self, conversation_id: str) -> str | None:
        recent = await self._repository.latest_events(conversation_id, 20)
        texts = [event.body["text"] for event in recent if event.kind == "message" and event.actor == "customer"]
        return texts[-1] if texts else None


def masked_name(name: str) -> str:
    """王建国 → 王**; a company keeps its first two and last two characters."""
    if len(name) > 4:
        return name[:2] + "*" * (len(name) - 4) + name[-2:]
    return name[:1] + "*" * max(1, len(name) - 1)


def masked_account(account_number: str) -> str:
    """Only the last four digits."""
    return "*" * (len(account_number) - 4) + account_number[-4:]
