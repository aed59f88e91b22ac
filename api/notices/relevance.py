"""Whether a notice that waits is still true, and still wanted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from api.notices.models import OutageNotice
from api.notices.repository import NoticeRepository
from api.outages.models import Outage

# what the outage must be for a notice to be true
STATUSES = {
    "planned": frozenset({"announced"}),
    "started": frozenset({"repairing"}),
    "changed": frozenset({"announced", "repairing"}),
    "restored": frozenset({"restored"}),
    "cancelled": frozenset({"cancelled"}),
    "excluded": frozenset({"announced", "repairing"}),
}


def still_holds(notice: OutageNotice, outage: Outage, now: datetime) -> bool:
    """Whether the outage is as the notice says, and the notice is still news."""
    if notice.expires_at <= now or outage.status not in STATUSES[notice.event]:
        return False
    return outage.status != "announced" or outage.start > now


async def is_wanted(session: AsyncSession, notice: OutageNotice) -> bool:
    """Whether the customer has not unsubscribed since."""
    return bool(await NoticeRepository(session).active_among([notice.account_number]))
