"""A part of an outage's area, or a place that somebody names."""

from __future__ import annotations

from dataclasses import dataclass, field

from api.outages.premises import Premises
from nlu.text.addresses import Address


@dataclass(frozen=True, slots=True)
class Spot:
    """``address``: its names; ``premises``: where inside the innermost of them; ``words``: as heard.

    Of an area: ``is_vague``, nobody is surely inside; ``has_alleys``, the alleys off the road too; ``excluded``: not
    these. Of a place: ``home``, the customer's own address, fills what the words leave out.
    """

    address: Address
    words: str = ""
    premises: Premises = field(default_factory=Premises)
    is_vague: bool = False
    has_alleys: bool = False
    excluded: tuple[Spot, ...] = ()
    home: Spot | None = None
