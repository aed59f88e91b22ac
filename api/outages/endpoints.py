"""Outages: public for an address, the whole list for agents."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from api.outages.reporting import announced_late
from api.outages.service import OutageService, outage_wire
from api.platform import PlatformDep, ReadingDep
from api.security import AgentPrincipal, require_agent
from api.texts import Line

router = APIRouter(prefix="/v1/outages", tags=["outages"])


@router.get("/at")
async def look_up(session: ReadingDep, platform: PlatformDep, address: Annotated[Line, Query()]) -> dict[str, Any]:
    """What concerns an address. Outage news of an area is public."""
    return (await OutageService(session, platform.clock).at(address)).to_wire()


@router.get("")
async def list_outages(
    _agent: Annotated[AgentPrincipal, Depends(require_agent)], session: ReadingDep, platform: PlatformDep
) -> dict[str, Any]:
    """Everything running, announced or just over; ``announced_late`` is for agents only."""
    now = platform.clock.now()
    outages = await OutageService(session, platform.clock).all_current()
    return {"items": [{**outage_wire(each, now), "announced_late": announced_late(each)} for each in outages]}
