import pytest_asyncio

from tests.api.building import gateway
from tests.api.notices.grid import Grid


@pytest_asyncio.fixture
async def grid(tmp_path):
    async with gateway(tmp_path) as desk:
        yield Grid(desk)
