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

SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class PartState:
    """One part; ``problem`` is Chinese and empty when it is ready."""

    name: str
    label: str
    problem: str = ""

    @property
    def is_ready(self) -> bool:
        """Answers and is warm."""
        return not self.problem


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
        problems = await asyncio.gather(*(_in_time(check) for _, _, check in checks))
        return [PartState(name, label, problem) for (name, label, _), problem in zip(checks, problems, strict=True)]

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
