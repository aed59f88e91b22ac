"""For agents: how the notices of an outage stand."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from api.errors import NotFound
from api.notices.repository import NoticeRepository
from api.outages.reporting import announced_late
from api.outages.service import OutageService
from api.platform import PlatformDep, ReadingDep
from api.security import AgentPrincipal, require_agent

router = APIRouter(prefix="/v1/outages", tags=["outages"])


@router.get("/{outage_id}/notices")
async def count_notices(
    outage_id: str,
    _agent: Annotated[AgentPrincipal, Depends(require_agent)],
    session: ReadingDep,
    platform: PlatformDep,
) -> dict[str, Any]:
    """How many notices there are by event, channel and state; whether a plan was announced later than it must be."""
    outage = await OutageService(session, platform.clock).get(outage_id)
    if outage is None:
        raise NotFound("没有这条停电信息。")
    counts = await NoticeRepository(session).counts(outage_id)
    items = [
        {"event": event, "channel": channel, "state": state, "count": count}
        for (event, channel, state), count in sorted(counts.items())
    ]
    return {"outage_id": outage_id, "announced_late": announced_late(outage), "items": items}
