"""What may help with a ticket: articles that have steps for agents, and tickets of the same kind that were resolved."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import structlog

from api.platform import Platform
from api.tickets.repository import TicketRepository
from nlu.text.masking import mask_personal

if TYPE_CHECKING:
    from triage import TriageResult

log = structlog.get_logger(__name__)
ARTICLES = 2
LEAST_SCORE = 0.05  # calibrated; an article below it would only cost the agent's trust
TICKETS = 1
LOOKED_AT = 100  # newest resolved tickets of the category that are compared
ALIKE = 0.3  # share of common character pairs below which two texts are about different matters
Kind = tuple[str, str]  # type and category
Pairs = frozenset[str]


class Resolved(NamedTuple):
    """A ticket that was resolved, how, and the character pairs of its text."""

    ticket_id: str
    text: str
    result: str
    pairs: Pairs


class Suggestions:
    """Finds suggestions for texts that have been classified."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    def from_articles(self, texts: Sequence[str]) -> list[list[dict[str, Any]]]:
        """For each text the articles with steps that fit, best first: milliseconds each, for a thread.

        A failure here never fails the triage.
        """
        if not self._platform.is_loaded("knowledge"):
            return [[] for _ in texts]
        try:
            knowledge = self._platform.knowledge
            today = self._platform.clock.today()
            return [_articles(hits) for hits in knowledge.suggest_many(texts, today)]
        except Exception as error:  # noqa: BLE001 - a ticket without suggestions is still a ticket
            log.warning("suggestions_failed", error=type(error).__name__)
            return [[] for _ in texts]

    async def from_tickets(self, texts: Sequence[str], results: Sequence[TriageResult]) -> list[list[dict[str, Any]]]:
        """For each text the resolved ticket of its kind that is most like it, if one is."""
        kinds = [(result.type, result.category) for result in results]
        async with self._platform.database.reading() as session:
            resolved = await TicketRepository(session).resolved_like(set(kinds), LOOKED_AT)
        return await asyncio.to_thread(_most_alike, texts, kinds, resolved)


def _articles(hits: Sequence[Any]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for hit in hits:
        article = hit.article
        if article.steps and article.id not in found and hit.score >= LEAST_SCORE:
            found[article.id] = {
                "kind": "article",
                "id": article.id,
                "title": article.title,
                "steps": list(article.steps),
                "score": round(float(hit.score), 4),
            }
    return list(found.values())[:ARTICLES]


def _most_alike(texts: Sequence[str], kinds: Sequence[Kind], resolved: Sequence[Any]) -> list[list[dict[str, Any]]]:
    known: dict[Kind, list[Resolved]] = defaultdict(list)
    for type, category, ticket_id, text, details in resolved:
        known[type, category].append(Resolved(ticket_id, text, str(details.get("result", "")), _pairs(text)))
    return [_similar(_pairs(text), known[kind]) for text, kind in zip(texts, kinds, strict=True)]


def _similar(pairs: Pairs, known: Sequence[Resolved]) -> list[dict[str, Any]]:
    scored = [(_alike(pairs, other.pairs), other) for other in known]
    best = sorted((each for each in scored if each[0] >= ALIKE), key=lambda each: (-each[0], each[1].ticket_id))
    return [
        {
            "kind": "ticket",
            "id": other.ticket_id,
            "title": mask_personal(other.text)[:40],
            "steps": [mask_personal(other.result)],
            "score": round(score, 4),
        }
        for score, other in best[:TICKETS]
    ]


def _pairs(text: str) -> Pairs:
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))


def _alike(one: Pairs, other: Pairs) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0
