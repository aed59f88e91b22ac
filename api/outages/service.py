"""What there is to say about the supply at an address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.outages.matching import is_stale, outage_at
from api.outages.models import Outage, OutageSubscription
from api.outages.repository import OutageRepository
from api.places import locate
from nlu.text.addresses import Address
from nlu.text.clock import Clock

KINDS = {"fault": "故障停电", "planned": "计划停电", "temporary": "临时停电"}


@dataclass(frozen=True, slots=True)
class OutageAnswer:
    """status: running, planned, restored, none or unknown_address; the outage where there is one."""

    status: str
    outage: Outage | None
    address: str | None
    at: datetime

    def to_wire(self) -> dict[str, Any]:
        """As the internal endpoint gives it."""
        return {
            "status": self.status,
            "outage": outage_wire(self.outage, self.at) if self.outage else None,
            "address": self.address,
        }


class OutageService:
    """Looks up outages and keeps subscriptions."""

    def __init__(self, session: AsyncSession, clock: Clock) -> None:
        self._repository = OutageRepository(session)
        self._clock = clock

    async def at(self, address: str | None, home: str | None = None) -> OutageAnswer:
        """What concerns ``address``, free text, or ``home``, the customer's own address, when none is given.

        A given address without a city is taken to be in the customer's own city.
        """
        now = self._clock.now()
        text = address or home
        if not text:
            return OutageAnswer("unknown_address", None, None, now)
        place = _in_city_of(locate(text), locate(home) if address and home else None)
        status, outage = outage_at(place, await self._repository.current(now), now)
        return OutageAnswer(status, outage, text, now)

    async def get(self, outage_id: str) -> Outage | None:
        """One outage by its id."""
        return await self._repository.get(outage_id)

    async def all_current(self) -> list[dict[str, Any]]:
        """Everything running, announced or just over, for agents."""
        now = self._clock.now()
        return [outage_wire(outage, now) for outage in await self._repository.current(now)]

    async def subscribe(self, account_number: str, kind: str, active: bool) -> bool:
        """Switch notices for a customer on or off; returns the state."""
        now = self._clock.now()
        subscription = await self._repository.subscription(account_number, kind)
        if subscription is None:
            subscription = OutageSubscription(account_number=account_number, kind=kind, active=active, changed_at=now)
            self._repository.add(subscription)
        subscription.active, subscription.changed_at = active, now
        return active


def _in_city_of(place: Address, home: Address | None) -> Address:
    if home is None or place.city or place.district:
        return place
    same_road = place.road is not None and place.road == home.road
    return replace(place, province=home.province, city=home.city, district=home.district if same_road else None)


def outage_wire(outage: Outage, now: datetime) -> dict[str, Any]:
    """An outage as JSON; ``stale`` when what it says may no longer hold."""
    return {
        "id": outage.outage_id,
        "kind": outage.kind,
        "kind_label": KINDS.get(outage.kind, "停电"),
        "reason": outage.reason,
        "area": outage.area,
        "feeder": outage.feeder,
        "start": outage.start.isoformat(),
        "expected_restore": outage.expected_restore.isoformat() if outage.expected_restore else None,
        "restored": outage.restored.isoformat() if outage.restored else None,
        "updated_at": outage.updated_at.isoformat(),
        "stale": is_stale(outage, now),
    }
