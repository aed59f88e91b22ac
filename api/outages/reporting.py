"""Updates by the utility's outage system, in the caller's transaction, together with the notices they give rise to.

1. ``check_update`` refuses what cannot be.
2. The outage's row is inserted or locked: updates of one outage come one after another.
3. An older update, or the same one again, changes nothing.
4. The row is written; ``NoticeService`` writes what customers are to be told into its outbox.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

import triage
from api.errors import Conflict
from api.notices.service import NoticeService
from api.notices.snapshot import Snapshot
from api.outages.models import ACCOUNT, TRANSFORMER, Outage
from api.outages.repository import OutageRepository
from api.outages.schemas import OutageUpdate
from api.outages.transitions import check_transition, check_update
from nlu.text.clock import Clock

RULES = {"planned": "outage.planned_notice", "temporary": "outage.temporary_notice"}  # limits.yml, facts.md §5


class OutageReporting:
    """Takes one update after another."""

    def __init__(self, session: AsyncSession, clock: Clock) -> None:
        self._session = session
        self._clock = clock
        self._repository = OutageRepository(session)

    async def take(self, outage_id: str, update: OutageUpdate) -> dict[str, Any]:
        """What became of an update. Raises Unprocessable (422) and Conflict (409)."""
        values = update.model_dump(exclude={"transformers", "accounts"})
        names_points = bool(update.transformers or update.accounts) or await self._will_name_points(outage_id, update)
        check_update(update, self._clock.now(), names_points=names_points)
        is_new = await self._repository.insert({"outage_id": outage_id, "announced_at": None, **values})
        outage = await self._repository.locked(outage_id)
        before = None if is_new else Snapshot.of(outage)
        if before is not None and not await self._is_news(outage, update):
            return {"outage_id": outage_id, "applied": False, "status": outage.status, "notices": 0}
        _write(outage, update, before)
        await self._write_points(outage_id, update)
        await self._session.flush()
        notices = await NoticeService(self._session, self._clock).raise_for(outage, before)
        late = announced_late(outage)
        return {
            "outage_id": outage_id,
            "applied": True,
            "status": outage.status,
            "notices": notices,
            "announced_late": late,
        }

    async def _will_name_points(self, outage_id: str, update: OutageUpdate) -> bool:
        """Whether lists that were given before go on to decide."""
        kept = [kind for kind, given in _given(update) if given is None]
        return any([await self._repository.names_points(outage_id, kind) for kind in kept])

    async def _is_news(self, outage: Outage, update: OutageUpdate) -> bool:
        """Whether to apply it. Raises Conflict when two updates of one moment differ, or for an impossible step."""
        if update.updated_at < outage.updated_at:
            return False
        if update.updated_at == outage.updated_at:
            if await self._says_the_same(outage, update):
                return False
            raise Conflict("同一更新时间已有另一份内容，请用新的更新时间再报。", code="same_moment")
        check_transition(outage.status, update.status)
        return True

    async def _says_the_same(self, outage: Outage, update: OutageUpdate) -> bool:
        values = update.model_dump(exclude={"transformers", "accounts"})
        if any(getattr(outage, name) != value for name, value in values.items()):
            return False
        points = await self._repository.points([outage.outage_id])
        stored = {(point.kind, point.name) for point in points}
        return all(
            names is None or {(kind, name) for name in names} == {each for each in stored if each[0] == kind}
            for kind, names in _given(update)
        )

    async def _write_points(self, outage_id: str, update: OutageUpdate) -> None:
        for kind, names in _given(update):
            if names is not None:
                await self._repository.replace_points(outage_id, kind, names)


def _given(update: OutageUpdate) -> tuple[tuple[str, list[str] | None], ...]:
    return (TRANSFORMER, update.transformers), (ACCOUNT, update.accounts)


def _write(outage: Outage, update: OutageUpdate, before: Snapshot | None) -> None:
    for name, value in update.model_dump(exclude={"transformers", "accounts"}).items():
        setattr(outage, name, value)
    moved_forward = before is not None and update.start < before.start
    if update.status == "announced" and (outage.announced_at is None or moved_forward):
        outage.announced_at = update.updated_at  # an earlier start is a new announcement: customers have less time


def announced_late(outage: Outage) -> bool | None:
    """Whether customers were told later than the rule for this kind asks (planned: 7 days); None: no rule applies.

    For agents only. Source: 供电服务十项承诺; days are counted by the calendar.
    """
    rule = RULES.get(outage.kind)
    if rule is None or outage.announced_at is None:
        return None
    limit = triage.limit(rule, outage.start.date())
    if limit.unit == "天":
        return (outage.start.date() - outage.announced_at.date()).days < int(limit.value)
    return outage.start - outage.announced_at < timedelta(hours=float(limit.value))
