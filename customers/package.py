"""What a package is, and what recommending it to somebody says."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .records import Category


@dataclass(frozen=True, slots=True)
class Package:
    """A tariff choice or service: for which categories it exists, how to apply, and what stays as it is."""

    package_id: str
    title: str
    audience: tuple[Category, ...]
    summary: str  # what it is, without a figure: the reason shown when recommendations are not personal
    conditions: tuple[str, ...]
    how_to_apply: str
    unchanged: tuple[str, ...]

    def neutral(self) -> Recommendation:
        """The package as it is listed for everybody: nothing personal, no figure."""
        return Recommendation(
            package_id=self.package_id,
            title=self.title,
            yearly_saving=None,
            interval=None,
            break_even=None,
            reasons=(self.summary,),
            eligibility=self.conditions,
            how_to_apply=self.how_to_apply,
            unchanged=self.unchanged,
        )

    def recommend(
        self,
        reasons: tuple[str, ...],
        eligibility: tuple[str, ...],
        saving: Decimal | None = None,
        interval: tuple[Decimal, Decimal] | None = None,
        break_even: str | None = None,
        sources: tuple[str, ...] = (),
    ) -> Recommendation:
        """The package for one customer, with why it fits, what it saves (yuan a year), and whose prices say so."""
        return Recommendation(
            package_id=self.package_id,
            title=self.title,
            yearly_saving=saving,
            interval=interval,
            break_even=break_even,
            reasons=reasons,
            eligibility=eligibility,
            how_to_apply=self.how_to_apply,
            unchanged=self.unchanged,
            sources=sources,
        )


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One recommended package. ``yearly_saving`` in yuan on the customer's own last twelve months, None for services
    and where the tables are not verified; ``interval`` the saving when a year is 10 % lower or higher."""

    package_id: str
    title: str
    yearly_saving: Decimal | None
    interval: tuple[Decimal, Decimal] | None
    break_even: str | None
    reasons: tuple[str, ...]
    eligibility: tuple[str, ...]
    how_to_apply: str
    unchanged: tuple[str, ...]
    sources: tuple[str, ...] = ()  # price documents with their validity, where there is a figure

    def to_wire(self) -> dict[str, Any]:
        """As in the HTTP contract, with the interval, the break-even, what stays the same and the sources."""
        return {
            "package_id": self.package_id,
            "title": self.title,
            "yearly_saving": None if self.yearly_saving is None else f"{self.yearly_saving:.2f}",
            "interval": [f"{each:.2f}" for each in self.interval] if self.interval else None,
            "break_even": self.break_even,
            "reasons": list(self.reasons),
            "eligibility": list(self.eligibility),
            "how_to_apply": self.how_to_apply,
            "unchanged": list(self.unchanged),
            "sources": list(self.sources),
        }
