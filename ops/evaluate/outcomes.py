"""What was said of every row of a labelled set, beside what is right: the ground of all tables of the report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nlu import Understanding
from triage import TicketTriager, TriageResult

Row = dict[str, Any]


@dataclass(frozen=True)
class Outcome:
    """One text, the labels that count as right (the first is the set's own), and the ranking given, best first.

    `style` is the voice the text was written in; `reviewed` says whether a ticket was sent to a human reader.
    """

    text: str
    style: str
    accepted: tuple[str, ...]
    ranking: tuple[tuple[str, float], ...]
    reviewed: bool = False

    @property
    def guess(self) -> str:
        """The label ranked first."""
        return self.ranking[0][0]

    @property
    def confidence(self) -> float:
        """The calibrated probability of the first label."""
        return self.ranking[0][1]

    @property
    def right(self) -> bool:
        """Whether the first label is acceptable."""
        return self.guess in self.accepted

    @property
    def truth(self) -> str:
        """The label to count the row under: the guess when it is acceptable, else the set's own."""
        return self.guess if self.right else self.accepted[0]


def accepted_intents(row: Row) -> tuple[str, ...]:
    """The intents that count as right."""
    return (row["intent"], *row.get("alt", []))


def message_outcomes(rows: Sequence[Row], understanding: Understanding) -> list[Outcome]:
    """The intents our reader gives to messages."""
    parses = understanding.parse([row["text"] for row in rows])
    return [
        Outcome(
            row["text"],
            _style(row),
            accepted_intents(row),
            tuple((intent.name, intent.confidence) for intent in (parse.intent, *parse.alternatives)),
        )
        for row, parse in zip(rows, parses, strict=True)
    ]


def ticket_outcomes(rows: Sequence[Row], triager: TicketTriager) -> list[Outcome]:
    """The labels `type/category` our triage gives to tickets."""
    return to_outcomes(rows, ticket_results(rows, triager))


def ticket_results(rows: Sequence[Row], triager: TicketTriager) -> list[TriageResult]:
    """The triage of every row."""
    return triager.triage([row["text"] for row in rows])


def to_outcomes(rows: Sequence[Row], results: Sequence[TriageResult]) -> list[Outcome]:
    """Verdicts beside what is right."""
    return [
        Outcome(
            row["text"],
            _style(row),
            tuple(f"{type}/{category}" for type, category in ((row["type"], row["category"]), *row.get("alt", []))),
            (
                (result.label, result.confidence),
                *((f"{other.type}/{other.category}", other.confidence) for other in result.alternatives),
            ),
            result.needs_review,
        )
        for row, result in zip(rows, results, strict=True)
    ]


def _style(row: Row) -> str:
    return str(row.get("voice") or row.get("style") or row.get("channel") or "—")
