"""Pushing texts to followers: written with the transaction that says them, sent after it, never lost by a crash."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from api.channels.wechat.client import WeChatClient
from api.channels.wechat.errors import SendFailed
from api.channels.wechat.models import WeChatOutgoing
from api.channels.wechat.rendering import split
from api.channels.wechat.repository import WeChatRepository
from api.database import after_commit
from api.metrics import ERRORS
from api.platform import Platform

log = structlog.get_logger(__name__)
MOST_ATTEMPTS = 3
LOOK_SECONDS = 30.0  # how often a process looks for what another left behind
RETRY_SECONDS = 1.0


class WeChatOutbox:
    """One per process."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._task: asyncio.Task[None] | None = None
        self._bell = asyncio.Event()
        self._pushing = asyncio.Lock()

    async def put(self, session: AsyncSession, openid: str, text: str, source: str) -> None:
        """Push ``text`` after the commit; what answers the same ``source`` is pushed once."""
        repository = WeChatRepository(session)
        at = self._platform.clock.now()
        for number, part in enumerate(split(text)):
            part_source = f"{source}:{number}"
            if await repository.is_outgoing(part_source):
                return
            repository.add(WeChatOutgoing(openid=openid, at=at, text=part, source=part_source, state="waiting"))
        after_commit(session, self.wake)

    async def wake(self) -> None:
        """There is something to push; without an account's secret it waits until there is one."""
        if not self._platform.settings.wechat_secret:
            return
        self.start()
        self._bell.set()

    def start(self) -> None:
        """Begin to push, and to look for what was left behind."""
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())

    async def close(self) -> None:
        """Stop; what waits is pushed by the next process."""
        if self._task:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        while True:
            self._bell.clear()
            try:
                again = await self.push_waiting()
            except (SQLAlchemyError, OSError) as error:
                log.warning("wechat_outbox_stalled", error=type(error).__name__)
                again = False
            with suppress(TimeoutError):
                await asyncio.wait_for(self._bell.wait(), RETRY_SECONDS if again else LOOK_SECONDS)

    async def push_waiting(self) -> bool:
        """Push what waits, one after the other; whether one found no answer and has to be tried again."""
        async with self._pushing:  # in order: a follower reads what was said first first
            while outgoing := await self._claimed():
                if not await self._push(outgoing):
                    return True
        return False

    async def _claimed(self) -> WeChatOutgoing | None:
        async with self._platform.database.session() as session:
            return await WeChatRepository(session).claim_outgoing()

    async def _push(self, outgoing: WeChatOutgoing) -> bool:
        """Whether this was the last word on it."""
        try:
            await self._platform.shared(WeChatClient).send_text(outgoing.openid, outgoing.text)
            state, error = "sent", None
        except SendFailed as failure:
            # an errcode is WeChat's last word (48 h are over, too many); no answer at all is worth another try
            is_final = failure.code != 0 or outgoing.attempts >= MOST_ATTEMPTS
            state, error = ("failed" if is_final else "waiting"), str(failure)
            log.warning("wechat_push_failed", code=failure.code, attempts=outgoing.attempts)
            ERRORS.labels("wechat_push").inc()
        async with self._platform.database.session() as session:
            await WeChatRepository(session).settle(outgoing, state, error)
        return state != "waiting"
