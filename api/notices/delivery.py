"""Delivering what waits in the outbox of notices: a loop in the worker's process, which needs no Redis.

1. ``_expire``: what is no news any more is not told.
2. Conversations that are open, then WeChat: each notice in a transaction of its own that locks it, looks whether it is
   still true and wanted, and delivers it. Several workers never deliver the same, and one failure stops no other.
3. ``_settle_pushed``: what WeChat took is delivered, what it refused for good has failed, the rest is tried again.

A notice of a customer without an open conversation waits for the next one while it is news.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from api.metrics import ERRORS
from api.notices.channels import ConversationChannel, WeChatChannel
from api.notices.errors import Undeliverable
from api.notices.models import FAILED, HANDED, OBSOLETE, WAITING, OutageNotice
from api.notices.relevance import is_wanted, still_holds
from api.notices.repository import NoticeRepository
from api.outages.models import Outage
from api.platform import Platform

log = structlog.get_logger(__name__)
LOOK_SECONDS = 2.0
CLOSING_SECONDS = 10.0
AT_ONCE = 100
FIRST_PAUSE = timedelta(seconds=15)  # doubled with each attempt
LONGEST_PAUSE = timedelta(minutes=15)
# errcodes after which WeChat will not take the message later either: 48 hours over, not a follower, bad openid, …
FINAL_ERRCODES = frozenset({40003, 43004, 45015, 45047, 48001, 48002, 50002})
Step = Callable[[AsyncSession, OutageNotice, Outage], Awaitable[None]]


class NoticeDelivery:
    """One per process."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._conversation = ConversationChannel(platform)
        self._wechat = WeChatChannel(platform)
        self._task: asyncio.Task[None] | None = None
        self._stopping = asyncio.Event()

    def start(self) -> None:
        """Begin to deliver."""
        if self._task is None or self._task.done():
            self._stopping.clear()
            self._task = asyncio.create_task(self._run())

    async def close(self) -> None:
        """Finish the notice in hand and stop; what waits is delivered by another process or the next."""
        if self._task is None:
            return
        self._stopping.set()
        _, unfinished = await asyncio.wait([self._task], timeout=CLOSING_SECONDS)
        for task in unfinished:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                again = await self.deliver_due() >= AT_ONCE
            except (SQLAlchemyError, OSError) as error:
                log.warning("notices_stalled", error=type(error).__name__)
                again = False
            if not again:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._stopping.wait(), LOOK_SECONDS)

    async def deliver_due(self) -> int:
        """One round; returns how many notices were looked at."""
        await self._expire()
        now = self._platform.clock.now()
        async with self._platform.database.reading() as session:
            in_conversations = await NoticeRepository(session).due_in_conversations(now, AT_ONCE)
        for notice_id in in_conversations:
            await self._attempt(notice_id, self._conversation.deliver)
        async with self._platform.database.reading() as session:
            in_wechat = await NoticeRepository(session).due_in_wechat(now, AT_ONCE)
        for notice_id in in_wechat:
            await self._attempt(notice_id, self._wechat.deliver)
        return len(in_conversations) + len(in_wechat) + await self._settle_pushed()

    async def _expire(self) -> None:
        now = self._platform.clock.now()
        async with self._platform.database.reading() as session:  # SQLite's writers need not wait for a look
            is_needed = await NoticeRepository(session).has_overdue(now)
        if is_needed:
            async with self._platform.database.session() as session:
                await NoticeRepository(session).expire(now)

    async def _attempt(self, notice_id: int, deliver: Step) -> None:
        if self._stopping.is_set():
            return
        try:
            async with self._platform.database.session() as session:
                notice = await NoticeRepository(session).locked(notice_id)
                if notice is None or notice.state != WAITING:
                    return
                outage = await session.get_one(Outage, notice.outage_id)
                now = self._platform.clock.now()
                if not still_holds(notice, outage, now) or not await is_wanted(session, notice):
                    notice.state = OBSOLETE
                    return
                await deliver(session, notice, outage)
        except Exception as error:  # noqa: BLE001 - rolled back; the others must go on
            await self._failed(notice_id, error)

    async def _failed(self, notice_id: int, error: Exception) -> None:
        log.warning("notice_failed", notice=notice_id, error=type(error).__name__)
        ERRORS.labels("notice").inc()
        try:
            async with self._platform.database.session() as session:
                notice = await NoticeRepository(session).locked(notice_id)
                if notice is not None and notice.state == WAITING:
                    self._put_off(notice, f"{type(error).__name__}: {error}", isinstance(error, Undeliverable))
        except (SQLAlchemyError, OSError) as failure:  # the database is away: the next round finds it unchanged
            log.warning("notice_not_put_off", notice=notice_id, error=type(failure).__name__)

    def _put_off(self, notice: OutageNotice, reason: str, is_final: bool) -> None:
        notice.attempts += 1
        notice.error = reason[:200]
        notice.state = FAILED if is_final else WAITING
        notice.next_try = self._platform.clock.now() + pause_after(notice.attempts)

    # --- what WeChat's outbox did ---

    async def _settle_pushed(self) -> int:
        async with self._platform.database.reading() as session:
            repository = NoticeRepository(session)
            pushed = await repository.pushed(AT_ONCE)
            told = await repository.told_otherwise(AT_ONCE)
        for notice_id, state, error in pushed:
            try:
                await self._settle(notice_id, state, error or "")
            except Exception as failure:  # noqa: BLE001 - the next round tries again
                log.warning("notice_not_settled", notice=notice_id, error=type(failure).__name__)
        if told:
            async with self._platform.database.session() as session:
                await NoticeRepository(session).make_obsolete(OutageNotice.id.in_(told))
        return len(pushed)

    async def _settle(self, notice_id: int, state: str, error: str) -> None:
        async with self._platform.database.session() as session:
            notice = await NoticeRepository(session).locked(notice_id)
            if notice is None or notice.state != HANDED:
                return
            outage = await session.get_one(Outage, notice.outage_id)
            if state == "sent":
                await self._wechat.confirm(session, notice, outage)
                return
            notice.target = None
            self._put_off(notice, error, _errcode(error) in FINAL_ERRCODES)


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts."""
    doubled: int = 2 ** min(attempts - 1, 10)
    return min(FIRST_PAUSE * doubled, LONGEST_PAUSE)


def _errcode(error: str) -> int:
    """The errcode at the beginning of WeChat's refusal; 0 when it did not answer."""
    code = error.partition(" ")[0]
    return int(code) if code.lstrip("-").isdigit() else 0
