"""For internal endpoints: the customer of a conversation, as the gateway knows them, never as anybody claims."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from api.customers.models import Customer
from api.customers.service import CustomerService
from api.errors import VerificationRequired
from api.platform import PlatformDep, ReadingDep


async def customer_or_none(conversation_id: str, session: ReadingDep, platform: PlatformDep) -> Customer | None:
    """The verified customer, None while nobody is. Raises NotFound for an unknown conversation."""
    from api.conversations.service import ConversationService  # conversations read customers: the other way round

    account_number = await ConversationService(session, platform).identity(conversation_id)
    return await CustomerService(session, platform).find(account_number) if account_number else None


async def verified_customer(
    customer: Annotated[Customer | None, Depends(customer_or_none)],
) -> Customer:
    """The verified customer. Raises VerificationRequired (403)."""
    if customer is None:
        raise VerificationRequired("请先核实身份：户名、户号和用电地址。")
    return customer


VerifiedCustomer = Annotated[Customer, Depends(verified_customer)]
KnownCustomer = Annotated[Customer | None, Depends(customer_or_none)]
