import asyncio
import json
from contextlib import asynccontextmanager

import httpx
import pytest

from tests.api.conversations.fake_rasa import served
from tests.api.conversations.test_handover import queued


@asynccontextmanager
async def streaming(talk, conversation, last=None):
    """Events as a browser reads them, over a real connection."""
    headers = {"Last-Event-ID": str(last)} if last is not None else {}
    url = f"/v1/conversations/{conversation}/events"
    async with (
        served(talk.gateway.app) as base,
        httpx.AsyncClient(base_url=base, timeout=60) as client,
        client.stream("GET", url, headers=headers) as answer,
    ):
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield Reader(answer.aiter_lines())


class Reader:
    def __init__(self, lines):
        self._lines = lines

    async def next(self):
        """The next event as (id, event, data); comments and the retry line are passed over."""
        found = {}
        async with asyncio.timeout(60):
            async for line in self._lines:
                if not line and "event" in found:
                    return found.get("id"), found["event"], json.loads(found["data"])
                name, _, value = line.partition(": ")
                if name in {"id", "event", "data"}:
                    found[name] = int(value) if name == "id" else value
        raise AssertionError("the stream ended")

    async def until(self, wanted):
        while True:
            event = await self.next()
            if event[1] == wanted:
                return event


async def test_events_have_increasing_numbers_and_come_as_they_happen(talk):
    conversation = await talk.begin()
    async with streaming(talk, conversation) as events:
        number, kind, greeting = await events.next()
        assert (number, kind, greeting["from"]) == (1, "message", "bot")
        await talk.say(conversation, "你好")
        asked = await events.until("message")
        answered = await events.until("message")
    assert (asked[0], asked[2]["from"], asked[2]["text"]) == (2, "customer", "你好")
    assert (answered[0], answered[2]["from"]) == (3, "bot")
    assert answered[2]["text"] == "机器人听到：你好" and answered[2]["buttons"] == []


async def test_last_event_id_resumes_without_gap_or_repetition(talk):
    conversation = await talk.begin()
    for word in ("一", "二", "三"):
        await talk.say(conversation, word)
    async with streaming(talk, conversation, last=3) as events:
        numbers = [(await events.next())[0] for _ in range(4)]
    assert numbers == [4, 5, 6, 7]


async def test_a_senseless_last_event_id_begins_from_the_start(talk):
    conversation = await talk.begin()
    for last in ("abc", "-5", "1.5", "²"):
        async with served(talk.gateway.app) as base, httpx.AsyncClient(base_url=base) as client:
            url = f"/v1/conversations/{conversation}/events"
            async with client.stream("GET", url, headers={"Last-Event-ID": last.encode("utf-8")}) as answer:
                assert (await Reader(answer.aiter_lines()).next())[0] == 1


async def test_owner_ticket_and_typing_are_events(talk, rasa):
    conversation = await talk.begin()
    async with streaming(talk, conversation, last=1) as events:
        await talk.say(conversation, "你好")
        assert (await events.until("typing"))[2]["actor"] == "bot"
        reply = await talk.say(conversation, "电线断了掉在地上")
        assert (await events.until("ticket"))[2]["ticket_id"] == reply["tickets"][0]
        owner = (await events.until("owner"))[2]
        assert owner["owner"] == "queue" and owner["position"] == 1
        await talk.agent(conversation, "take")
        assert (await events.until("owner"))[2]["agent"] == "agent"
        await talk.agent(conversation, "say", text="您好")
        said = (await events.until("message"))[2]
        while said["from"] != "agent":
            said = (await events.until("message"))[2]
        assert said["text"] == "您好" and said["agent"] == "agent"


async def test_an_event_of_another_process_wakes_the_stream(two_processes, monkeypatch):
    from api.conversations import hub, stream

    monkeypatch.setattr(hub, "CHECK_SECONDS", 3600.0)
    monkeypatch.setattr(stream, "HEARTBEAT_SECONDS", 3600.0)  # only a wake-up can bring it in time
    here, there = two_processes
    conversation = await here.begin()
    async with streaming(here, conversation, last=1) as events:
        await asyncio.wait_for(_subscribed(here), 60)
        await there.say(conversation, "你好")
        assert (await events.until("message"))[2]["text"] == "你好"


async def _subscribed(talk):
    from api.conversations.hub import EventHub

    while not talk.platform.shared(EventHub).is_connected:
        await asyncio.sleep(0.01)


async def test_without_redis_events_still_arrive(talk_without_redis):
    talk = talk_without_redis
    conversation = await talk.begin()
    async with streaming(talk, conversation, last=1) as events:
        await talk.say(conversation, "你好")
        assert (await events.until("message"))[2]["text"] == "你好"
        await talk.agent(conversation, "take")
        assert (await events.until("owner"))[2]["owner"] == "agent"


async def test_a_heartbeat_keeps_a_silent_stream_alive(talk, monkeypatch):
    from api.conversations import stream

    monkeypatch.setattr(stream, "HEARTBEAT_SECONDS", 0.05)
    conversation = await talk.begin()
    lines = []
    following = stream.EventStream(talk.platform).follow(conversation, 99)
    async for line in following:
        lines.append(line)
        if line.startswith(":"):
            break
    await following.aclose()
    assert lines[0].startswith("retry:") and lines[-1].startswith(": ")


async def test_notes_for_agents_are_not_in_the_customers_events(talk):
    conversation = await queued(talk, "4201060001")
    await talk.say(conversation, "电线断了掉在地上冒火花")
    items = (await talk.get(f"/v1/conversations/{conversation}/messages")).json()["items"]
    assert {item["event"] for item in items} == {"message", "owner", "ticket"}


@pytest.mark.parametrize("after", ["-1", "x", str(2**70)])
async def test_a_senseless_start_is_a_payload_error(talk, after):
    conversation = await talk.begin()
    assert (await talk.get(f"/v1/conversations/{conversation}/messages", after=after)).status_code == 422
