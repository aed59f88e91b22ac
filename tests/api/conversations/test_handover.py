from tests.api.conversations.talking import texts


async def queued(talk, account_number=None):
    conversation = await talk.begin(account_number)
    assert (await talk.internal(conversation, "handover", reason="customer_request")).status_code == 200
    return conversation


async def test_the_bot_hands_over_and_the_answer_names_the_queue(talk, rasa):
    conversation = await talk.begin()

    async def hand_over(body):
        answer = await talk.internal(conversation, "handover", reason="customer_request", note="想找人")
        assert answer.json() == {"owner": "queue", "position": 1}
        return ["正在为您转接"]

    rasa.scripts["转人工"] = hand_over
    reply = await talk.say(conversation, "转人工")
    assert reply["owner"] == "queue" and texts(reply) == "正在为您转接"


async def test_in_the_queue_the_customer_is_told_their_place_and_the_bot_is_not_asked(talk, rasa):
    await queued(talk)
    talk.clock.advance(seconds=5)
    conversation = await queued(talk)
    reply = await talk.say(conversation, "还要多久")
    assert reply["owner"] == "queue" and "第 2 位" in texts(reply)
    assert rasa.received == []


async def test_whoever_does_not_want_to_wait_is_the_bots_again(talk, rasa):
    conversation = await queued(talk)
    reply = await talk.say(conversation, "不等了，继续问机器人")
    assert reply["owner"] == "bot" and "取消排队" in texts(reply)
    assert "机器人听到" in texts(await talk.say(conversation, "你好"))
    assert rasa.received[0]["sender"] == f"{conversation}.2"  # with a fresh memory


async def test_a_question_that_comes_with_leaving_is_answered(talk, rasa):
    conversation = await queued(talk)
    reply = await talk.say(conversation, "不等了，阶梯电价什么时候清零")
    assert reply["owner"] == "bot"
    assert rasa.received[0]["message"] == "阶梯电价什么时候清零"


async def test_an_agent_takes_and_the_bot_is_silent(talk, rasa):
    conversation = await queued(talk)
    assert (await talk.agent(conversation, "take")).json()["owner"] == "agent"
    reply = await talk.say(conversation, "你好")
    assert reply["messages"] == [] and reply["owner"] == "agent"
    assert rasa.received == []
    said = await talk.agent(conversation, "say", text="您好，我是坐席")
    assert said.status_code == 200
    items = (await talk.get(f"/v1/conversations/{conversation}/messages")).json()["items"]
    assert [item["text"] for item in items if item.get("from") == "agent"] == ["您好，我是坐席"]
    assert [item["text"] for item in items if item.get("from") == "customer"] == ["你好"]


async def test_what_another_agent_owns_cannot_be_taken_spoken_in_returned_or_closed(talk):
    conversation = await queued(talk)
    await talk.agent(conversation, "take")
    for act, body in (("take", {}), ("say", {"text": "喂"}), ("return", {}), ("close", {})):
        answer = await talk.agent(conversation, act, "agent2", **body)
        assert answer.status_code == 409, act
        assert answer.json()["code"] == "owned_by_another"


async def test_taking_twice_by_the_same_agent_changes_nothing(talk):
    conversation = await queued(talk)
    await talk.agent(conversation, "take")
    assert (await talk.agent(conversation, "take")).status_code == 200
    items = (await talk.get(f"/v1/conversations/{conversation}/messages")).json()["items"]
    assert sum(item["event"] == "owner" and item["owner"] == "agent" for item in items) == 1


async def test_before_taking_an_agent_cannot_speak(talk):
    conversation = await queued(talk)
    answer = await talk.agent(conversation, "say", text="喂")
    assert answer.status_code == 409 and answer.json()["code"] == "not_taken"


async def test_given_back_the_bot_answers_again(talk):
    for act in ("return", "close"):
        conversation = await queued(talk)
        await talk.agent(conversation, "take")
        assert (await talk.agent(conversation, act)).json()["owner"] == "bot"
        assert "机器人听到" in texts(await talk.say(conversation, "你好"))


async def test_a_reply_of_the_bot_that_comes_after_an_agent_took_is_not_sent(talk, rasa):
    conversation = await talk.begin()

    async def meanwhile(body):
        assert (await talk.agent(conversation, "take")).status_code == 200
        return ["晚到的回答"]

    rasa.scripts["你好"] = meanwhile
    reply = await talk.say(conversation, "你好")
    assert reply["messages"] == [] and reply["owner"] == "agent"
    items = (await talk.get(f"/v1/conversations/{conversation}/messages")).json()["items"]
    assert all(item.get("text") != "晚到的回答" for item in items)


async def test_the_queue_is_for_agents_and_shows_danger_first(talk):
    first = await queued(talk)
    talk.clock.advance(minutes=3)
    danger = await talk.begin()
    await talk.say(danger, "电线断了掉在地上冒火花")
    queue = await talk.get("/v1/queue", "agent")
    items = queue.json()["items"]
    assert [item["conversation_id"] for item in items] == [danger, first]
    assert [item["priority"] for item in items] == ["danger", "normal"]
    assert items[1]["position"] == 2 and items[1]["waiting_seconds"] == 180
    assert (await talk.get("/v1/queue")).status_code == 401


async def test_a_customers_token_is_not_an_agents(talk):
    answer = await talk.client.get("/v1/queue", headers=talk.gateway.customer("4201060001"))
    assert answer.status_code == 403


async def test_an_agent_sees_their_own_conversations(talk):
    conversation = await queued(talk, "4201060001")
    await talk.agent(conversation, "take")
    mine = (await talk.get("/v1/agents/me/conversations", "agent")).json()["items"]
    assert [item["conversation_id"] for item in mine] == [conversation]
    assert mine[0]["customer"] == "王**（户号尾号 0001）"
    assert (await talk.get("/v1/agents/me/conversations", "agent2")).json()["items"] == []


async def test_an_agents_repeated_words_are_said_once(talk):
    conversation = await queued(talk)
    await talk.agent(conversation, "take")
    for _ in range(2):
        said = await talk.agent(conversation, "say", text="稍等", client_message_id="a1")
        assert said.json()["message"]["text"] == "稍等"
    items = (await talk.get(f"/v1/conversations/{conversation}/messages")).json()["items"]
    assert sum(item.get("text") == "稍等" for item in items) == 1


async def test_the_internal_endpoints_need_the_internal_token(talk):
    conversation = await talk.begin()
    answer = await talk.client.post(f"/internal/conversations/{conversation}/handover", json={"reason": "x"})
    assert answer.status_code == 401


async def test_editors_and_auditors_see_the_queue_but_do_not_speak_with_customers(talk):
    conversation = await queued(talk)
    for role in ("editor", "auditor"):
        headers = talk.gateway.agent("somebody", role)
        assert (await talk.client.get("/v1/queue", headers=headers)).status_code == 200
        for act in ("take", "say", "return", "close"):
            url = f"/v1/conversations/{conversation}/{act}"
            assert (await talk.client.post(url, json={"text": "您好"}, headers=headers)).status_code == 403
