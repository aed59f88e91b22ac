"""A found piece of normalised text, before it becomes an entity of the text as sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    """An entity's ``name`` and ``value`` at ``start:end`` of the normalised text."""

    name: str
    value: str
    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether both claim a character."""
        return self.start < other.end and other.start < self.end


def without_overlaps(groups: Iterable[Sequence[Span]]) -> list[Span]:
    """The spans in order of place; where two claim a character, the earlier group's stays, then the longer one."""
    kept: list[Span] = []
    for group in groups:
        for span in sorted(group, key=lambda span: (span.start - span.end, span.start)):
            if not any(span.overlaps(other) for other in kept):
                kept.append(span)
    return sorted(kept, key=lambda span: span.start)
