"""``POST /v1/triage``: what tickets with these texts would be; nothing is stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse

from api.platform import PlatformDep, in_thread
from api.security import require_agent_outside_demo
from api.tickets.triaging import TicketTriaging, Triage, triage_wire
from api.tickets.units import unit_of
from api.triage.schemas import TriageRequest

router = APIRouter(prefix="/v1/triage", tags=["triage"])


@router.post("", dependencies=[Depends(require_agent_outside_demo)], response_model=dict[str, Any])
async def triage(request: TriageRequest, platform: PlatformDep) -> JSONResponse:
    """Classify all texts at once; the unit follows from an address in the text."""
    verdicts = await platform.shared(TicketTriaging).classify(request.texts)
    # written here: hundreds of verdicts would keep the event loop from everybody else
    return await in_thread(lambda: JSONResponse({"results": _wires(request.texts, verdicts)}))


def _wires(texts: Sequence[str], verdicts: Sequence[Triage]) -> list[dict[str, Any]]:
    return [triage_wire(verdict, unit_of(text)) for text, verdict in zip(texts, verdicts, strict=True)]
