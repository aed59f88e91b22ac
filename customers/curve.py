"""The saving of a package as one thing about the customer changes: what a break-even is drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Curve:
    """``points``: what is changed (in ``unit``) and the saving then (yuan a year), in order; ``own`` is where the
    customer stands. The saving crosses zero at the break-even, if it does."""

    package_id: str
    changed: str  # what is changed, in Chinese
    unit: str
    points: tuple[tuple[Decimal, Decimal], ...]
    own: Decimal
