"""How a conversation begins: who the customer is, as far as a token proves it, and the greeting."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations.models import Conversation
from api.conversations.schemas import Message
from api.conversations.sentences import Sentences
from api.conversations.service import ConversationService
from api.customers.service import CustomerService
from api.errors import Unauthorized
from api.platform import Platform
from api.security import CustomerPrincipal, read_token


async def open_conversation(
    session: AsyncSession, platform: Platform, channel: str, customer_token: str | None
) -> tuple[Conversation, Message]:
    """The conversation and its greeting. Raises Unauthorized (401) for a token that is not a customer's."""
    account_number = await _account_of(session, platform, customer_token) if customer_token else None
    conversations = ConversationService(session, platform)
    conversation = await conversations.start(channel, account_number)
    name = "utter_greeting_signed_in" if account_number else "utter_greeting"
    greeting = await conversations.say(conversation.id, "bot", platform.shared(Sentences).say(name))
    return conversation, greeting


async def _account_of(session: AsyncSession, platform: Platform, customer_token: str) -> str:
    principal = read_token(platform.settings.secret_key, customer_token)
    if not isinstance(principal, CustomerPrincipal):
        raise Unauthorized("这不是客户的登录凭证，请重新登录。")
    if await CustomerService(session, platform).find(principal.account_number) is None:
        raise Unauthorized("登录凭证对应的户号已不存在，请重新登录。")
    return principal.account_number
