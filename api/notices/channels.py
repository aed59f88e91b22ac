"""The ways to reach a customer: the conversation that is open, and WeChat for a follower whose account is bound."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from api.channels.wechat.outbox import WeChatOutbox
from api.conversations.schemas import Message
from api.conversations.service import ConversationService
from api.customers.service import CustomerService
from api.notices.errors import ChannelClosed, Undeliverable
from api.notices.models import DELIVERED, HANDED, OutageNotice
from api.notices.repository import NoticeRepository
from api.notices.wording import message_of, wechat_text_of
from api.outages.models import Outage
from api.platform import Platform

SAYS = "system"


class ConversationChannel:
    """A message in the conversation where the customer is now; it arrives by its event stream."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    async def deliver(self, session: AsyncSession, notice: OutageNotice, outage: Outage) -> None:
        """Say it. Does nothing when the customer has left meanwhile: it then waits for the next conversation."""
        now = self._platform.clock.now()
        conversation = await NoticeRepository(session).open_conversation(notice.account_number, now)
        if conversation is None:
            return
        message = message_of(notice.event, outage, now)
        await ConversationService(session, self._platform).say(conversation.id, SAYS, message)
        notice.state, notice.delivered_at, notice.target = DELIVERED, now, conversation.id


class WeChatChannel:
    """A text in WeChat's outbox, which pushes it after the commit; ``confirm`` reads how that ended."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._outbox = platform.shared(WeChatOutbox)

    async def deliver(self, session: AsyncSession, notice: OutageNotice, outage: Outage) -> None:
        """Hand it over. Raises ChannelClosed (try later) and Undeliverable."""
        if not self._platform.settings.wechat_secret:
            raise ChannelClosed("no WeChat account is configured")
        openid = await self._openid(session, notice)
        if await NoticeRepository(session).has_unfollowed(openid):
            raise Undeliverable("the follower has left")
        source = f"notice:{notice.id}:{notice.attempts}"
        await self._outbox.put(session, openid, wechat_text_of(notice.event, outage, self._now), source)
        notice.state, notice.target = HANDED, f"{source}:0"

    async def confirm(self, session: AsyncSession, notice: OutageNotice, outage: Outage) -> None:
        """WeChat has taken it: from now on it also stands in the follower's thread, for agents and the bot."""
        notice.state, notice.delivered_at = DELIVERED, self._now
        openid = await self._openid(session, notice)
        conversations = ConversationService(session, self._platform)
        thread = await conversations.by_openid(openid)
        if thread is not None:
            text = wechat_text_of(notice.event, outage, self._now)
            await conversations.say(thread.id, SAYS, Message(text=text))

    @property
    def _now(self) -> datetime:
        return self._platform.clock.now()

    async def _openid(self, session: AsyncSession, notice: OutageNotice) -> str:
        customer = await CustomerService(session, self._platform).find(notice.account_number)
        if customer is None or not customer.wechat_openid:
            raise Undeliverable("no follower is bound to the account")
        return customer.wechat_openid
