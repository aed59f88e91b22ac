"""The checks behind ``/readyz``: each part answers and is warm, or is named with what is wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import httpx
from redis.exceptions import RedisError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from api.conversations.models import Conversation
from api.conversations.rasa import RasaClient
from api.platform import Platform
from api.tickets.queue import TriageQueue

SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class PartState:
    """One part; ``problem`` is Chinese and empty when it is ready, ``remark`` what is weaker although it is ready."""

    name: str
    label: str
    problem: str = ""
    remark: str = ""

    @property
    def is_ready(self) -> bool:
        """Answers and is warm."""
        return not self.problem

    @property
    def summary(self) -> str:
        """``ready``, ``degraded: …`` or what is wrong."""
        return self.problem or (f"degraded: {self.remark}" if self.remark else "ready")


class ReadinessChecks:
    """Asks every part at once, with a time limit for each."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    async def all(self) -> list[PartState]:
        """The state of every part, in a fixed order."""
        checks: tuple[tuple[str, str, Callable[[], Awaitable[str]]], ...] = (
            ("bot", "对话机器人", self._bot),
            ("actions", "动作服务", self._actions),
            ("database", "数据库", self._database),
            ("queue", "队列（Redis）", self._queue),
            ("models", "分类模型", self._models),
            ("index", "知识索引", self._index),
        )
        problems, remark = await asyncio.gather(
            asyncio.gather(*(_in_time(check) for _, _, check in checks)), _in_time(self._workers)
        )
        remarks = {"queue": remark}
        return [
            PartState(name, label, problem, remarks.get(name, ""))
            for (name, label, _), problem in zip(checks, problems, strict=True)
        ]

    async def _bot(self) -> str:
        ready = await self._platform.shared(RasaClient).is_ready()
        return "" if ready else "没有应答或还在启动，知识问答照常"

    async def _actions(self) -> str:
        url = self._platform.settings.actions_url.rstrip("/") + "/health"
        try:
            response = await self._platform.http.get(url, timeout=SECONDS)
        except httpx.HTTPError:
            return "没有应答"
        return "" if response.status_code == 200 else f"状态 {response.status_code}"

    async def _database(self) -> str:
        try:
            async with self._platform.database.reading() as session:
                await session.execute(text(f"SELECT 1 FROM {Conversation.__tablename__} LIMIT 1"))
        except (SQLAlchemyError, OSError):
            return "连不上，或还没有建表"
        return ""

    async def _queue(self) -> str:
        try:
            await self._platform.redis.ping()
        except (RedisError, OSError):
            return "连不上，消息逐条处理，推送变慢"
        return ""

    async def _workers(self) -> str:
        # Without a worker the gateway triages each ticket itself, in milliseconds: customers notice nothing, so the
        # queue is degraded, not missing, and traffic must not be taken away from a gateway that answers. Only imports
        # of many tickets are slower, which is why operators are told.
        alive = await TriageQueue(self._platform.redis).has_worker()
        return "" if alive else "没有分诊进程在工作，工单由网关自行研判"

    async def _models(self) -> str:
        missing = [name for name in ("understanding", "triager") if not self._platform.is_loaded(name)]
        return "没有加载：" + "、".join(missing) if missing else ""

    async def _index(self) -> str:
        return "" if self._platform.is_loaded("knowledge") else "没有加载"


async def _in_time(check: Callable[[], Awaitable[str]]) -> str:
    try:
        return await asyncio.wait_for(check(), SECONDS)
    except TimeoutError:
        return f"{SECONDS:.0f} 秒内没有应答"
