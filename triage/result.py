"""What triage says about a ticket."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Alternative:
    """Another reading of the ticket with its calibrated probability."""

    type: str
    category: str
    confidence: float


@dataclass(frozen=True)
class TriageResult:
    """The verdict on one text.

    ``confidence`` is the calibrated probability that type and category are both right; ``reasons`` are Chinese lines
    for the agent, each naming its rule or the words that carried the decision; ``unit`` is for who knows addresses;
    ``unsure`` when low confidence is the only reason for review.
    """

    type: str
    category: str
    urgency: str
    danger: bool
    confidence: float
    alternatives: tuple[Alternative, ...]
    needs_review: bool
    reasons: tuple[str, ...]
    unit: str | None = None
    unsure: bool = False

    @property
    def label(self) -> str:
        """``type/category``."""
        return f"{self.type}/{self.category}"
