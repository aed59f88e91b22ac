"""Customers' tokens for trying the product out; only in demo mode."""

from __future__ import annotations

from fastapi import APIRouter

from api.customers.service import CustomerService
from api.errors import NotFound
from api.platform import PlatformDep, ReadingDep
from api.security import issue_customer_token

router = APIRouter(prefix="/v1/demo", tags=["demo"])


@router.get("/tokens/{account_number}")
async def customer_token(account_number: str, session: ReadingDep, platform: PlatformDep) -> dict[str, str]:
    """A token as the app's backend signs it after its own login. 404 outside demo mode and for unknown accounts."""
    if not platform.settings.is_demo:
        raise NotFound("没有这个地址，请对照接口文档检查。")
    customer = await CustomerService(session, platform).get(account_number)
    return {"customer_token": issue_customer_token(platform.settings.secret_key, customer.account_number)}
