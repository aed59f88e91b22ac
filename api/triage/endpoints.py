"""``POST /v1/triage``: what tickets with these texts would be; nothing is stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Depends

from api.platform import PlatformDep, in_thread
from api.security import require_agent_outside_demo
from api.tickets.triaging import TicketTriaging, Triage, triage_wire
from api.tickets.units import unit_of
from api.triage.schemas import TriageRequest

router = APIRouter(prefix="/v1/triage", tags=["triage"])


@router.post("", dependencies=[Depends(require_agent_outside_demo)])
async def triage(request: TriageRequest, platform: PlatformDep) -> dict[str, Any]:
    """Classify all texts at once; the unit follows from an address in the text."""
    verdicts = await platform.shared(TicketTriaging).classify(request.texts)
    return await in_thread(lambda: {"results": _wires(request.texts, verdicts)})


def _wires(texts: Sequence[str], verdicts: Sequence[Triage]) -> list[dict[str, Any]]:
    return [triage_wire(verdict, unit_of(text)) for text, verdict in zip(texts, verdicts, strict=True)]
