import pytest_asyncio

from tests.api.building import gateway


@pytest_asyncio.fixture
async def desk(tmp_path):
    async with gateway(tmp_path) as built:
        yield built
