from contextlib import asynccontextmanager

import httpx
import pytest
import pytest_asyncio

from api.main import create_app
from tests.api.building import gateway, redis_server
from tests.api.conversations.fake_rasa import FakeRasa, served
from tests.api.conversations.talking import Talk
from tests.api.conversations.understanding import KeywordUnderstanding


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory):
    with redis_server(tmp_path_factory.mktemp("redis")) as url:
        yield url


@pytest_asyncio.fixture
async def rasa():
    fake = FakeRasa()
    async with served(fake.app) as url:
        fake.url = url
        yield fake


@pytest_asyncio.fixture
async def talk(tmp_path, redis_url, rasa):
    """A gateway with Redis, a fake bot and the demonstration's agents."""
    async with gateway(tmp_path, redis_url) as built:
        yield await prepared(built, rasa.url)


@pytest_asyncio.fixture
async def talk_without_redis(tmp_path, rasa):
    async with gateway(tmp_path) as built:
        yield await prepared(built, rasa.url)


@pytest_asyncio.fixture
async def two_processes(tmp_path, redis_url, rasa):
    """Two gateways on one database and one Redis, as two processes would be."""
    async with gateway(tmp_path, redis_url) as first:
        url = f"sqlite+aiosqlite:///{tmp_path / 'gateway.db'}"
        (tmp_path / "second").mkdir()
        async with (
            gateway(tmp_path / "second", redis_url, database_url=url) as second,
            _of_its_own(first),
            _of_its_own(second),
        ):
            yield await prepared(first, rasa.url), await prepared(second, rasa.url)


@asynccontextmanager
async def _of_its_own(built):
    """An application of its own: tests otherwise share one and exchange what is behind it."""
    built.app = create_app(platform=built.platform)
    transport = httpx.ASGITransport(app=built.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as built.client:
        yield


async def prepared(built, bot_url):
    platform = built.platform
    platform.settings.bot_url = platform.settings.actions_url = bot_url
    platform.settings.bot_timeout = 3.0
    platform.provide(understanding=KeywordUnderstanding())
    return Talk(built)
