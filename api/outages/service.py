"""What there is to say about the supply at an address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

import triage
from api.customers.models import Customer
from api.notices.service import NoticeService
from api.outages.aliases import Aliases
from api.outages.areas import read_place
from api.outages.concerned import ConcernedCustomers, is_in
from api.outages.matching import area_of, in_city_of, is_stale, outage_at
from api.outages.models import Outage, OutageSubscription
from api.outages.repository import OutageRepository
from api.platform import in_thread
from nlu.text.clock import Clock

KINDS = {
    "fault": "故障停电",
    "planned": "计划停电",
    "temporary": "临时停电",
    "overload": "供电能力不足停电",
    "orderly": "有序用电停电",
    "other": "停电",
}


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
        self._session = session
        self._repository = OutageRepository(session)
        self._clock = clock

    async def at(self, address: str | None, home: str | None = None, account: str | None = None) -> OutageAnswer:
        """What concerns ``address``, free text, or ``home``, the customer's own address, when none is given.

        A given address without a city is taken to be in the customer's own city. ``account``: whose home it is; the
        grid's records then decide before the address.
        """
        now = self._clock.now()
        text = address or home
        if not text:
            return OutageAnswer("unknown_address", None, None, now)
        outages = await self._repository.current(now)
        aliases = Aliases(await self._repository.aliases())
        place = in_city_of(read_place(text), read_place(home) if address and home else None)
        fed = await ConcernedCustomers(self._session).fed(account, outages) if account and not address else None
        status, outage = outage_at(aliases.official(place, text), outages, now, aliases=aliases, fed=fed)
        return OutageAnswer(status, outage, text, now)

    async def faults_of(self, customer: Customer, since: datetime) -> list[Outage]:
        """The unannounced interruptions that cut a customer off since a moment; flashes of minutes do not count."""
        begun = await self._repository.faults_since(since, self._clock.now())
        outages = [each for each in begun if not _is_flash(each)]
        aliases = Aliases(await self._repository.aliases())
        fed = await ConcernedCustomers(self._session).fed(customer.account_number, outages)

        def concerns(each: Outage) -> bool:
            known = fed.get(each.outage_id)
            return is_in(customer.address, area_of(each, aliases), aliases) if known is None else known

        # reading the areas of two months of outages takes a while
        return await in_thread(lambda: [each for each in outages if concerns(each)])

    async def get(self, outage_id: str) -> Outage | None:
        """One outage by its id."""
        return await self._repository.get(outage_id)

    async def all_current(self) -> list[Outage]:
        """Everything running, announced or just over."""
        return list(await self._repository.current(self._clock.now()))

    async def subscribe(self, customer: Customer, kind: str, active: bool) -> bool:
        """Switch notices for a customer on or off; returns the state."""
        account_number, now = customer.account_number, self._clock.now()
        subscription = await self._repository.subscription(account_number, kind)
        if subscription is None:
            subscription = OutageSubscription(account_number=account_number, kind=kind, active=False, changed_at=now)
            self._repository.add(subscription)
        was_active, subscription.active, subscription.changed_at = subscription.active, active, now
        await self._session.flush()
        if was_active and not active:
            await NoticeService(self._session, self._clock).forget(account_number)
        if active and not was_active:
            await NoticeService(self._session, self._clock).catch_up(customer, await self._plans_for(customer))
        return active

    async def _plans_for(self, customer: Customer) -> list[Outage]:
        """The announced outages that concern a customer."""
        now = self._clock.now()
        plans = [each for each in await self.all_current() if each.status == "announced" and each.start > now]
        aliases = Aliases(await self._repository.aliases())
        place = aliases.official(read_place(customer.address), customer.address)
        fed = await ConcernedCustomers(self._session).fed(customer.account_number, plans)
        return [plan for plan in plans if outage_at(place, [plan], now, aliases=aliases, fed=fed)[1]]


def _is_flash(outage: Outage) -> bool:
    shortest = triage.limit("complaint.flash_minutes", outage.start.date())
    return outage.restored is not None and outage.restored - outage.start <= timedelta(minutes=float(shortest.value))


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
