"""Our calls to WeChat: the access token and customer-service messages."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import httpx
import structlog
from redis.exceptions import RedisError

from api.channels.wechat.errors import SendFailed
from api.platform import Platform

log = structlog.get_logger(__name__)
TOKEN_KEY = "dianda:wechat:access_token"
EARLY_SECONDS = 300  # refreshed so long before it expires
STALE_TOKEN = frozenset({40001, 40014, 42001})
SECONDS = 8.0


class WeChatClient:
    """One per process; the token is shared by all processes through Redis."""

    def __init__(self, platform: Platform) -> None:
        settings = platform.settings
        self._http, self._redis = platform.http, platform.redis
        self._base = settings.wechat_api_url.rstrip("/")
        self._account = {"appid": settings.wechat_appid, "secret": settings.wechat_secret}
        self._own: tuple[str, float] = ("", 0.0)
        self._refreshing = asyncio.Lock()

    async def send_text(self, openid: str, text: str) -> None:
        """A customer-service message. Raises SendFailed."""
        body = {"touser": openid, "msgtype": "text", "text": {"content": text}}
        token = await self._token()
        answer = await self._post("/cgi-bin/message/custom/send", body, token)
        if answer.get("errcode") in STALE_TOKEN:
            token = await self._token(instead_of=token)
            answer = await self._post("/cgi-bin/message/custom/send", body, token)
        if answer.get("errcode", 0) != 0:
            raise SendFailed(int(answer["errcode"]), str(answer.get("errmsg", ""))[:100])

    async def _token(self, instead_of: str | None = None) -> str:
        known = await self._known_token()
        if known and known != instead_of:
            return known
        async with self._refreshing:
            known = await self._known_token()
            if known and known != instead_of:
                return known
            # stable_token gives every asker the same token while it lasts, so processes cannot drive each other out;
            # a forced refresh is allowed 20 times a day and therefore not used
            answer = await self._post("/cgi-bin/stable_token", {"grant_type": "client_credential", **self._account})
            if "access_token" not in answer:
                raise SendFailed(int(answer.get("errcode", 0)), str(answer.get("errmsg", ""))[:100])
            await self._remember(str(answer["access_token"]), int(answer.get("expires_in", 7200)))
            return str(answer["access_token"])

    async def _known_token(self) -> str | None:
        try:
            known = await self._redis.get(TOKEN_KEY)
        except (RedisError, OSError):
            token, until = self._own
            return token if time.monotonic() < until else None
        return str(known) if known else None

    async def _remember(self, token: str, seconds: int) -> None:
        lasting = max(30, seconds - EARLY_SECONDS)
        self._own = (token, time.monotonic() + lasting)
        try:
            await self._redis.set(TOKEN_KEY, token, ex=lasting)
        except (RedisError, OSError) as error:
            log.warning("wechat_token_without_redis", error=type(error).__name__)

    async def _post(self, path: str, body: dict[str, Any], token: str | None = None) -> dict[str, Any]:
        # WeChat shows \\uXXXX as it is written, so Chinese goes as UTF-8
        content = json.dumps(body, ensure_ascii=False).encode()
        try:
            response = await self._http.post(
                self._base + path,
                params={"access_token": token} if token else None,
                content=content,
                headers={"Content-Type": "application/json; charset=utf-8"},
                timeout=SECONDS,
            )
            answer = response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise SendFailed(0, type(error).__name__) from error
        if not isinstance(answer, dict):
            raise SendFailed(0, "not an object")
        return answer
