"""Segment and recommendations of a customer."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from api.customers.access import AccountForStaff, ReadableAccount
from api.customers.profile import CustomerProfile
from api.platform import PlatformDep, ReadingDep

router = APIRouter(prefix="/v1/customers/{account_number}", tags=["customers"])


@router.get("/segment")
async def show_segment(account: AccountForStaff, session: ReadingDep, platform: PlatformDep) -> dict[str, Any]:
    """The segment with its reasons; never shown to customers."""
    return await CustomerProfile(session, platform).segment(account)


@router.get("/recommendations")
async def show_recommendations(account: ReadableAccount, session: ReadingDep, platform: PlatformDep) -> dict[str, Any]:
    """Packages with what they would save; the neutral list for those who have opted out."""
    return await CustomerProfile(session, platform).recommendations(account)
