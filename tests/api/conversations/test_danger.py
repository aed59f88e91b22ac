import pytest

from tests.api.conversations.talking import texts
from tests.api.conversations.test_handover import queued

FALLEN = "兴三路15号门口电线断了掉在地上冒火花，电话13800000002"


async def test_danger_gets_safety_words_an_urgent_ticket_and_a_person_in_the_same_turn(talk, rasa):
    conversation = await talk.begin()
    reply = await talk.say(conversation, FALLEN)
    assert reply["owner"] == "queue"
    assert "远离" in reply["messages"][0]["text"]
    [ticket_id] = reply["tickets"]
    assert ticket_id in reply["messages"][1]["text"]
    ticket = await talk.gateway.show(ticket_id)
    assert ticket["triage"]["urgency"] == "urgent" and ticket["triage"]["danger"] is True
    assert rasa.received == []  # the bot was not waited for


async def test_what_is_missing_is_asked_for(talk):
    reply = await talk.say(await talk.begin(), "电线断了掉在地上")
    assert "地址" in reply["messages"][1]["text"] and "电话" in reply["messages"][1]["text"]
    known = await talk.say(await talk.begin("4201060001"), "我家电表箱冒烟了")
    assert "登记的用电地址" in known["messages"][1]["text"] and "请留下" not in known["messages"][1]["text"]


async def test_a_repeated_report_files_one_ticket(talk):
    conversation = await talk.begin()
    first = await talk.say(conversation, FALLEN, "d1")
    assert await talk.say(conversation, FALLEN, "d1") == first
    again = await talk.say(conversation, "还在冒火花，快来人", "d2")
    assert again["tickets"] == first["tickets"]
    assert "119" in again["messages"][0]["text"]
    assert first["tickets"][0] in again["messages"][1]["text"]


async def test_danger_in_the_queue_moves_to_the_front(talk):
    await queued(talk)
    conversation = await queued(talk)
    reply = await talk.say(conversation, FALLEN)
    assert reply["owner"] == "queue" and reply["tickets"]
    queue = (await talk.get("/v1/queue", "agent")).json()["items"]
    assert queue[0]["conversation_id"] == conversation


async def test_danger_while_an_agent_owns_files_a_ticket_and_reaches_the_agent(talk):
    conversation = await queued(talk)
    await talk.agent(conversation, "take")
    reply = await talk.say(conversation, FALLEN)
    assert reply["messages"] == [] and reply["owner"] == "agent" and len(reply["tickets"]) == 1
    briefing = (await talk.get(f"/v1/conversations/{conversation}/briefing", "agent")).json()
    assert briefing["danger"] is True
    items = (await talk.get(f"/v1/conversations/{conversation}/messages")).json()["items"]
    assert any(item.get("from") == "system" and "远离" in item["text"] for item in items)


async def test_details_given_while_waiting_reach_the_ticket(talk, rasa):
    conversation = await talk.begin()
    [ticket_id] = (await talk.say(conversation, "电线断了掉在地上"))["tickets"]
    reply = await talk.say(conversation, "在武汉市汉南区纱帽街兴三路15号", "place")
    assert reply["owner"] == "queue" and "地址" in texts(reply) and ticket_id in texts(reply)
    assert await talk.say(conversation, "在武汉市汉南区纱帽街兴三路15号", "place") == reply
    assert "联系电话" in texts(await talk.say(conversation, "我电话13800000002"))
    ticket = await talk.gateway.show(ticket_id)
    assert ticket["address"] == "武汉市汉南区纱帽街兴三路15号" and ticket["phone"] == "138****0002" and ticket["unit"]
    assert [event["kind"] for event in ticket["events"]].count("supplemented") == 2
    assert ticket_id not in texts(await talk.say(conversation, "还要多久"))
    assert rasa.received == []


async def test_details_given_beside_an_agent_reach_the_ticket_and_are_confirmed_in_the_thread(talk):
    conversation = await talk.begin()
    [ticket_id] = (await talk.say(conversation, "电线断了掉在地上"))["tickets"]
    await talk.agent(conversation, "take")
    reply = await talk.say(conversation, "我电话13800000002", "phone")
    assert reply["messages"] == [] and reply["owner"] == "agent"
    assert (await talk.gateway.show(ticket_id))["phone"] == "138****0002"
    items = (await talk.get(f"/v1/conversations/{conversation}/messages")).json()["items"]
    said = [item["text"] for item in items if item.get("from") == "system" and "联系电话写进" in item["text"]]
    assert len(said) == 1 and ticket_id in said[0]


async def test_a_danger_told_again_with_its_place_is_not_asked_for_it_any_more(talk):
    conversation = await talk.begin()
    [ticket_id] = (await talk.say(conversation, "电线断了掉在地上"))["tickets"]
    again = await talk.say(conversation, "还在冒火花，在武汉市汉南区纱帽街兴三路15号")
    assert "联系电话" in again["messages"][1]["text"] and "地址" not in again["messages"][1]["text"]
    assert (await talk.gateway.show(ticket_id))["address"] == "武汉市汉南区纱帽街兴三路15号"
    last = await talk.say(conversation, "冒火花更大了，13800000002")
    assert "请" not in last["messages"][1]["text"]


async def test_a_known_customer_whose_danger_is_elsewhere_is_believed_and_not_asked_again(talk):
    conversation = await talk.begin("4201060001")
    [ticket_id] = (await talk.say(conversation, "电线断了掉在地上"))["tickets"]
    assert "地址写进" in texts(await talk.say(conversation, "在武汉市汉南区纱帽街兴三路15号"))
    assert (await talk.gateway.show(ticket_id))["address"] == "武汉市汉南区纱帽街兴三路15号"
    assert "登记的用电地址" not in texts(await talk.say(conversation, "还在冒火花"))


async def test_details_that_cannot_be_added_are_noted_for_the_agent(talk, monkeypatch):
    from api.tickets.service import TicketService

    async def broken(self, *_, **__):
        raise RuntimeError("no disk")

    conversation = await talk.begin()
    await talk.say(conversation, "电线断了掉在地上")
    monkeypatch.setattr(TicketService, "supplement", broken)
    reply = await talk.say(conversation, "我电话13800000002")
    assert "已记下您补充的联系电话" in texts(reply) and reply["owner"] == "queue"


async def test_danger_is_handled_with_the_bot_down(talk):
    talk.platform.settings.bot_url = "http://127.0.0.1:1"
    reply = await talk.say(await talk.begin(), FALLEN)
    assert "远离" in texts(reply) and reply["tickets"] and reply["owner"] == "queue"


async def test_the_classifier_alone_is_enough_for_danger(talk):
    reply = await talk.say(await talk.begin(), "楼道里着火一样的味道")
    assert reply["owner"] == "queue" and reply["tickets"]


async def test_a_ticket_that_cannot_be_filed_does_not_take_the_safety_words_back(talk, monkeypatch):
    from api.tickets.intake import TicketIntake

    async def broken(self, new):
        raise RuntimeError("no disk")

    monkeypatch.setattr(TicketIntake, "receive", broken)
    reply = await talk.say(await talk.begin(), FALLEN)
    assert "远离" in texts(reply) and "95598" in texts(reply)
    assert reply["owner"] == "queue" and reply["tickets"] == []


async def test_the_actions_way_into_danger_answers_the_same(talk, rasa):
    conversation = await talk.begin()

    async def act(body):
        key = body["metadata"]["message_key"]
        answer = await talk.internal(conversation, "danger", text="墙上麻手", message_key=key)
        assert answer.json()["owner"] == "queue" and answer.json()["ticket_id"]
        return [message["text"] for message in answer.json()["messages"]]

    rasa.scripts["摸墙"] = act
    reply = await talk.say(conversation, "摸墙怪怪的")
    assert reply["owner"] == "queue" and len(reply["tickets"]) == 1
    items = (await talk.get(f"/v1/conversations/{conversation}/messages")).json()["items"]
    said = [item["text"] for item in items if item.get("from") in {"bot", "system"}][1:]
    assert len(said) == len(set(said)) == 2  # said once, not by the gateway and again by the bot


@pytest.mark.parametrize("text", ["阶梯电价什么时候清零", "转人工", "没有冒烟也没有火花，就是停电了"])
async def test_ordinary_matters_are_not_danger(talk, text):
    assert (await talk.say(await talk.begin(), text))["tickets"] == []
