"""Settings of the gateway and the worker, read from ``DIANDA_*`` variables and checked before anything starts."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import ip_address
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from api.storage import ROOT, Storage

__all__ = ["ROOT", "Settings", "get_settings"]
PLACEHOLDER = "change-me"
DEMO_CLOCK = "2026-11-20T09:00:00+08:00"


class Settings(Storage):
    """Everything that differs between one installation and another."""

    mode: Literal["demo", "production"] = "production"
    host: str = "127.0.0.1"
    redis_url: str = "redis://127.0.0.1:8379/0"
    bot_url: str = "http://127.0.0.1:8005"
    actions_url: str = "http://127.0.0.1:8055"
    bot_token: str = PLACEHOLDER  # opens the bot's channel to the gateway
    internal_token: str = PLACEHOLDER  # opens the internal endpoints to the action server
    secret_key: str = PLACEHOLDER  # signs customers' and agents' tokens
    clock: str | None = None
    bot_timeout: float = Field(default=15.0, gt=0)  # seconds the gateway waits for the bot's answer
    models: Path = ROOT / "models"
    articles: Path = ROOT / "knowledge" / "articles"
    golden_questions: Path = ROOT / "tests" / "knowledge" / "questions.jsonl"  # asked before an article is published
    second_reader_url: str = ""  # an OpenAI-compatible endpoint inside the utility's network, up to /v1; empty: off
    second_reader_model: str = "default"
    second_reader_key: str = ""
    second_reader_seconds: float = Field(default=3.0, gt=0)  # what a message or ticket may wait for it
    wechat_token: str = ""
    wechat_appid: str = ""
    wechat_secret: str = ""
    wechat_aes_key: str = Field(default="", pattern="^([A-Za-z0-9]{43})?$")  # EncodingAESKey of the account's settings
    wechat_api_url: str = "https://api.weixin.qq.com"
    # WeChat repeats the message after 5 s; this leaves room for the way back
    wechat_answer_seconds: float = Field(default=4.3, gt=0, lt=5)

    @property
    def is_demo(self) -> bool:
        """Whether the demonstration data, accounts and tokens are offered."""
        return self.mode == "demo"

    @model_validator(mode="after")
    def _fill_demo(self) -> Self:
        if self.is_demo:
            self.clock = self.clock or DEMO_CLOCK
            self.wechat_token = self.wechat_token or "dianda-demo"
            self.wechat_appid = self.wechat_appid or "wxdemo0000000000"
            self.wechat_aes_key = self.wechat_aes_key or "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
        return self

    @model_validator(mode="after")
    def _refuse_unsafe(self) -> Self:
        if self.is_demo:
            if not _is_loopback(self.host):
                raise ValueError(
                    f"DIANDA_MODE=demo shows demo accounts without passwords and may only listen on loopback, "
                    f"not on {self.host}: set DIANDA_HOST=127.0.0.1, or DIANDA_MODE=production with real secrets"
                )
            return self
        weak = [
            f"DIANDA_{name.upper()}"
            for name in ("secret_key", "internal_token", "bot_token")
            if PLACEHOLDER in getattr(self, name) or len(getattr(self, name)) < 16
        ]
        if weak:
            raise ValueError(
                f"{', '.join(weak)}: a placeholder or shorter than 16 characters; outside demo mode set each to a "
                f'secret, for example from python3 -c "import secrets; print(secrets.token_urlsafe(32))"'
            )
        return self


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


@lru_cache
def get_settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
