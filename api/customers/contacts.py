"""A customer's contacts of a year, from tickets and chats, none counted twice.

- Every ticket is a contact; a complaint counts as one only as a ticket (the bot files one for whoever insists).
- A chat is a contact for each need that was expressed in it on a day, however often it was said; where a ticket came of
  that need on that day, the ticket stands for both.
- Chats are online, and so are tickets that did not come by telephone. How bills were paid is not known here: the share
  of payments and contacts made online is the register's, and only without it that of the contacts alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from api.conversations.wishes import Wish
from api.tickets.history import FiledTicket
from customers import Contact, need_of

BY_TYPE = frozenset({"fault", "complaint"})  # of other tickets the chat says better what they were about


def contacts_of(tickets: Iterable[FiledTicket], wishes: Iterable[Wish]) -> dict[str, tuple[Contact, ...]]:
    """The contacts of each customer, in the order of their days."""
    found: dict[str, list[Contact]] = {}
    met: set[tuple[str, date, str]] = set()  # conversation, day, need
    for ticket in tickets:
        matter = _matter(ticket)
        found.setdefault(ticket.account_number, []).append(Contact(ticket.at.date(), matter, ticket.is_online))
        if ticket.conversation_id:
            needs = {need_of(each) for each in (matter, ticket.type, ticket.intent) if each}
            met |= {(ticket.conversation_id, ticket.at.date(), need) for need in needs}
    for wish in wishes:
        place = (wish.conversation_id, wish.at.date(), need_of(wish.intent))
        if place not in met:
            met.add(place)
            found.setdefault(wish.account_number, []).append(Contact(wish.at.date(), wish.intent, is_online=True))
    return {number: _in_order(contacts) for number, contacts in found.items()}


def _matter(ticket: FiledTicket) -> str:
    if ticket.type in BY_TYPE or ticket.intent is None:
        return ticket.type
    return ticket.intent if need_of(ticket.intent) != ticket.intent else ticket.type


def _in_order(contacts: Sequence[Contact]) -> tuple[Contact, ...]:
    return tuple(sorted(contacts, key=lambda contact: (contact.day, contact.matter)))
