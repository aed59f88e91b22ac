"""What happened between a customer and us, day by day: the only thing the hint looks at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

# demand: something was asked to be done or put right; overdue: a promised time passed without an answer
EventKind = Literal["complaint", "demand", "urge", "overdue", "outage", "late_payment"]


@dataclass(frozen=True, slots=True)
class ServiceEvent:
    """One event on its day; ``matter`` is what a demand was about, in Chinese."""

    kind: EventKind
    day: date
    matter: str = ""


@dataclass(frozen=True, slots=True)
class ServiceHistory:
    """The events of one customer. Whoever they are plays no part: no name, tag, segment or amount is in it."""

    account_number: str
    events: tuple[ServiceEvent, ...]

    def of(self, kind: EventKind, as_of: date, days: int) -> tuple[ServiceEvent, ...]:
        """The events of a kind in the days up to and including a day, oldest first; later ones are not looked at."""
        first = as_of - timedelta(days=days)
        found = (event for event in self.events if event.kind == kind and first < event.day <= as_of)
        return tuple(sorted(found, key=lambda event: event.day))

    def complains_within(self, as_of: date, days: int) -> bool:
        """Whether a complaint follows in the days after a day."""
        return any(event.kind == "complaint" and 0 < (event.day - as_of).days <= days for event in self.events)
