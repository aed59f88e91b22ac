"""What agents and units do with a ticket, step by step; a step from the wrong state is refused (409)."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

import triage
from api.errors import Conflict, Unprocessable
from api.platform import Platform
from api.tickets import status
from api.tickets.errors import UnknownTicket
from api.tickets.events import event_of
from api.tickets.merging import MERGEABLE, release_from_merge
from api.tickets.models import Ticket, TicketCorrection
from api.tickets.repository import TicketRepository
from api.tickets.status import Step
from api.tickets.taxonomy import category_label, is_pair, is_type, type_label
from api.tickets.triaging import set_deadlines
from nlu.text.masking import mask_personal

UNIT_LENGTH = 60


class TicketHandling:
    """The steps of one agent inside one transaction. Every method raises UnknownTicket (404) and Conflict (409)."""

    def __init__(self, session: AsyncSession, platform: Platform, agent: str) -> None:
        self._repository = TicketRepository(session)
        self._now = platform.clock.now()
        self._agent = agent
        self._actor = f"agent:{agent}"

    async def correct(self, ticket_id: str, type: str, category: str, reason: str) -> Ticket:
        """Give another type and category; the deadlines follow, and the correction is kept as a training row."""
        if not is_pair(type, category):
            field = "category" if is_type(type) else "type"
            raise Unprocessable(f"没有“{type}/{category}”这个分类，请从分类表里选。", field=field)
        ticket = await self._at(ticket_id, status.CORRECT)
        self._repository.add(self._correction(ticket, type, category, reason))
        before = {"from_type": ticket.type, "from_category": ticket.category}
        ticket.type, ticket.category, ticket.needs_review, ticket.triage_error = type, category, False, None
        ticket.urgency = ticket.urgency or "normal"
        ticket.status = "triaged" if ticket.status == "received" else ticket.status
        ticket.triage = _corrected_wire(ticket.triage, type, category) if ticket.triage else None
        set_deadlines(ticket)
        self._note(ticket, status.CORRECT, type=type, category=category, reason=reason, **before)
        await self._leave_merge(ticket)
        return ticket

    async def dispatch(self, ticket_id: str, unit: str | None) -> Ticket:
        """Send it to a unit: the given one, else the proposed one. Raises Unprocessable when there is neither."""
        ticket = await self._at_main(ticket_id, status.DISPATCH)
        chosen = unit or ticket.unit
        if not chosen or len(chosen) > UNIT_LENGTH:
            raise Unprocessable("请写明派给哪个单位（不超过 60 个字）。", field="unit")
        for each in await self._with_merged(ticket):
            each.unit, each.assignee = chosen, None
            self._step(each, ticket, status.DISPATCH, unit=chosen)
        return ticket

    async def accept(self, ticket_id: str) -> Ticket:
        """Take it over."""
        ticket = await self._at_main(ticket_id, status.ACCEPT)
        for each in await self._with_merged(ticket):
            each.assignee = self._agent
            self._step(each, ticket, status.ACCEPT)
        return ticket

    async def progress(self, ticket_id: str, note: str) -> Ticket:
        """Say what was done."""
        ticket = await self._at_main(ticket_id, status.PROGRESS)
        for each in await self._with_merged(ticket):
            self._step(each, ticket, status.PROGRESS, note=note)
        return ticket

    async def give_back(self, ticket_id: str, reason: str) -> Ticket:
        """Return it to whoever dispatched it: complaints twice at most, others once."""
        ticket = await self._at_main(ticket_id, status.RETURN)
        key = "complaint.return_max" if ticket.type == "complaint" else "ticket.return_max"
        allowed = triage.limit(key, self._now.date())
        if ticket.returns >= int(allowed.value):
            raise Conflict(
                f"这张工单已退过 {ticket.returns} 次，最多可退{allowed.text}，请直接处理或联系班长。",
                code="too_many_returns",
            )
        for each in await self._with_merged(ticket):
            each.returns, each.assignee = each.returns + 1, None
            self._step(each, ticket, status.RETURN, reason=reason)
        return ticket

    async def resolve(self, ticket_id: str, result: str) -> Ticket:
        """Record what came of it; every merged report is resolved with it and still gets its own follow-up."""
        ticket = await self._locked(ticket_id)
        at_desk = status.may_close_at_desk(ticket.type, ticket.category, ticket.outage_id is not None)
        step = status.RESOLVE_AT_DESK if at_desk else status.RESOLVE
        ticket = await self._at_main(ticket_id, step)
        for each in await self._with_merged(ticket):
            self._step(each, ticket, step, result=result)
        return ticket

    async def follow_up(self, ticket_id: str, satisfaction: int, note: str | None) -> Ticket:
        """Record what this reporter says and close the ticket."""
        ticket = await self._at(ticket_id, status.FOLLOW_UP)
        self._step(ticket, ticket, status.FOLLOW_UP, satisfaction=satisfaction, note=note)
        return ticket

    async def _locked(self, ticket_id: str) -> Ticket:
        ticket = await self._repository.locked(ticket_id)
        if ticket is None:
            raise UnknownTicket()
        return ticket

    async def _at(self, ticket_id: str, step: Step) -> Ticket:
        ticket = await self._locked(ticket_id)
        if ticket.status not in step.sources:
            allowed = "、".join(status.LABELS[each] for each in status.LABELS if each in step.sources)
            now = status.LABELS[ticket.status]
            raise Conflict(
                f"工单现在是“{now}”，不能{step.label}；只有“{allowed}”的工单可以。",
                code="wrong_status",
                status_now=ticket.status,
            )
        return ticket

    async def _at_main(self, ticket_id: str, step: Step) -> Ticket:
        ticket = await self._at(ticket_id, step)
        if ticket.merged_into:
            detail = f"这张工单已并入主单 {ticket.merged_into}，请在主单上{step.label}。"
            raise Conflict(detail, code="merged", main=ticket.merged_into)
        return ticket

    async def _with_merged(self, main: Ticket) -> list[Ticket]:
        merged = await self._repository.merged_under(main.ticket_id)
        return [main, *(each for each in merged if each.status in status.OPEN)]

    async def _leave_merge(self, ticket: Ticket) -> None:
        if ticket.type == "fault" and ticket.category in MERGEABLE:
            return
        ticket.outage_id = None
        if ticket.merged_into:
            ticket.merged_into = None
            self._repository.add(event_of(ticket, "unmerged", self._now, self._actor))
        else:
            await release_from_merge(self._repository, ticket, self._now)

    def _step(self, ticket: Ticket, main: Ticket, step: Step, **details: Any) -> None:
        ticket.status = step.target or ticket.status
        through = main.ticket_id if ticket is not main else None
        self._note(ticket, step, **details, through=through)

    def _note(self, ticket: Ticket, step: Step, **details: Any) -> None:
        self._repository.add(event_of(ticket, step.event, self._now, self._actor, **details))

    def _correction(self, ticket: Ticket, type: str, category: str, reason: str) -> TicketCorrection:
        return TicketCorrection(
            ticket_id=ticket.ticket_id,
            at=self._now,
            agent=self._agent,
            masked_text=mask_personal(ticket.text),
            from_type=ticket.type,
            from_category=ticket.category,
            to_type=type,
            to_category=category,
            reason=reason,
        )


def _corrected_wire(wire: dict[str, Any], type: str, category: str) -> dict[str, Any]:
    labels = {"type_label": type_label(type), "category_label": category_label(type, category)}
    return {**wire, "type": type, "category": category, **labels, "needs_review": False, "corrected": True}
