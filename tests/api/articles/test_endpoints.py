"""Search as outside checks use it, and answers as the action server asks for them."""

import pytest

from api.editing.unanswered import UnansweredQuestions
from tests.api.building import gateway


@pytest.fixture
async def running(tmp_path, samples):
    async with gateway(tmp_path) as found:
        found.platform.provide(knowledge=samples)
        yield found


async def test_search_shows_the_answer_and_its_passages(running):
    body = {"question": "阶梯电价分几档", "province": "湖北", "as_of": None, "limit": 3}
    answer = (await running.client.post("/v1/knowledge/search", json=body)).json()
    assert answer["answerable"] is True
    assert "0.558" in answer["answer"]
    first = answer["passages"][0]
    assert set(first) == {
        "article_id", "title", "text", "score", "province", "effective_from", "effective_to", "source",
    }  # fmt: skip
    assert first["article_id"] == "sample-tier-limits"
    assert len(answer["passages"]) <= 3
    assert "{{" not in str(answer)


async def test_search_refuses_with_words_and_without_passages(running):
    answer = (await running.client.post("/v1/knowledge/search", json={"question": "红烧肉怎么做"})).json()
    assert answer["answerable"] is False
    assert "没有收录" in answer["answer"]
    assert answer["passages"] == []


@pytest.mark.parametrize(
    "body",
    [{}, {"question": ""}, {"question": "   "}, {"question": "长" * 2001}, {"question": "电价", "as_of": "昨天"},
     {"question": "电价", "limit": 0}, {"question": 5}],
)  # fmt: skip
async def test_a_bad_payload_is_named_and_never_a_500(running, body):
    answer = await running.client.post("/v1/knowledge/search", json=body)
    assert answer.status_code == 422
    assert answer.json()["field"]


@pytest.mark.parametrize(
    "question", ["\x00", "😀😀😀", "a" * 2000, "{{tariff:x}}", "٣٤٥", "９" * 300, "元" * 500, "0度" * 400]
)
async def test_strange_questions_are_answered(running, question):
    answer = await running.client.post("/v1/knowledge/search", json={"question": question})
    assert answer.status_code == 200
    assert answer.json()["answer"]


async def test_search_is_for_staff_outside_the_demonstration(tmp_path, samples):
    async with gateway(tmp_path, mode="production") as found:
        found.platform.provide(knowledge=samples)
        body = {"question": "阶梯清零"}
        assert (await found.client.post("/v1/knowledge/search", json=body)).status_code == 401
        answer = await found.client.post("/v1/knowledge/search", json=body, headers=found.agent())
        assert answer.status_code == 200


async def test_an_answer_inside_a_conversation_knows_the_customers_province(running):
    started = await running.client.post("/v1/conversations", json={"channel": "web", "customer_token": None})
    path = f"/internal/conversations/{started.json()['conversation_id']}/answers"
    body = {"question": "阶梯电价分几档", "province": None}
    unknown = (await running.client.post(path, json=body, headers=running.internal)).json()
    assert unknown["needs_province"] is True
    assert set(unknown) == {"answerable", "answer", "sources", "buttons", "card", "needs_province", "must_not"}
    token = running.customer("4201060001")["Authorization"].removeprefix("Bearer ")
    started = await running.client.post("/v1/conversations", json={"channel": "app", "customer_token": token})
    path = f"/internal/conversations/{started.json()['conversation_id']}/answers"
    known = (await running.client.post(path, json=body, headers=running.internal)).json()
    assert "0.558" in known["answer"]


async def test_answers_need_the_internal_token_and_a_conversation(running):
    body = {"question": "阶梯清零"}
    assert (await running.client.post("/internal/conversations/x/answers", json=body)).status_code == 401
    answer = await running.client.post("/internal/conversations/x/answers", json=body, headers=running.internal)
    assert answer.status_code == 404


async def test_a_question_without_an_answer_is_kept_for_the_editors_unless_nobody_asked_it(running):
    started = await running.client.post("/v1/conversations", json={"channel": "web", "customer_token": None})
    path = f"/internal/conversations/{started.json()['conversation_id']}/answers"
    for is_asked in (False, True):
        body = {"question": "红烧肉怎么做", "is_asked": is_asked}
        answer = await running.client.post(path, json=body, headers=running.internal)
        assert answer.json()["answerable"] is False
    async with running.platform.database.reading() as session:
        kept = await UnansweredQuestions(session, running.platform).newest(10)
    assert [each.question for each in kept] == ["红烧肉怎么做"]
