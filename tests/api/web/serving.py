"""A gateway on the sample articles that a real browser can reach: real HTTP, real database, real golden questions."""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import httpx
import uvicorn

from api.customers.models import Customer
from api.editing.golden import run_check
from api.editing.publishing import Publisher
from api.editing.schedule import GapSchedule
from api.editing.unanswered import UnansweredQuestions
from api.main import create_app
from api.notices.delivery import NoticeDelivery
from api.outages.service import OutageService
from api.platform import Platform
from api.settings import Settings
from knowledge import KnowledgeBase
from nlu.reloading import Reloading
from tests.api.building import NOWHERE, MovableClock, _fill
from tests.api.notices.grid import AREA
from tests.api.standins import KeywordTriager
from tests.knowledge.test_reading import SAMPLES

GOLDEN = [
    {"id": "G1", "question": "违约金从哪天开始算", "must": [["违约金"]]},
    {"id": "G2", "question": "今天股票涨了吗", "answerable": False, "must": []},
    {"id": "G3", "question": "违约金怎么算", "must": [["违约金"]], "must_not": ["答得不好"]},
]
NOBODY = "http://127.0.0.1:1"  # no bot: the gateway answers from the articles itself


class Served:
    """A running gateway; ``inside`` runs a coroutine in its event loop."""

    def __init__(self, folder: Path, corpus: Path, indexes: Path) -> None:
        secrets = {"secret_key": "s" * 32, "internal_token": "i" * 32, "bot_token": "b" * 32}
        url = f"sqlite+aiosqlite:///{folder / 'gateway.db'}"
        places = {"var": folder, "models": folder / "no-models", "golden_questions": folder / "golden.jsonl"}
        settings = Settings(mode="demo", database_url=url, redis_url=NOWHERE, bot_url=NOBODY, **secrets, **places)
        settings.articles = shutil.copytree(SAMPLES, folder / "shipped")
        usual = {"as_of": "2026-11-20", "topic": "late_fee", "answerable": True, "must_not": []}
        rows = [json.dumps({**usual, **row}, ensure_ascii=False) for row in GOLDEN]
        settings.golden_questions.write_text("\n".join(rows), "utf-8")
        self.platform = Platform(settings)
        self.platform.clock = MovableClock()
        self._provide(corpus, indexes)
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"

    def _provide(self, corpus: Path, indexes: Path) -> None:
        platform = self.platform

        def load() -> KnowledgeBase:
            folder = platform.overlay.lay_over(platform.settings.articles)
            return KnowledgeBase.load(folder, None, cache=indexes, corpus=corpus)

        held = Reloading(platform.settings.models, load, look_every=0.0, also=(platform.overlay.file,))
        platform.provide(knowledge=held, triager=KeywordTriager())
        publisher = platform.shared(Publisher)
        publisher.cache, publisher.corpus = indexes, corpus
        publisher.run = lambda plan: asyncio.to_thread(run_check, plan)

    def inside(self, work):
        """What the coroutine gives."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(60)

    def note_questions(self, questions, kind="unanswered") -> None:
        async def note():
            async with self.platform.database.session() as session:
                for question in questions:
                    UnansweredQuestions(session, self.platform).note(question, kind, "湖北")

        self.inside(note())

    def report_outage(self, **fields) -> None:
        """What the utility's outage system reports, about the road where Wang lives."""
        now = self.platform.clock.now().isoformat()
        body = {"kind": "fault", "status": "repairing", "area": AREA, "start": "2026-11-20T08:30:00+08:00"}
        body |= {"updated_at": now, "reason": "电缆故障", "expected_restore": "2026-11-20T10:30:00+08:00", **fields}
        headers = {"X-Dianda-Internal": "i" * 32}
        answer = httpx.put(f"{self.address}/internal/outages/TD1", json=body, headers=headers, timeout=60)
        assert answer.status_code == 200, answer.text

    def subscribe(self, account_number: str) -> None:
        """As if the customer had asked for notices."""

        async def work():
            async with self.platform.database.session() as session:
                customer = await session.get(Customer, account_number)
                await OutageService(session, self.platform.clock).subscribe(customer, "outage", True)

        self.inside(work())

    def look_for_gaps(self) -> None:
        """What the worker does."""
        self.inside(GapSchedule(self.platform).look())

    def deliver_notices(self) -> None:
        """What the worker does."""
        self.inside(NoticeDelivery(self.platform).deliver_due())

    async def _serve(self, server: uvicorn.Server) -> None:
        self.loop = asyncio.get_running_loop()
        await _fill(self.platform.database)
        await server.serve()

    @contextmanager
    def running(self):
        server = uvicorn.Server(
            uvicorn.Config(create_app(platform=self.platform), port=self.port, log_level="warning", access_log=False)
        )
        thread = threading.Thread(target=lambda: asyncio.run(self._serve(server)), daemon=True)
        thread.start()
        end = time.monotonic() + 60
        while not server.started and time.monotonic() < end:
            time.sleep(0.05)
        assert server.started
        try:
            yield self
        finally:
            server.should_exit = True
            thread.join(20)
