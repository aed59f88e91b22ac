"""What a customer adds to a ticket after it was filed: where it is, and how to reach them."""

from __future__ import annotations

from dataclasses import dataclass

from api.customers.models import Customer
from api.places import completed, knows_city, locate, same_area
from api.tickets.merging import fault_point_of
from api.tickets.models import Ticket
from api.tickets.triaging import set_deadlines
from api.tickets.units import unit_of

UNDISPATCHED = frozenset({"received", "triaged", "returned"})
UNKNOWN_AREA = "urban"  # the shortest limits, as for every ticket of an unknown place


@dataclass(frozen=True, slots=True)
class Details:
    """What was added; None where nothing was said."""

    address: str | None = None
    phone: str | None = None
    note: str | None = None


def take_details(ticket: Ticket, details: Details, customer: Customer | None) -> list[str]:
    """Fill the columns that are empty or only hold what the register knew; gives the names of those that changed.

    What the customer themselves said first stays (the event keeps what came later): a second address may be a
    neighbour's. The register's address gives way, because danger may be elsewhere.
    """
    taken = []
    if details.phone and ticket.phone in {None, customer.phone if customer else None, ""}:
        taken += ["phone"] if ticket.phone != details.phone else []
        ticket.phone = details.phone
    if details.address and _is_open_to(ticket, customer):
        before, ticket.address = ticket.address, _completed(details.address, ticket.address)
        if ticket.address != before:
            _move(ticket, customer)
            taken.append("address")
    return taken


def _is_open_to(ticket: Ticket, customer: Customer | None) -> bool:
    """No address yet, one without a spot (江汉区), or the one the register put in."""
    is_registered = customer is not None and ticket.address == customer.address
    return not ticket.address or is_registered or not locate(ticket.address).is_precise


def _completed(given: str, before: str | None) -> str:
    if not before or knows_city(locate(given)):
        return given
    return completed(given, before) if locate(before).is_precise else before + given


def _move(ticket: Ticket, customer: Customer | None) -> None:
    """Everything that follows from where it is. A unit that has the ticket keeps it: an agent decides anew."""
    place, unit = locate(ticket.address or ""), unit_of(ticket.address)
    if unit and unit != ticket.unit:
        if ticket.status in UNDISPATCHED:
            ticket.unit = unit
        else:
            ticket.needs_review = True
    if customer is not None and not same_area(place, locate(customer.address)):
        ticket.area = UNKNOWN_AREA  # the customer's own area says nothing about another place
    ticket.fault_point = fault_point_of(ticket.address)
    if ticket.type:
        set_deadlines(ticket)
