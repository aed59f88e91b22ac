"""A follower's conversation, and the account that the register has bound to the follower."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations.models import Conversation
from api.conversations.service import ConversationService
from api.customers.service import CustomerService
from api.platform import Platform


async def conversation_of(session: AsyncSession, platform: Platform, openid: str) -> Conversation:
    """The follower's one conversation, with the identity that the register's binding gives today.

    An openid is no identity by itself; a binding that was made or removed since counts from the next message on.
    """
    conversations = ConversationService(session, platform)
    bound = await CustomerService(session, platform).by_openid(openid)
    number = bound.account_number if bound else None
    conversation = await conversations.by_openid(openid)
    if conversation is None:
        return await conversations.start("wechat", number, openid)
    if number and conversation.account_number is None:
        await conversations.bind(conversation.id, number, "openid")
    elif conversation.identified_by == "openid" and conversation.account_number != number:
        await conversations.unbind(conversation.id)
        if number:
            await conversations.bind(conversation.id, number, "openid")
    return await conversations.get(conversation.id)
