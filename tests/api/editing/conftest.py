import asyncio
import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
import pytest_asyncio

from api.editing.golden import run_check
from api.editing.publishing import Publisher
from api.editing.transfer import ArticleTransfer
from knowledge import KnowledgeBase, surroundings
from nlu.reloading import Reloading
from tests.api.building import gateway
from tests.knowledge.test_reading import SAMPLES

ROOT = Path(__file__).resolve().parents[3]
EDITOR, SECOND, BOSS = ("editor", "editor"), ("editor2", "editor"), ("supervisor", "supervisor")
GOLDEN = [
    {"id": "G1", "question": "违约金从哪天开始算", "must": [["违约金"]]},
    {"id": "G2", "question": "今天股票涨了吗", "answerable": False, "must": []},
]


def sample(article_id: str) -> str:
    return next(SAMPLES.rglob(f"{article_id}.md")).read_text("utf-8")


@pytest.fixture(scope="session")
def indexes(tmp_path_factory):
    """Indexes of the sample articles, built once for all tests."""
    return tmp_path_factory.mktemp("indexes")


@pytest.fixture(scope="session")
def corpus(tmp_path_factory):
    """A hundredth of the texts around the articles: enough to learn from, and quick."""
    folder = tmp_path_factory.mktemp("corpus")
    shutil.copy(ROOT / "corpus" / "concepts.tsv", folder)
    head, *lines = (ROOT / "corpus" / "utterances.tsv").read_text("utf-8").splitlines()
    (folder / "utterances.tsv").write_text("\n".join([head, *lines[::100]]) + "\n", "utf-8")
    uncovered = "- subjects: 股票 天气 菜谱 球赛 电影 高铁 快递 房租\n  forms: ~怎么样 今天~涨了吗 哪里有~\n"
    (folder / "uncovered.yml").write_text(uncovered, "utf-8")
    return folder


class Desk:
    """The gateway on the sample articles, and short names for what editors do."""

    def __init__(self, built, folder: Path, indexes: Path, corpus: Path) -> None:
        self.client, self.platform, self.agent = built.client, built.platform, built.agent
        self.customer, self.clock, self.talk = built.customer, built.clock, built.talk
        settings = self.platform.settings
        settings.articles = shutil.copytree(SAMPLES, folder / "shipped")
        settings.models = folder / "no-models"
        settings.golden_questions = folder / "golden.jsonl"
        self.golden(GOLDEN)
        overlay = self.platform.overlay

        def load():
            return KnowledgeBase.load(overlay.lay_over(settings.articles), None, cache=indexes, corpus=corpus)

        self.held = Reloading(settings.models, load, look_every=0.0, also=(overlay.file,))
        self.platform.provide(knowledge=self.held)
        self.publisher = self.platform.shared(Publisher)
        self.publisher.cache, self.publisher.corpus = indexes, corpus
        self.publisher.run = lambda plan: asyncio.to_thread(run_check, plan)

    def golden(self, rows) -> None:
        usual = {"as_of": "2026-11-20", "topic": "late_fee", "answerable": True, "must_not": []}
        lines = [json.dumps({**usual, **row}, ensure_ascii=False) for row in rows]
        self.platform.settings.golden_questions.write_text("\n".join(lines), "utf-8")

    async def take_in(self):
        return await ArticleTransfer(self.platform).import_shipped(self.platform.settings.articles)

    async def call(self, method, path, who=EDITOR, **body):
        sent = {"json": body} if body or method in ("POST", "PUT") else {}
        return await self.client.request(method, f"/v1/editing{path}", headers=self.agent(*who), **sent)

    async def ask(self, path, who=EDITOR):
        answer = await self.call("GET", path, who)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def do(self, path, who=EDITOR, method="POST", **body):
        answer = await self.call(method, path, who, **body)
        assert answer.status_code < 300, answer.text
        return answer.json()

    async def write(self, article_id, markdown, who=EDITOR, reason="改写"):
        latest = (await self.ask(f"/articles/{article_id}"))["latest"]
        path = f"/articles/{article_id}"
        return await self.do(path, who, "PUT", markdown=markdown, based_on=latest, reason=reason)

    async def publish(self, article_id, by=EDITOR, reviewer=BOSS):
        """Through review; returns the check."""
        await self.do(f"/articles/{article_id}/submit", by)
        approved = await self.do(f"/articles/{article_id}/approve", reviewer)
        await self.publisher.settle()
        return await self.ask(f"/checks/{approved['check_id']}")

    async def search(self, question):
        """What running searches answer, once a load under way is over."""
        self.held.current  # noqa: B018 - looks, and begins to load
        await asyncio.to_thread(self.held.settle)
        body = {"question": question, "as_of": "2026-11-20"}
        return SimpleNamespace(**(await self.client.post("/v1/knowledge/search", json=body)).json())


@pytest_asyncio.fixture
async def desk(tmp_path, indexes, corpus, monkeypatch):
    monkeypatch.setattr(surroundings, "_DATA", corpus / "uncovered.yml")
    async with gateway(tmp_path) as built:
        yield Desk(built, tmp_path, indexes, corpus)
