"""Which outage concerns an address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import triage
from api.outages.models import Outage
from api.places import Fit, fit, knows_city, locate
from nlu.text.addresses import Address

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


def outage_at(place: Address, outages: Sequence[Outage], now: datetime) -> tuple[str, Outage | None]:
    """``(status, outage)``: running, planned, restored, none, or unknown_address when the place is too vague to say."""
    current = [(state, outage) for outage in outages if (state := state_of(outage, now))]
    fits = [(state, outage, fit(place, locate(outage.area))) for state, outage in current]
    sure = [(state, outage) for state, outage, verdict in fits if verdict is Fit.YES]
    if sure and (knows_city(place) or len({outage.area for _, outage in sure}) == 1):
        return min(sure, key=lambda each: (RANK[each[0]], each[1].start))
    unsure = any(verdict is Fit.UNSURE for *_, verdict in fits)
    located = knows_city(place) and (place.is_precise or (bool(place.road) and not unsure))
    return ("none" if located and not sure else "unknown_address"), None
