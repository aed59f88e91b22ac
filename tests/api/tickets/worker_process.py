"""A triage worker as a process of its own, with a small slow triager, for tests that kill it."""

import asyncio
import signal
import time
from pathlib import Path

from api.platform import Platform
from api.settings import Settings
from api.tickets.worker import TriageWorker
from tests.api.standins import KeywordTriager, NoArticles


class SlowTriager(KeywordTriager):
    """Takes a moment for each batch, so that a kill finds work in hand; fails on the ``poison`` text."""

    def __init__(self, poison):
        super().__init__()
        self.poison = poison

    def triage(self, texts):
        time.sleep(0.05)
        if self.poison in texts:
            raise RuntimeError("this text cannot be triaged")
        return super().triage(texts)


def work(started, database_url, redis_url, folder, poison):
    """Run one worker until SIGTERM; sends its consumer name through ``started``."""
    asyncio.run(_work(started, database_url, redis_url, folder, poison))


async def _work(started, database_url, redis_url, folder, poison):
    settings = Settings(mode="demo", database_url=database_url, redis_url=redis_url, var=Path(folder))
    platform = Platform(settings)
    platform.provide(triager=SlowTriager(poison), knowledge=NoArticles())
    worker = TriageWorker(platform, abandoned_milliseconds=500)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, worker.stop)
    started.send(worker.name)
    await worker.run()
    await platform.close()
