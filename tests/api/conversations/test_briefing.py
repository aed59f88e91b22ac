from tests.api.conversations.test_handover import queued


async def briefing(talk, conversation, username="agent"):
    answer = await talk.get(f"/v1/conversations/{conversation}/briefing", username)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_whoever_does_not_own_the_conversation_sees_the_customer_masked(talk):
    conversation = await queued(talk, "4201060001")
    who = (await briefing(talk, conversation))["who"]
    assert who["is_masked"] is True
    assert (who["name"], who["account_number"], who["phone"]) == ("王**", "******0001", "138****0001")
    assert who["address"] == "湖北省武汉市江汉区"


async def test_the_owner_sees_what_the_work_needs(talk):
    conversation = await queued(talk, "4201060001")
    await talk.agent(conversation, "take")
    mine = await briefing(talk, conversation)
    assert mine["verified"] is True and mine["who"]["identified_by"] == "已登录"
    assert mine["who"]["name"] == "王建国" and mine["who"]["account_number"] == "4201060001"
    assert (await briefing(talk, conversation, "agent2"))["who"]["is_masked"] is True


async def test_it_says_what_was_asked_answered_filed_and_left_open(talk, rasa):
    conversation = await talk.begin()
    rasa.scripts["阶梯"] = ["每年一月清零"]
    await talk.say(conversation, "阶梯电价什么时候清零，我电话13800000001")
    await talk.internal(conversation, "handover", reason="complaint", note="投诉抢修慢，电话13800000001")
    danger = await talk.say(conversation, "电线断了掉在地上")
    found = await briefing(talk, conversation)
    assert found["who"] is None and found["verified"] is False
    assert found["asked"][0]["text"] == "阶梯电价什么时候清零，我电话138****0001"
    assert found["asked"][0]["intent_label"] == "问阶梯电价"
    assert found["intents"][0]["name"] == "ask_tiered_tariff"
    assert any(each["text"] == "每年一月清零" for each in found["answered"])
    assert found["reason"]["label"] == "投诉" and "138****0001" in found["reason"]["note"]
    assert found["danger"] is True
    assert [each["ticket_id"] for each in found["tickets"]] == danger["tickets"]
    assert any("未核验" in each for each in found["open_questions"])
    assert any("电线断了" in each for each in found["open_questions"])


async def test_a_briefing_is_for_agents(talk):
    conversation = await queued(talk)
    assert (await talk.get(f"/v1/conversations/{conversation}/briefing")).status_code == 401
    headers = talk.gateway.customer("4201060001")
    answer = await talk.client.get(f"/v1/conversations/{conversation}/briefing", headers=headers)
    assert answer.status_code == 403
    assert (await talk.get("/v1/conversations/unknown/briefing", "agent")).status_code == 404


async def test_words_about_the_queue_are_not_shown_as_answers(talk, rasa):
    conversation = await talk.begin()
    await talk.say(conversation, "你好")
    await talk.internal(conversation, "handover", reason="customer_request")
    for _ in range(6):
        await talk.say(conversation, "还要多久")
    found = await briefing(talk, conversation)
    assert [each["text"] for each in found["answered"]] == ["机器人听到：你好"]


async def test_recent_records_of_a_verified_customer_are_there(talk):
    conversation = await queued(talk, "4201060001")
    records = (await briefing(talk, conversation))["records"]
    assert [bill["month"] for bill in records["bills"]] == ["2026-10", "2026-09", "2026-08"]
    assert records["balance"]["balance"] == "35.20"
    assert (await briefing(talk, await queued(talk)))["records"] == {}


async def test_applications_under_way_and_the_outage_at_the_address_are_among_the_records(talk):
    records = (await briefing(talk, await queued(talk, "4201130006")))["records"]
    assert [each["id"] for each in records["applications"]] == ["BZ20261105002"] and records["outage"] is None
    records = (await briefing(talk, await queued(talk, "4201060001")))["records"]
    assert records["outage"]["status"] == "running" and records["applications"] == []
