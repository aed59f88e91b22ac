"""Rate limits, counted in Redis for all processes together, and in this process's memory while Redis is down."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Annotated

import structlog
from fastapi import Depends, Request
from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter
from redis.exceptions import RedisError

from api.errors import TooMany
from api.platform import Platform, PlatformDep

log = structlog.get_logger(__name__)
CONVERSATIONS = parse("30/minute")  # new conversations from one address
MESSAGES = parse("60/minute")  # messages in one conversation
LOGINS = parse("10/minute")  # attempts from one address, and on one account


class RateLimits:
    """Counts by name and key."""

    def __init__(self, platform: Platform) -> None:
        self._is_demo = platform.settings.is_demo
        storage = RedisStorage(f"async+{platform.settings.redis_url}", implementation="redispy")
        self._shared = MovingWindowRateLimiter(storage)
        self._own = MovingWindowRateLimiter(MemoryStorage())

    async def count(self, limit: RateLimitItem, name: str, key: str) -> None:
        """Count one request. Raises TooMany (429) when there were too many."""
        try:
            is_within = await self._shared.hit(limit, "dianda", name, key)
        except (RedisError, OSError) as error:
            log.warning("limits_without_redis", error=type(error).__name__)
            is_within = await self._own.hit(limit, "dianda", name, key)
        if not is_within:
            wait = str(limit.get_expiry())
            raise TooMany("操作太频繁，请稍等片刻再试。", headers={"Retry-After": wait})

    def is_exempt(self, request: Request) -> bool:
        """Loopback in demo mode: checks and journeys send a lot from there."""
        return self._is_demo and is_loopback(request)


def address_of(request: Request) -> str:
    """The caller's address (uvicorn puts the proxy's X-Forwarded-For here, where the proxy is trusted)."""
    return request.client.host if request.client else "unknown"


def is_loopback(request: Request) -> bool:
    """Whether the caller is on this machine."""
    try:
        return ip_address(address_of(request)).is_loopback
    except ValueError:
        return False


def get_limits(platform: PlatformDep) -> RateLimits:
    """The process's rate limits."""
    return platform.shared(RateLimits)


LimitsDep = Annotated[RateLimits, Depends(get_limits)]


async def limit_conversations(request: Request, limits: LimitsDep) -> None:
    """Bounds new conversations by address."""
    if not limits.is_exempt(request):
        await limits.count(CONVERSATIONS, "conversations", address_of(request))


async def limit_messages(request: Request, conversation_id: str, limits: LimitsDep) -> None:
    """Bounds messages by conversation."""
    if not limits.is_exempt(request):
        await limits.count(MESSAGES, "messages", conversation_id)
