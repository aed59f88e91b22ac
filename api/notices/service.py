"""Writing into the outbox what customers are to be told of an outage, in the transaction that changes the outage.

A customer is told each event once. What is newer replaces what still waits:

- planned, started: once; whoever comes to be concerned later is told then, with what is known then.
- changed: each time the expected restore (or the start of a plan) moves; who has not heard of the outage yet is told
  the new times with the first notice instead.
- restored: everybody concerned; cancelled and excluded: only those who were told of the outage.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.customers.models import Customer
from api.notices.models import CONVERSATION, TOLD, WAITING, WECHAT, OutageNotice
from api.notices.repository import NoticeRepository, Raised
from api.notices.snapshot import Snapshot
from api.outages.concerned import ConcernedCustomers
from api.outages.matching import STILL_WORTH_TELLING
from api.outages.models import Outage
from nlu.text.clock import Clock

FIRST_NEWS = {"announced": "planned", "repairing": "started"}
LAST_WORDS = frozenset({"restored", "cancelled", "excluded"})
Recipients = Mapping[str, str | None]  # openids (or None) by account number


class NoticeService:
    """Everything inside the caller's transaction."""

    def __init__(self, session: AsyncSession, clock: Clock) -> None:
        self._session = session
        self._clock = clock
        self._repository = NoticeRepository(session)

    async def raise_for(self, outage: Outage, before: Snapshot | None) -> int:
        """Write the notices that an applied update gives rise to; returns how many."""
        customers = await ConcernedCustomers(self._session).subscribers(outage)
        concerned = {each.account_number: each.openid for each in customers}
        if outage.status in FIRST_NEWS:
            return await self._raise_current(outage, before, concerned)
        await self._repository.make_obsolete(
            OutageNotice.outage_id == outage.outage_id, OutageNotice.event != outage.status
        )
        return await self._raise_last(outage, before, concerned)

    async def catch_up(self, customer: Customer, plans: Iterable[Outage]) -> int:
        """Tell a new subscriber of the plans that concern them; what is running they hear when they ask."""
        recipient = {customer.account_number: customer.wechat_openid}
        raised = 0
        for plan in plans:
            mine = [row for row in await self._repository.of_outage(plan.outage_id) if row.account_number in recipient]
            if any(row.state in TOLD for row in mine):
                continue
            await self._repository.delete([row.id for row in mine])  # dropped when the customer had unsubscribed
            raised += len(await self._insert(plan, "planned", recipient))
        return raised

    async def forget(self, account_number: str) -> None:
        """The customer wants no notices any more: what waits is dropped."""
        await self._repository.make_obsolete(OutageNotice.account_number == account_number)

    # --- while it is announced or running ---

    async def _raise_current(self, outage: Outage, before: Snapshot | None, concerned: Recipients) -> int:
        event = FIRST_NEWS[outage.status]
        if before is not None and before.status != outage.status:
            mine = OutageNotice.outage_id == outage.outage_id
            await self._repository.make_obsolete(mine, OutageNotice.event.in_(("planned", "changed")))
        earlier = await self._repository.of_outage(outage.outage_id)
        ends = expiry(outage, event, self._clock.now())
        await self._repository.keep_until(ends, OutageNotice.outage_id == outage.outage_id, OutageNotice.event == event)
        raised = len(await self._insert(outage, event, concerned))
        raised += await self._raise_changed(outage, before, concerned, earlier)
        return raised + await self._raise_excluded(outage, concerned, earlier)

    async def _raise_changed(
        self, outage: Outage, before: Snapshot | None, concerned: Recipients, earlier: Iterable[Raised]
    ) -> int:
        """For those who have heard of the outage when its times move, or when it comes to concern them again."""
        event = FIRST_NEWS[outage.status]
        moved = before is not None and before.status == outage.status and before.times_differ(outage)
        last = {(row.account_number, row.channel): row.event for row in earlier}
        first = {(row.account_number, row.channel): row.state for row in earlier if row.event == event}
        heard = {key for key in first if moved or last[key] == "excluded"}
        heard -= {key for key, state in first.items() if state == WAITING}
        raised = 0
        for channel in (WECHAT, CONVERSATION):
            some = {account: openid for account, openid in concerned.items() if (account, channel) in heard}
            raised += await self._raise_again(outage, "changed", some, channel)
        return raised

    async def _raise_excluded(self, outage: Outage, concerned: Recipients, earlier: Iterable[Raised]) -> int:
        """For those whom an update of the area leaves out."""
        last = {row.account_number: row for row in earlier}
        left_out = set(last) - set(concerned)
        if not left_out:
            return 0
        mine = OutageNotice.account_number.in_(left_out)
        await self._repository.make_obsolete(OutageNotice.outage_id == outage.outage_id, mine)
        told = {row.account_number for row in await self._repository.of_outage(outage.outage_id) if row.state in TOLD}
        ended = {account for account, row in last.items() if row.event in LAST_WORDS}
        wanting = await self._repository.active_among((left_out & told) - ended)
        return await self._raise_again(outage, "excluded", await self._with_openids(wanting))

    # --- when it is over ---

    async def _raise_last(self, outage: Outage, before: Snapshot | None, concerned: Recipients) -> int:
        if before is not None and before.status == outage.status:
            return 0  # a correction of what was told
        if outage.restored and self._clock.now() - outage.restored > STILL_WORTH_TELLING:
            return 0
        told = {row.account_number: row for row in await self._repository.of_outage(outage.outage_id)}
        heard = {account for account, row in told.items() if row.event not in LAST_WORDS} & await self._told(outage)
        recipients = await self._with_openids(await self._repository.active_among(heard))
        if outage.status == "restored":
            recipients = {**recipients, **concerned}
        return len(await self._insert(outage, outage.status, recipients))

    async def _told(self, outage: Outage) -> set[str]:
        rows = await self._repository.of_outage(outage.outage_id)
        return {row.account_number for row in rows if row.state in TOLD}

    async def _with_openids(self, accounts: Iterable[str]) -> dict[str, str | None]:
        found = [await self._session.get(Customer, account) for account in sorted(accounts)]
        return {each.account_number: each.wechat_openid for each in found if each}

    # --- rows ---

    async def _raise_again(self, outage: Outage, event: str, recipients: Recipients, channel: str | None = None) -> int:
        """An event that may happen more than once: the newest replaces those that wait."""
        if not recipients:
            return 0
        about = (OutageNotice.outage_id == outage.outage_id, OutageNotice.account_number.in_(list(recipients)))
        same_way = (OutageNotice.channel == channel,) if channel else ()
        await self._repository.make_obsolete(*about, *same_way, OutageNotice.event.in_(("changed", "excluded")))
        revision = outage.updated_at.isoformat()
        return len(await self._insert(outage, event, recipients, revision, channel))

    async def _insert(
        self, outage: Outage, event: str, recipients: Recipients, revision: str = "", channel: str | None = None
    ) -> list[int]:
        now = self._clock.now()
        common: dict[str, Any] = {
            "outage_id": outage.outage_id,
            "event": event,
            "revision": revision,
            "state": WAITING,
            "raised_at": now,
            "next_try": now,
            "expires_at": expiry(outage, event, now),
            "attempts": 0,
        }
        rows = [
            {**common, "account_number": account, "channel": way}
            for account, openid in recipients.items()
            for way in (WECHAT, CONVERSATION)
            if (channel in (None, way)) and (openid or way != WECHAT)
        ]
        return await self._repository.insert(rows)


def expiry(outage: Outage, event: str, now: datetime) -> datetime:
    """Until when it is worth telling: a plan until it begins, other news for a day."""
    if outage.status in {"announced", "cancelled"} and outage.start > now:
        return outage.start if event != "cancelled" else max(outage.start, now + STILL_WORTH_TELLING)
    end = outage.restored or now
    return max(end + STILL_WORTH_TELLING, now + timedelta(hours=1))
