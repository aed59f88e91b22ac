"""When the gateway starts, what segments need is loaded beside it: no agent waits for it later."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from api.platform import Platform
from customers import ModelMissing, prepare_segments


async def start(platform: Platform) -> None:
    """Begin in a thread: nobody waits for it."""
    asyncio.get_running_loop().run_in_executor(None, _prepare)


def _prepare() -> None:
    with suppress(ModelMissing):  # the first question for a segment says so
        prepare_segments()
