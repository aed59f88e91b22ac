"""What was known of an outage before an update."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from api.outages.models import Outage


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The columns whose change customers are told of."""

    status: str
    start: datetime
    expected_restore: datetime | None

    @classmethod
    def of(cls, outage: Outage) -> Self:
        """As it is now."""
        return cls(outage.status, outage.start, outage.expected_restore)

    def times_differ(self, outage: Outage) -> bool:
        """Whether the expected restore moved, or the start of one that has not begun."""
        is_plan_moved = outage.status == "announced" and self.start != outage.start
        return is_plan_moved or self.expected_restore != outage.expected_restore
