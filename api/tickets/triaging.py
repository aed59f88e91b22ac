"""Giving a ticket its type, urgency, deadlines, unit and suggestions, and joining it with outages and other reports."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.outages.service import OutageService
from api.platform import Platform
from api.second_reader.opinions import second_tickets
from api.second_reader.reader import SecondReader
from api.tickets.deadlines import deadlines_of
from api.tickets.events import event_of
from api.tickets.merging import MERGEABLE, fault_point_of, merge
from api.tickets.models import Ticket
from api.tickets.repository import TicketRepository
from api.tickets.suggestions import Suggestions
from api.tickets.taxonomy import category_label, type_label
from api.tickets.units import unit_of

if TYPE_CHECKING:
    from triage import TriageResult


DANGER_INTENT = "report_danger"
# Texts read at once: large batches of several callers take turns, and threads stay free for everybody else.
PART = 64


@dataclass(frozen=True, slots=True)
class Triage:
    """What the triager says of a text, and what may help with it."""

    result: TriageResult
    suggestions: Sequence[dict[str, Any]] = field(default_factory=tuple)


def triage_wire(triage: Triage, unit: str | None) -> dict[str, Any]:
    """As in the HTTP contract, with Chinese labels."""
    result = triage.result
    return {
        "type": result.type,
        "category": result.category,
        "detail": None,
        "type_label": type_label(result.type),
        "category_label": category_label(result.type, result.category),
        "urgency": result.urgency,
        "danger": bool(result.danger),
        "confidence": round(float(result.confidence), 4),
        "alternatives": [_alternative(each) for each in result.alternatives],
        "needs_review": bool(result.needs_review),
        "reasons": list(result.reasons),
        "suggestions": list(triage.suggestions),
        "unit": unit,
    }


def _alternative(other: Any) -> dict[str, Any]:
    return {"type": other.type, "category": other.category, "confidence": round(float(other.confidence), 4)}


class TicketTriaging:
    """Classifies texts off the event loop and writes the verdict into tickets."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._suggestions = Suggestions(platform)
        self._second_reader = platform.shared(SecondReader)
        # two threads would take the interpreter from each other: measured, a fifth more processor time and nothing won
        self._turn = asyncio.Lock()

    async def classify(self, texts: Sequence[str]) -> list[Triage]:
        """One verdict for each text, suggestions included. Raises what the triager raises."""
        parts = [list(texts[start : start + PART]) for start in range(0, len(texts), PART)]
        read = [pair for part in await asyncio.gather(*map(self._read, parts)) for pair in part]
        results = await second_tickets(self._second_reader, texts, [result for result, _ in read])
        tickets = await self._suggestions.from_tickets(texts, results)
        return [
            Triage(result, [*articles, *alike])
            for result, (_, articles), alike in zip(results, read, tickets, strict=True)
        ]

    async def _read(self, texts: list[str]) -> list[tuple[TriageResult, list[dict[str, Any]]]]:
        """The triager's verdict and the fitting articles, beside the event loop when it is their turn."""
        async with self._turn:
            results = await asyncio.to_thread(self._platform.triager.triage, texts)
            articles = await asyncio.to_thread(self._suggestions.from_articles, texts)
        return list(zip(results, articles, strict=True))

    async def apply(self, session: AsyncSession, ticket: Ticket, triage: Triage) -> bool:
        """Write the verdict, inside the caller's transaction; False when the ticket has been triaged already."""
        if ticket.status != "received":
            return False
        now = self._platform.clock.now()
        repository = TicketRepository(session)
        wire = triage_wire(triage, unit_of(ticket.address) or unit_of(ticket.text))
        wire = _endangered(wire) if ticket.intent == DANGER_INTENT else _settled(wire, ticket.category_hint)
        fill(ticket, wire)
        ticket.status = "triaged"
        repository.add(event_of(ticket, "triaged", now, "system", **_summary(wire)))
        await self._attach_outage(session, ticket)
        await merge(repository, ticket, now)
        return True

    async def _attach_outage(self, session: AsyncSession, ticket: Ticket) -> None:
        """A report of a failure inside a running outage belongs to it; danger always gets its own visit."""
        if ticket.type != "fault" or ticket.category not in MERGEABLE or ticket.danger:
            return
        now = self._platform.clock.now()
        answer = await OutageService(session, self._platform.clock).at(ticket.address or ticket.text)
        if answer.status != "running" or answer.outage is None:
            return
        ticket.outage_id = answer.outage.outage_id
        TicketRepository(session).add(
            event_of(ticket, "attached_to_outage", now, "system", outage_id=answer.outage.outage_id)
        )


def fill(ticket: Ticket, wire: dict[str, Any]) -> None:
    """Write a verdict's columns, deadlines included."""
    ticket.triage = wire
    ticket.type, ticket.category = wire["type"], wire["category"]
    ticket.urgency, ticket.danger = wire["urgency"], wire["danger"]
    ticket.needs_review = ticket.needs_review or wire["needs_review"]  # a withdrawal noted before stays to be read
    ticket.unit = ticket.unit or wire["unit"]
    ticket.triage_error = None
    ticket.fault_point = fault_point_of(ticket.address or ticket.text)
    set_deadlines(ticket)


def set_deadlines(ticket: Ticket) -> None:
    """Compute the deadlines from type, category, area and the moment of acceptance."""
    assert ticket.type and ticket.category
    due = deadlines_of(ticket.type, ticket.category, ticket.area, ticket.text, ticket.created_at)
    ticket.dispatch_due, ticket.arrive_due, ticket.restore_due = due.dispatch, due.arrive, due.restore
    ticket.contact_due, ticket.reply_due = due.contact, due.reply


def _endangered(wire: dict[str, Any]) -> dict[str, Any]:
    """What the conversation handled as danger is urgent, whatever the classifier makes of the words."""
    if wire["danger"] and wire["urgency"] == "urgent":
        return wire
    reasons = ["对话中按险情处置", *wire["reasons"]]
    return {**wire, "danger": True, "urgency": "urgent", "reasons": reasons}


def _settled(wire: dict[str, Any], hint: str | None) -> dict[str, Any]:
    """Type and category that the conversation has already settled with the customer win over the classifier's."""
    if not hint or wire["danger"]:
        return wire
    type, _, category = hint.partition("/")
    if (type, category) == (wire["type"], wire["category"]):
        return wire
    labels = {"type_label": type_label(type), "category_label": category_label(type, category)}
    reasons = [f"对话中已确认为{labels['type_label']}·{labels['category_label']}", *wire["reasons"]]
    return {**wire, "type": type, "category": category, **labels, "reasons": reasons, "needs_review": False}


def _summary(wire: dict[str, Any]) -> dict[str, Any]:
    return {name: wire[name] for name in ("type", "category", "urgency", "confidence", "needs_review")}
