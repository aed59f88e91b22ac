import pytest_asyncio

from tests.api.building import gateway


@pytest_asyncio.fixture
async def desk(tmp_path):
    """A gateway without Redis: it triages in its own process."""
    async with gateway(tmp_path) as built:
        yield built
