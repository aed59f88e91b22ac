"""Several reports of one fault become one main ticket with merged ones, which stay tickets of their own.

Only faults, only the same fault point (95598: 只合并故障报修、同一故障点): the same outage, or the same building within
a window. The earliest report is the main one unless a later one is already being worked on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from api.places import area_key, knows_city, locate
from api.tickets.events import event_of
from api.tickets.models import Ticket
from api.tickets.repository import TicketRepository
from api.tickets.status import OPEN

MERGEABLE = frozenset({"high_voltage", "low_voltage"})
WINDOW = timedelta(hours=2)  # no rule gives one: about the time in which neighbours notice the same failure
ONE_HOUSEHOLD = re.compile(
    "(只有|就|仅|单)(我|咱|俺|自)?们?(一)?(家|户)|(邻居|隔壁|对门|楼道|别人家|其他人家|别家)(家)?(都|还|是)?有电"
)
IN_WORK = frozenset({"dispatched", "accepted", "in_progress"})


def fault_point_of(address: str | None) -> str | None:
    """What names the same building however it is written; None when the address does not tell city and building."""
    place = locate(address) if address else None
    if place is None or not knows_city(place) or not place.is_precise or not (place.building or place.village):
        return None  # a wrong merge leaves somebody without a visit: what is not sure stays apart
    parts = (area_key(place), place.town, place.village, place.road, place.number, place.compound, place.building)
    return "|".join(str(part or "") for part in parts)


def is_mergeable(ticket: Ticket) -> bool:
    """Whether it is a supply failure that others may report too; never one with danger, which gets its own visit."""
    shared = ticket.outage_id is not None or (ticket.fault_point and not ONE_HOUSEHOLD.search(ticket.text))
    return ticket.type == "fault" and ticket.category in MERGEABLE and not ticket.danger and bool(shared)


async def merge(repository: TicketRepository, ticket: Ticket, now: datetime) -> None:
    """Join a freshly triaged ticket with the reports of the same fault."""
    if not is_mergeable(ticket):
        return
    await repository.lock_merging()
    found = await repository.at_fault_point(ticket.fault_point, ticket.outage_id, ticket.created_at - WINDOW)
    others = [each for each in found if each.ticket_id != ticket.ticket_id and is_mergeable(each)]
    if not others:
        return
    main = _main_of([ticket, *others])
    for each in (ticket, *others):
        _put_under(repository, each, main, now)


async def release_from_merge(repository: TicketRepository, ticket: Ticket, now: datetime) -> None:
    """When a main ticket is withdrawn the earliest open report under it takes its place."""
    following = [each for each in await repository.merged_under(ticket.ticket_id) if each.status in OPEN]
    if not following:
        return
    main = following[0]
    for each in following:
        _put_under(repository, each, main, now)


def _main_of(tickets: Sequence[Ticket]) -> Ticket:
    in_work = [each for each in tickets if each.status in IN_WORK and each.merged_into is None]
    return min(in_work or tickets, key=lambda each: (each.created_at, each.ticket_id))


def _put_under(repository: TicketRepository, ticket: Ticket, main: Ticket, now: datetime) -> None:
    target = None if ticket.ticket_id == main.ticket_id else main.ticket_id
    if ticket.merged_into == target:
        return
    ticket.merged_into = target
    if target is None:
        repository.add(event_of(ticket, "became_main", now, "system"))
        return
    if main.status in IN_WORK and ticket.status == "triaged":
        ticket.status, ticket.unit, ticket.assignee = main.status, main.unit, main.assignee
    repository.add(event_of(ticket, "merged", now, "system", into=target))
