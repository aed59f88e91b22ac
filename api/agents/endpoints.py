"""Signing in, and what concerns the signed-in agent."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request

from api.agents.schemas import Login, Me, SignedIn
from api.agents.service import AgentService, refused_sign_in, require_role
from api.conversations.workbench import Workbench
from api.limiting import LOGINS, LimitsDep, address_of, is_loopback
from api.platform import PlatformDep, ReadingDep
from api.security import AgentPrincipal, require_agent

router = APIRouter(prefix="/v1/agents", tags=["agents"])
AgentDep = Annotated[AgentPrincipal, Depends(require_agent)]


@router.post("/login")
async def login(credentials: Login, request: Request, platform: PlatformDep, limits: LimitsDep) -> SignedIn:
    """Sign in; attempts are bounded by address and by account, except from this machine."""
    if not is_loopback(request):
        await limits.count(LOGINS, "login-from", address_of(request))
        await limits.count(LOGINS, "login-as", credentials.username)
    async with platform.database.session() as session:  # a refusal is noted too, so it must not roll back
        signed_in = await AgentService(session, platform).sign_in(credentials.username, credentials.password)
    if signed_in is None:
        raise refused_sign_in()
    agent, token = signed_in
    return SignedIn.model_validate({"access_token": token, "role": agent.role, "name": agent.name})


@router.get("/me")
async def me(principal: AgentDep, session: ReadingDep, platform: PlatformDep) -> Me:
    """Who the token names."""
    name = await AgentService(session, platform).name_of(principal.username)
    return Me(username=principal.username, role=principal.role, name=name)


@router.get("/me/conversations")
async def my_conversations(principal: AgentDep, session: ReadingDep, platform: PlatformDep) -> dict[str, Any]:
    """The conversations this agent owns now."""
    return {"items": await Workbench(session, platform).owned_by(principal.username)}


@router.get("/audit")
async def audit(
    principal: AgentDep,
    session: ReadingDep,
    platform: PlatformDep,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    before: Annotated[int | None, Query(ge=1, le=2**53)] = None,
) -> dict[str, Any]:
    """The audit trail, for auditors and supervisors."""
    require_role(principal, "auditor", "supervisor")
    events = await AgentService(session, platform).audit_events(limit, before)
    items = [
        {
            "id": each.id,
            "at": each.at.isoformat(),
            "kind": each.kind,
            "actor": each.actor,
            "subject": each.subject,
            "details": each.details,
        }
        for each in events
    ]
    return {"items": items}
