"""Who may read an account: its own customer, and staff. Whether another's account exists is nobody's business."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from api.customers.models import Customer
from api.customers.service import CustomerService
from api.errors import Forbidden
from api.platform import PlatformDep, ReadingDep
from api.security import AgentPrincipal, CustomerPrincipal, Principal, require_agent, require_principal


async def readable_account(
    account_number: str,
    caller: Annotated[Principal, Depends(require_principal)],
    session: ReadingDep,
    platform: PlatformDep,
) -> Customer:
    """The account, for its customer or for staff. Raises Forbidden for others, NotFound for unknown ones."""
    if isinstance(caller, CustomerPrincipal) and caller.account_number != account_number:
        raise Forbidden("只能查看自己户号的资料。")
    return await CustomerService(session, platform).get(account_number)


async def account_for_staff(
    account_number: str,
    _agent: Annotated[AgentPrincipal, Depends(require_agent)],
    session: ReadingDep,
    platform: PlatformDep,
) -> Customer:
    """The account, for staff only."""
    return await CustomerService(session, platform).get(account_number)


ReadableAccount = Annotated[Customer, Depends(readable_account)]
AccountForStaff = Annotated[Customer, Depends(account_for_staff)]
