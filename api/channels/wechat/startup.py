"""Where an account is configured, push what an earlier process left behind."""

from __future__ import annotations

from api.channels.wechat.outbox import WeChatOutbox
from api.platform import Platform


async def start(platform: Platform) -> None:
    """Begin to look into the outbox."""
    if platform.settings.wechat_secret:
        platform.shared(WeChatOutbox).start()
