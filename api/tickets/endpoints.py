"""``/v1/tickets``: filing and reading; the steps of handling are in ``steps.py``."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response, UploadFile
from sqlalchemy.ext.asyncio import AsyncSession

from api.errors import Forbidden, Unprocessable
from api.files import UnreadableFile
from api.platform import Platform, PlatformDep, ReadingDep
from api.security import AgentPrincipal, CustomerPrincipal, Principal, require_agent, require_principal
from api.texts import OptionalLine
from api.tickets.filing import NewTicket
from api.tickets.importing import TicketImport
from api.tickets.intake import TicketIntake
from api.tickets.presentation import ticket_wire
from api.tickets.repository import TicketFilter
from api.tickets.schemas import TicketRequest
from api.tickets.service import TicketService
from api.tickets.steps import Handler, visible
from api.tickets.steps import router as steps_router
from api.tickets.view import full_wire

router = APIRouter(prefix="/v1/tickets", tags=["tickets"])

Caller = Annotated[Principal, Depends(require_principal)]


@router.post("", status_code=201)
async def file_ticket(
    request: TicketRequest, caller: Caller, platform: PlatformDep, response: Response
) -> dict[str, Any]:
    """File a ticket; the same key again answers 200 with the same ticket."""
    receipt = await TicketIntake(platform).receive(_new_ticket(request, caller))
    if not receipt.created:
        response.status_code = 200
    async with platform.database.reading() as session:
        return await _shown(session, platform, receipt.ticket_id, caller)


@router.get("")
async def list_tickets(
    agent: Annotated[AgentPrincipal, Depends(require_agent)],
    session: ReadingDep,
    platform: PlatformDep,
    status: OptionalLine = None,
    type: OptionalLine = None,
    unit: OptionalLine = None,
    urgency: OptionalLine = None,
    needs_review: bool | None = None,
    q: OptionalLine = None,
    sort: Annotated[str, Query(pattern="^(newest|urgency)$")] = "newest",
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
    size: Annotated[int, Query(ge=1, le=200)] = 20,
) -> dict[str, Any]:
    """The list, newest first, or the urgent and nearest due first with ``sort=urgency``."""
    wanted = TicketFilter(status, type, unit, q, needs_review, urgency, by_urgency=sort == "urgency")
    items, total = await TicketService(session, platform).page(wanted, page, size)
    return {"items": [ticket_wire(each, agent) for each in items], "total": total, "page": page, "size": size}


@router.post("/import")
async def import_tickets(file: UploadFile, agent: Handler, platform: PlatformDep) -> dict[str, Any]:
    """File the tickets of a CSV file with a header, or of JSON lines; bad rows are named and do not stop the rest."""
    try:
        return (await TicketImport(platform, agent.username).run(file.file)).to_wire()
    except UnreadableFile as error:
        raise Unprocessable(f"{error}请检查后再上传。", field="file") from error


@router.get("/{ticket_id}")
async def show_ticket(ticket_id: str, caller: Caller, session: ReadingDep, platform: PlatformDep) -> dict[str, Any]:
    """One ticket with its thread; customers see their own."""
    return await _shown(session, platform, ticket_id, caller)


def _new_ticket(request: TicketRequest, caller: Principal) -> NewTicket:
    account_number = request.account_number
    if isinstance(caller, CustomerPrincipal):
        if account_number not in (None, caller.account_number):
            raise Forbidden("只能为自己的户号提交诉求；替别人报修请不要填户号，写明地址即可。")
        account_number = caller.account_number
        scope, created_by = f"customer:{caller.account_number}", "customer"
    else:
        scope, created_by = "staff", f"agent:{caller.username}"
    fields = request.model_dump(exclude={"account_number"})
    return NewTicket(**fields, account_number=account_number, scope=scope, created_by=created_by)


async def _shown(session: AsyncSession, platform: Platform, ticket_id: str, caller: Principal) -> dict[str, Any]:
    ticket = await visible(TicketService(session, platform), ticket_id, caller)
    return await full_wire(session, platform, ticket, caller)


router.include_router(steps_router)
