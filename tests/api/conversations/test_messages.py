import pytest

from tests.api.conversations.talking import texts


async def test_a_conversation_begins_with_a_greeting(talk):
    answer = await talk.client.post("/v1/conversations", json={"channel": "web"})
    assert answer.status_code == 201
    assert "电答" in answer.json()["greeting"][0]["text"]
    assert len(answer.json()["conversation_id"]) >= 20


async def test_a_signed_in_customer_is_greeted_as_such(talk):
    conversation = await talk.begin("4201060001")
    context = (await talk.internal(conversation, "context", "GET")).json()
    assert context["verified"] is True
    assert context["customer"] == {
        "name_masked": "王**",
        "account_masked": "******0001",
        "province": "湖北",
        "area": "urban",
        "address": "湖北省武汉市江汉区新华路88号3栋2单元501室",
    }


async def test_a_token_that_is_not_a_customers_is_refused(talk):
    agent = talk.gateway.agent()["Authorization"].split()[1]
    for token in ("nonsense", agent):
        answer = await talk.client.post("/v1/conversations", json={"channel": "app", "customer_token": token})
        assert answer.status_code == 401


async def test_the_bot_answers_and_hears_the_message_key(talk, rasa):
    rasa.scripts["阶梯"] = [
        {
            "text": "每年一月清零",
            "buttons": [{"title": "看价格", "payload": "阶梯价格"}],
            "custom": {
                "card": {"kind": "table", "title": "档位", "rows": [["第一档", "2160"]]},
                "sources": [{"title": "湖北电价", "article_id": "tiered", "effective_from": "2023-01-01"}],
            },
        }
    ]
    conversation = await talk.begin()
    reply = await talk.say(conversation, "阶梯电价什么时候清零")
    assert reply["owner"] == "bot" and reply["tickets"] == []
    assert reply["intent"] == {"name": "ask_tiered_tariff", "confidence": 0.95}
    [message] = reply["messages"]
    assert message["text"] == "每年一月清零"
    assert message["buttons"] == [{"title": "看价格", "payload": "阶梯价格"}]
    assert message["card"] == {"kind": "table", "title": "档位", "rows": [["第一档", "2160"]], "chart": None}
    assert message["sources"][0]["article_id"] == "tiered"
    assert rasa.received[0]["sender"] == f"{conversation}.1"
    assert rasa.received[0]["metadata"]["message_key"]


async def test_a_repeated_message_gets_the_first_answer_and_reaches_the_bot_once(talk, rasa):
    conversation = await talk.begin()
    first = await talk.say(conversation, "你好", "same")
    second = await talk.say(conversation, "你好", "same")
    assert first == second
    assert len(rasa.received) == 1


async def test_the_same_id_with_another_text_is_a_conflict(talk):
    conversation = await talk.begin()
    await talk.say(conversation, "你好", "same")
    answer = await talk.post(conversation, "再见", "same")
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"


async def test_an_unknown_conversation_is_not_found(talk):
    assert (await talk.post("nobody-knows-me", "你好")).status_code == 404
    assert (await talk.get("/v1/conversations/nobody-knows-me/events")).status_code == 404
    assert (await talk.get("/v1/conversations/nobody-knows-me/messages")).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {"text": "", "client_message_id": "1"},
        {"text": "   ", "client_message_id": "1"},
        {"text": "长" * 2001, "client_message_id": "1"},
        {"text": "你好"},
        {"text": "你好", "client_message_id": ""},
        {"text": 5, "client_message_id": "1"},
        {"text": "坏\ud800字", "client_message_id": "1"},
        {},
        [],
    ],
)
async def test_an_impossible_payload_is_refused_with_the_field_named(talk, body):
    import json

    conversation = await talk.begin()
    answer = await talk.client.post(
        f"/v1/conversations/{conversation}/messages",
        content=json.dumps(body),
        headers={"Content-Type": "application/json"},
    )
    assert answer.status_code == 422, answer.text
    assert answer.json()["field"]
    assert any("一" <= letter <= "鿿" for letter in answer.json()["detail"])


async def test_two_thousand_characters_are_taken(talk, rasa):
    conversation = await talk.begin()
    await talk.say(conversation, "长" * 2000)
    assert len(rasa.received[0]["message"]) == 2000


async def test_what_is_not_json_is_refused_as_a_payload(talk):
    conversation = await talk.begin()
    for content in (b"{", b"\xff\xfe", b""):
        answer = await talk.client.post(
            f"/v1/conversations/{conversation}/messages", content=content, headers={"Content-Type": "application/json"}
        )
        assert answer.status_code == 422


async def test_a_long_pause_begins_a_new_session_of_the_bot(talk, rasa):
    conversation = await talk.begin()
    await talk.say(conversation, "你好")
    talk.clock.advance(minutes=31)
    await talk.say(conversation, "你好")
    assert [each["sender"].rpartition(".")[2] for each in rasa.received] == ["1", "2"]


async def test_after_forty_turns_the_bot_starts_afresh(talk, rasa):
    conversation = await talk.begin()
    for _ in range(41):
        await talk.say(conversation, "你好")
    assert [each["sender"].rpartition(".")[2] for each in rasa.received] == ["1"] * 40 + ["2"]


async def test_tickets_that_the_actions_file_are_named_in_the_answer(talk, rasa):
    conversation = await talk.begin("4201060001")

    async def file(body):
        from api.conversations.service import ConversationService

        async with talk.platform.database.session() as session:  # what the internal ticket endpoint does
            await ConversationService(session, talk.platform).note_ticket(conversation, "261120000000001")
        return ["已登记"]

    rasa.scripts["报修"] = file
    reply = await talk.say(conversation, "我要报修")
    assert reply["tickets"] == ["261120000000001"]
    assert (await talk.say(conversation, "你好"))["tickets"] == []


async def test_the_thread_can_be_read_again(talk):
    conversation = await talk.begin()
    reply = await talk.say(conversation, "你好")
    items = (await talk.get(f"/v1/conversations/{conversation}/messages")).json()["items"]
    assert [item["from"] for item in items] == ["bot", "customer", "bot"]
    assert items[-1]["text"] == texts(reply)
    assert [item["id"] for item in items] == [1, 2, 3]


async def test_a_proof_of_identity_lapses_with_a_long_absence(talk):
    conversation = await talk.begin("4201060001")
    talk.clock.advance(hours=11)
    await talk.say(conversation, "你好")
    assert (await talk.internal(conversation, "context", "GET")).json()["verified"] is True
    talk.clock.advance(hours=13)
    await talk.say(conversation, "你好")
    assert (await talk.internal(conversation, "context", "GET")).json()["verified"] is False


async def test_numbers_in_a_card_are_shown_as_text(talk, rasa):
    card = {"kind": "table", "title": "账单", "rows": [["用电量", 260], ["金额", 151.08]]}
    rasa.scripts["账单"] = [{"text": "这是账单", "custom": {"card": card}}]
    reply = await talk.say(await talk.begin(), "账单")
    assert reply["messages"][0]["card"]["rows"] == [["用电量", "260"], ["金额", "151.08"]]
