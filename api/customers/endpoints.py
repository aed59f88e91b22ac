"""Segment, recommendations and saving letter of a customer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

from api.customers.access import AccountForStaff, ReadableAccount
from api.customers.letter import SavingLetter
from api.customers.profile import CustomerProfile
from api.platform import PlatformDep, ReadingDep, SessionDep
from api.security import AgentPrincipal, require_handler

router = APIRouter(prefix="/v1/customers/{account_number}", tags=["customers"])
templates = Jinja2Templates(Path(__file__).parent / "templates")
PRIVATE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}


@router.get("/segment")
async def show_segment(account: AccountForStaff, session: ReadingDep, platform: PlatformDep) -> dict[str, Any]:
    """The segment with its reasons; never shown to customers."""
    return await CustomerProfile(session, platform).segment(account)


@router.get("/recommendations")
async def show_recommendations(account: ReadableAccount, session: ReadingDep, platform: PlatformDep) -> dict[str, Any]:
    """Packages with what they would save; the neutral list for those who have opted out."""
    return await CustomerProfile(session, platform).recommendations(account)


@router.get("/letter", response_class=HTMLResponse)
async def show_letter(
    agent: Annotated[AgentPrincipal, Depends(require_handler)],
    account: AccountForStaff,
    session: SessionDep,
    platform: PlatformDep,
    request: Request,
) -> HTMLResponse:
    """The saving letter as a page to print, for staff who serve customers; noted in the audit trail."""
    content = await SavingLetter(session, platform).of(account, agent.username)
    return templates.TemplateResponse(request, "letter.html", content, headers=PRIVATE)
