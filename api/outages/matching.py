"""Which outage concerns a place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import triage
from api.outages.aliases import Aliases
from api.outages.areas import read_area
from api.outages.covering import lies_in
from api.outages.divisions import names_city
from api.outages.models import Outage
from api.outages.spots import Spot
from api.places import Fit, knows_city

STILL_WORTH_TELLING = timedelta(hours=24)  # an outage that ended longer ago answers nobody's question any more
RANK = {"running": 0, "planned": 1, "restored": 2}


def state_of(outage: Outage, now: datetime) -> str | None:
    """running, planned or restored; None for one that is cancelled or long over."""
    if outage.status == "restored":
        ended = outage.restored or outage.updated_at
        return "restored" if now - ended <= STILL_WORTH_TELLING else None
    if outage.status == "cancelled":
        return None
    return "planned" if outage.start > now else "running"


def is_stale(outage: Outage, now: datetime) -> bool:
    """Whether what we know of a running outage may no longer hold: too long without news, or past its expected end."""
    if state_of(outage, now) != "running":
        return False
    rule = triage.limit("fault.progress_interval", now.date())
    silent = now - outage.updated_at > timedelta(hours=float(rule.value))
    return silent or (outage.expected_restore is not None and outage.expected_restore < now)


def area_of(outage: Outage, aliases: Aliases) -> tuple[Spot, ...]:
    """The parts of an outage's area by their official names."""
    return tuple(aliases.official(part) for part in read_area(outage.area))


def in_city_of(place: Spot, home: Spot | None) -> Spot:
    """A place whose words leave out what the customer's own address says: the city, and the estate of a bare 3栋."""
    return replace(place, home=home)


def outage_at(
    place: Spot,
    outages: Sequence[Outage],
    now: datetime,
    *,
    aliases: Aliases | None = None,
    fed: Mapping[str, bool] | None = None,
) -> tuple[str, Outage | None]:
    """``(status, outage)``: running, planned, restored, none, or unknown_address when the place is too vague to say.

    ``fed``: outages by id of which the grid's records say whether they concern the place's account; its address
    decides about the others.
    """
    known, names = fed or {}, aliases or Aliases()
    current = [(state, outage) for outage in outages if (state := state_of(outage, now))]
    by_record = [(state, outage) for state, outage in current if known.get(outage.outage_id)]
    if by_record:
        return _first(by_record)
    open_ones = [(state, outage) for state, outage in current if outage.outage_id not in known]
    fits = [(state, outage, lies_in(place, area_of(outage, names))) for state, outage in open_ones]
    sure = [(state, outage) for state, outage, verdict in fits if verdict is Fit.YES]
    if sure and (_knows_city(place) or len({outage.area for _, outage in sure}) == 1):
        return _first(sure)
    unsure = any(verdict is Fit.UNSURE for *_, verdict in fits)
    return ("none" if _knows_city(place) and not unsure and not sure else "unknown_address"), None


def _knows_city(place: Spot) -> bool:
    return knows_city(place.address) or names_city(place.words) or (place.home is not None and _knows_city(place.home))


def _first(found: Sequence[tuple[str, Outage]]) -> tuple[str, Outage]:
    """The running one before the planned one before the restored one; of several, the earliest."""
    return min(found, key=lambda each: (RANK[each[0]], each[1].start))
