"""The bot is loading, down, slow, mute or talks nonsense: the customer always gets an honest answer."""

import pytest

from api.tickets.queue import HEARTBEAT
from tests.api.conversations.talking import texts

DOWN = "http://127.0.0.1:1"


@pytest.fixture
def talk_down(talk):
    talk.platform.settings.bot_url = DOWN
    return talk


async def test_knowledge_is_answered_from_the_knowledge_base(talk_down, monkeypatch):
    from datetime import date

    from api.articles.answer import Answer, Source
    from api.articles.service import AnswerService

    asked = []

    def answer(self, question, province=None, as_of=None, *, customer_province=None):
        asked.append((question, province, as_of, customer_province))
        return Answer(True, "每年一月一日清零。", (Source("居民阶梯电价", "tiered", date(2023, 1, 1)),))

    monkeypatch.setattr(AnswerService, "answer", answer)
    reply = await talk_down.say(await talk_down.begin("4201060001"), "阶梯电价什么时候清零")
    assert texts(reply) == "每年一月一日清零。" and reply["owner"] == "bot"
    assert reply["messages"][0]["sources"][0]["effective_from"] == "2023-01-01"
    assert asked == [("阶梯电价什么时候清零", None, date(2026, 11, 20), "湖北")]


async def test_wishes_that_need_records_get_an_honest_word_and_a_person(talk_down):
    reply = await talk_down.say(await talk_down.begin("4201060001"), "查电费")
    assert "转人工" in [button["payload"] for button in reply["messages"][0]["buttons"]]
    assert reply["owner"] == "bot"


async def test_a_fault_is_sent_to_a_person(talk_down):
    reply = await talk_down.say(await talk_down.begin(), "我家没电了")
    assert "95598" in texts(reply)


async def test_a_person_can_be_had_without_the_bot(talk_down):
    reply = await talk_down.say(await talk_down.begin(), "转人工")
    assert reply["owner"] == "queue" and "第 1 位" in texts(reply)


async def test_without_models_danger_queue_and_agents_still_work(talk_down):
    platform = talk_down.platform
    platform._libraries.clear()
    platform.load_errors = {"understanding": "x", "knowledge": "x", "triager": "x"}
    conversation = await talk_down.begin()
    reply = await talk_down.say(conversation, "阶梯电价")
    assert reply["intent"] is None and reply["messages"]
    danger = await talk_down.say(conversation, "电线断了掉在地上")
    assert "远离" in texts(danger) and danger["owner"] == "queue"
    assert (await talk_down.agent(conversation, "take")).status_code == 200
    parse = await talk_down.client.post("/v1/nlu/parse", json={"text": "你好"})
    assert parse.status_code == 503 and parse.headers["Retry-After"]


@pytest.mark.parametrize(
    "answer",
    [
        {"messages": []},
        {"messages": [{"text": "", "buttons": [], "custom": {}}]},
        {"messages": "x"},
        {},
        {"messages": [{"text": "a", "buttons": [{"titel": 1}]}]},
        {"messages": [{"text": "a", "custom": {"card": {"rows": 5}}}]},
    ],
)
async def test_an_empty_or_senseless_reply_is_a_failure_and_not_an_answer(talk, rasa, answer):
    rasa.scripts["你好"] = answer
    reply = await talk.say(await talk.begin(), "你好")
    assert reply["messages"] and reply["messages"][0]["text"].strip()


async def test_a_slow_bot_is_waited_for_only_so_long(talk, rasa):
    talk.platform.settings.bot_timeout = 0.1
    rasa.delay = 1.0
    reply = await talk.say(await talk.begin(), "查电费")
    assert "没有处理好" in texts(reply)


async def test_after_some_timeouts_the_bot_is_left_alone_for_a_moment(talk, rasa):
    talk.platform.settings.bot_timeout = 0.1
    rasa.delay = 0.5
    conversation = await talk.begin()
    for _ in range(4):
        await talk.say(conversation, "查电费")
    assert len(rasa.received) == 3


async def test_a_wrong_token_is_a_failure(talk, rasa):
    talk.platform.settings.bot_token = "wrong"
    reply = await talk.say(await talk.begin(), "你好")
    assert reply["messages"] and rasa.received == []


async def test_readiness_names_what_is_missing(talk, rasa):
    ready = await talk.get("/readyz")
    assert ready.status_code == 200
    assert set(ready.json()["parts"]) == {"bot", "actions", "database", "queue", "models", "index"}
    rasa.is_ready = False
    loading = await talk.get("/readyz")
    assert loading.status_code == 503 and loading.json()["missing"] == ["bot", "actions"]
    assert "对话机器人" in loading.json()["detail"] and loading.headers["Retry-After"]


async def test_without_a_worker_the_queue_is_degraded_and_everything_ready(talk):
    await talk.platform.redis.delete(HEARTBEAT)
    alone = await talk.get("/readyz")
    assert alone.status_code == 200 and alone.json()["parts"]["queue"].startswith("degraded")
    await talk.platform.redis.set(HEARTBEAT, "worker-1", ex=10)
    assert (await talk.get("/readyz")).json()["parts"]["queue"] == "ready"
    await talk.platform.redis.delete(HEARTBEAT)


async def test_readiness_without_redis_and_models(talk_without_redis):
    talk_without_redis.platform._libraries.clear()
    answer = await talk_without_redis.get("/readyz")
    assert answer.json()["missing"] == ["queue", "models", "index"]
    assert (await talk_without_redis.get("/healthz")).status_code == 200


async def test_the_figures_are_there(talk):
    await talk.say(await talk.begin(), "你好")
    text = (await talk.get("/metrics")).text
    for name in (
        "dianda_messages_total",
        "dianda_turn_seconds_bucket",
        "dianda_turns_total",
        "dianda_handovers_total",
        "dianda_bot_failures_total",
        "dianda_request_seconds_bucket",
    ):
        assert name in text


async def test_the_database_down_is_said_with_a_time_to_come_back(talk, tmp_path):
    await talk.platform.database.close()
    (tmp_path / "gateway.db").unlink()
    answer = await talk.post("some-conversation", "你好")
    assert answer.status_code == 503 and answer.headers["Retry-After"]


async def test_a_question_with_its_own_figures_is_calculated(talk_down, monkeypatch):
    from api.articles.answer import Answer, Card
    from api.articles.service import AnswerService

    def answer(self, question, province=None, as_of=None, *, customer_province=None):
        return Answer(True, "约 168 元。", card=Card("calculation", "估算", (("用电量", "300 千瓦时"),)))

    monkeypatch.setattr(AnswerService, "answer", answer)
    reply = await talk_down.say(await talk_down.begin(), "上个月用了300度电费要多少钱")
    assert reply["intent"]["name"] == "query_bill" and texts(reply) == "约 168 元。"
    assert reply["messages"][0]["card"]["rows"] == [["用电量", "300 千瓦时"]]
