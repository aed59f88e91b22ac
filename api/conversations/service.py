"""A conversation's state and thread, inside one transaction: who the customer is, who owns it, what happened.

Owner changes are compare-and-set; each is an event. bot → queue → agent → bot, and from the queue back to the bot when
the customer does not want to wait.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations.hub import EventHub
from api.conversations.models import AGENT, BOT, QUEUE, Conversation
from api.conversations.repository import ConversationRepository
from api.conversations.schemas import Message
from api.database import after_commit
from api.errors import Conflict, NotFound
from api.metrics import HANDOVERS, TICKETS
from api.platform import Platform

IdentifiedBy = Literal["token", "verification", "openid"]
DANGER_PRIORITY = 10
# what /metrics counts handovers by; any other reason counts as "other"
REASONS = frozenset({"customer_request", "danger", "not_understood", "verification_failed", "bot_down", "complaint"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a conversation stands: with whom, and which place in the queue (1 is next)."""

    owner: str
    position: int | None


class ConversationService:
    """Everything inside the caller's transaction."""

    def __init__(self, session: AsyncSession, platform: Platform) -> None:
        self._session = session
        self._platform = platform
        self._repository = ConversationRepository(session)

    async def get(self, conversation_id: str) -> Conversation:
        """One conversation as it is now. Raises NotFound (404)."""
        conversation = await self._repository.get(conversation_id, fresh=True)
        if conversation is None:
            raise NotFound("没有这个会话，请重新开始。")
        return conversation

    async def start(self, channel: str, account_number: str | None = None, openid: str | None = None) -> Conversation:
        """A new conversation; ``account_number`` only when a signed token or the register's binding proves it."""
        conversation = Conversation(
            id=secrets.token_urlsafe(18),
            channel=channel,
            openid=openid,
            owner=BOT,
            created_at=self._platform.clock.now(),
            last_event=0,
        )
        self._repository.add(conversation)
        await self._session.flush()
        if account_number:
            await self.bind(conversation.id, account_number, "openid" if openid else "token")
        return await self.get(conversation.id)

    async def identity(self, conversation_id: str) -> str | None:
        """The proved account number, or None. Raises NotFound for an unknown conversation."""
        return (await self.get(conversation_id)).account_number

    async def bind(
        self, conversation_id: str, account_number: str, identified_by: IdentifiedBy = "verification"
    ) -> None:
        """The customer has proved who they are."""
        await self.get(conversation_id)
        await self._repository.change(conversation_id, account_number=account_number, identified_by=identified_by)
        proof = {"by": identified_by, "account_ends": account_number[-4:], "account_number": account_number}
        await self.append(conversation_id, "identity", "system", **proof)

    async def proved_accounts(self, conversation_id: str) -> dict[str, IdentifiedBy]:
        """The accounts that were proved in the conversation and how, newest proof last; none from before a proof
        lapsed."""
        proved: dict[str, IdentifiedBy] = {}
        for event in await self._repository.events(conversation_id, kinds=("identity",)):
            if event.body.get("by") is None:
                proved.clear()
            elif number := event.body.get("account_number"):
                proved.pop(number, None)
                proved[number] = event.body["by"]
        return proved

    async def switch(self, conversation_id: str, account_number: str) -> None:
        """Go on with another account that was proved in this conversation. Raises NotFound for any other."""
        proved = await self.proved_accounts(conversation_id)
        if account_number not in proved:
            raise NotFound("这次会话里没有核对过这一户。", code="not_proved")
        await self.bind(conversation_id, account_number, proved[account_number])

    async def unbind(self, conversation_id: str) -> None:
        """The proof no longer holds: the binding was removed, or the customer has been away for long."""
        await self._repository.change(conversation_id, account_number=None, identified_by=None)
        await self.append(conversation_id, "identity", "system", by=None)

    async def by_openid(self, openid: str) -> Conversation | None:
        """The conversation of a WeChat follower, if there was one."""
        return await self._repository.by_openid(openid)

    async def answers_to(self, conversation_id: str, client_message_id: str) -> list[Message]:
        """What was said in answer to a customer's message."""
        turn = await self._repository.turn(conversation_id, client_message_id)
        if turn is None:
            return []
        events = await self._repository.events(conversation_id, after=turn.number, kinds=("message",), limit=50)
        said = [each for each in events if each.actor != "customer" and each.body.get("turn") == turn.key]
        return [Message.model_validate({**each.body, "id": each.number}) for each in said]

    async def note_ticket(self, conversation_id: str, ticket_id: str, what: str = "created") -> None:
        """A ticket was created or changed from this conversation (``what``: created, urged, withdrawn, …)."""
        await self.append(conversation_id, "ticket", "system", ticket_id=ticket_id, what=what)
        TICKETS.inc()

    async def say(
        self,
        conversation_id: str,
        actor: str,
        message: Message,
        *,
        turn: str | None = None,
        answered_by: str | None = None,
    ) -> Message:
        """Put a message to the customer into the thread; gives it back with its number.

        ``turn``: the key of the customer's message that it answers; ``answered_by``: bot, knowledge, danger or queue.
        """
        more = {name: value for name, value in (("turn", turn), ("answered_by", answered_by)) if value}
        body = message.model_dump(exclude={"id"}) | more
        return message.model_copy(update={"id": await self.append(conversation_id, "message", actor, **body)})

    async def append(self, conversation_id: str, kind: str, actor: str, **body: Any) -> int:
        """Add an event; readers are woken once the transaction is committed."""
        now = self._platform.clock.now()
        number = await self._repository.append(conversation_id, kind, actor, now, body)
        self.wake_after_commit(conversation_id)
        return number

    def wake_after_commit(self, conversation_id: str, sign: dict[str, Any] | None = None) -> None:
        """Tell readers that there is news (and a passing ``sign``, such as typing), once, when it is committed."""
        if not self._session.info.get(("woken", conversation_id)):
            self._session.info[("woken", conversation_id)] = True
            after_commit(self._session, lambda: self._platform.shared(EventHub).publish(conversation_id, sign))

    # --- the owner ---

    async def queue(self, conversation_id: str, reason: str, note: str | None = None, *, danger: bool = False) -> Place:
        """Hand the conversation to the queue; one that waits already, or is with an agent, stays where it is.

        Danger goes before everything else, also when the conversation waits already.
        """
        await self.get(conversation_id)
        priority = DANGER_PRIORITY if danger else 0
        entered = await self._repository.change(
            conversation_id,
            Conversation.owner == BOT,
            owner=QUEUE,
            agent=None,
            queued_at=self._platform.clock.now(),
            queue_priority=priority,
            queue_reason=reason,
        )
        if not entered and danger:
            await self._repository.change(
                conversation_id,
                Conversation.owner == QUEUE,
                Conversation.queue_priority < priority,
                queue_priority=priority,
                queue_reason=reason,
            )
        place = await self.place(conversation_id)
        if entered:
            HANDOVERS.labels(reason if reason in REASONS else "other").inc()
            await self._note_owner(conversation_id, "system", reason=reason, note=note, position=place.position)
        return place

    async def leave_queue(self, conversation_id: str) -> bool:
        """The customer does not want to wait: back to the bot, with a fresh memory. False when not in the queue."""
        left = await self._to_bot(conversation_id, Conversation.owner == QUEUE)
        if left:
            await self._note_owner(conversation_id, "customer", reason="left_queue")
        return left

    async def take(self, conversation_id: str, username: str) -> bool:
        """An agent takes it. False when it was theirs already. Raises Conflict when another agent owns it."""
        conversation = await self.get(conversation_id)
        if conversation.owner == AGENT and conversation.agent == username:
            return False
        taken = await self._repository.change(
            conversation_id, Conversation.owner != AGENT, owner=AGENT, agent=username, queue_priority=0
        )
        if not taken:
            raise Conflict("这个会话已由其他坐席接入。", code="owned_by_another")
        await self._note_owner(conversation_id, f"agent:{username}", agent=username)
        return True

    async def release(self, conversation_id: str, username: str, reason: str, note: str | None = None) -> None:
        """An agent gives it back to the bot (``returned``) or ends it (``closed``). Raises Conflict unless theirs."""
        await self.require_owner(conversation_id, username)
        mine = (Conversation.owner == AGENT, Conversation.agent == username)
        if not await self._to_bot(conversation_id, *mine):
            raise Conflict("这个会话已不在您手里。", code="not_yours")
        await self._note_owner(conversation_id, f"agent:{username}", reason=reason, note=note)

    async def require_owner(self, conversation_id: str, username: str) -> Conversation:
        """The conversation, if this agent owns it. Raises Conflict (409)."""
        conversation = await self.get(conversation_id)
        if conversation.owner != AGENT:
            raise Conflict("请先接入这个会话。", code="not_taken")
        if conversation.agent != username:
            raise Conflict("这个会话已由其他坐席接入。", code="owned_by_another")
        return conversation

    async def place(self, conversation_id: str) -> Place:
        """Who owns it now, and the place in the queue."""
        conversation = await self.get(conversation_id)
        if conversation.owner != QUEUE:
            return Place(conversation.owner, None)
        return Place(QUEUE, 1 + await self._repository.ahead_of(conversation))

    async def _to_bot(self, conversation_id: str, *conditions: Any) -> bool:
        return await self._repository.change(
            conversation_id,
            *conditions,
            owner=BOT,
            queued_at=None,
            queue_priority=0,
            queue_reason=None,
            danger_ticket=None,
            session=Conversation.session + 1,
            session_turns=0,
        )

    async def _note_owner(self, conversation_id: str, actor: str, **more: Any) -> None:
        owner = (await self.get(conversation_id)).owner
        await self.append(conversation_id, "owner", actor, owner=owner, **{k: v for k, v in more.items() if v})
