import json

import pytest_asyncio
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

from api.platform import Platform
from api.second_reader.reader import SecondReader
from api.settings import Settings
from tests.api.conversations.fake_rasa import served


class LanguageModel:
    """A local server with the chat endpoint of OpenAI: answers what a test says, and keeps what it was asked."""

    def __init__(self):
        self.answer, self.asked, self.status, self.headers = "query_bill", [], 200, []
        self.app = Starlette(routes=[Route("/v1/chat/completions", self.complete, methods=["POST"])])

    async def complete(self, request):
        body = json.loads(await request.body())
        self.asked.append(body)
        self.headers.append(request.headers)
        text = body["messages"][-1]["content"]
        answer = self.answer(text) if callable(self.answer) else self.answer
        if answer is None:
            return JSONResponse({"error": "overloaded"}, 503)
        return JSONResponse({"choices": [{"message": {"role": "assistant", "content": answer}}]}, self.status)


@pytest_asyncio.fixture
async def model():
    fake = LanguageModel()
    async with served(fake.app) as url:
        fake.url = f"{url}/v1"
        yield fake


@pytest_asyncio.fixture
async def reader(model):
    settings = Settings(
        mode="demo",
        second_reader_url=model.url,
        second_reader_key="inside",
        second_reader_model="qwen",
        second_reader_seconds=2,
    )
    platform = Platform(settings)
    yield SecondReader(platform)
    await platform.close()
