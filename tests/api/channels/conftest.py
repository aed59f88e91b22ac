import pytest_asyncio

from tests.api.channels.simulated_wechat import SimulatedWeChat
from tests.api.conversations.conftest import rasa, redis_url, talk, talk_without_redis  # noqa: F401
from tests.api.conversations.fake_rasa import served


@pytest_asyncio.fixture
async def wechat(talk):  # noqa: F811
    """A simulated WeChat that a gateway serves."""
    simulated = SimulatedWeChat(talk)
    await talk.platform.redis.delete("dianda:wechat:access_token")
    async with served(simulated.app) as url:
        simulated.connect(url)
        yield simulated
