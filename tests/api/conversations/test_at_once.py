"""Many at the same moment: messages, repetitions, agents, processes, a lost process."""

import asyncio

from tests.api.conversations.test_handover import queued


async def test_fifty_repetitions_at_once_act_once(talk, rasa):
    conversation = await talk.begin()
    rasa.delay = 0.1
    answers = await asyncio.gather(*(talk.say(conversation, "你好", "same") for _ in range(50)))
    assert len(rasa.received) == 1
    assert all(answer == answers[0] for answer in answers)
    items = (await talk.get(f"/v1/conversations/{conversation}/messages")).json()["items"]
    assert len(items) == 3  # greeting, question, answer


async def test_repetitions_in_two_processes_act_once(two_processes, rasa):
    here, there = two_processes
    conversation = await here.begin()
    rasa.delay = 0.1
    both = [talk.say(conversation, "你好", "same") for _ in range(8) for talk in (here, there)]
    answers = await asyncio.gather(*both)
    assert len(rasa.received) == 1
    assert all(answer == answers[0] for answer in answers)


async def test_messages_of_a_conversation_reach_the_bot_one_at_a_time(two_processes, rasa):
    here, there = two_processes
    conversation = await here.begin()
    rasa.delay = 0.05
    await asyncio.gather(*(talk.say(conversation, f"第{n}句") for n, talk in enumerate([here, there] * 4)))
    assert rasa.most_at_once == 1 and len(rasa.received) == 8


async def test_one_at_a_time_holds_without_redis_too(talk_without_redis, rasa):
    talk = talk_without_redis
    conversation = await talk.begin()
    rasa.delay = 0.05
    answers = await asyncio.gather(
        *(talk.say(conversation, f"第{n}句") for n in range(4)),
        *(talk.say(conversation, "同", "same") for _ in range(4)),
    )
    assert rasa.most_at_once == 1 and len(rasa.received) == 5
    assert len(answers) == 8


async def test_conversations_do_not_wait_for_each_other(talk, rasa):
    conversations = [await talk.begin() for _ in range(4)]
    rasa.delay = 0.2
    await asyncio.gather(*(talk.say(each, "你好") for each in conversations))
    assert rasa.most_at_once > 1


async def test_of_two_agents_who_take_at_once_one_is_refused(two_processes):
    here, there = two_processes
    for _ in range(5):
        conversation = await queued(here)
        answers = await asyncio.gather(
            here.agent(conversation, "take", "agent"), there.agent(conversation, "take", "agent2")
        )
        assert sorted(answer.status_code for answer in answers) == [200, 409]


async def test_leaving_and_taking_at_once_leave_one_owner(two_processes):
    here, there = two_processes
    for _ in range(5):
        conversation = await queued(here)
        reply, taken = await asyncio.gather(here.say(conversation, "不等了"), there.agent(conversation, "take"))
        assert taken.status_code == 200  # agents may also take what the bot has
        state = (await here.get(f"/v1/conversations/{conversation}/messages")).json()
        assert state["owner"] == "agent"
        assert reply["owner"] in {"bot", "agent"}


async def test_danger_sent_many_times_at_once_files_one_ticket(talk):
    conversation = await talk.begin()
    answers = await asyncio.gather(*(talk.say(conversation, "电线断了掉在地上", "d") for _ in range(10)))
    assert len({ticket for answer in answers for ticket in answer["tickets"]}) == 1


async def test_a_turn_whose_process_died_is_taken_over_by_the_repetition(talk, rasa):
    from api.conversations.models import Conversation
    from api.conversations.repository import ConversationRepository
    from api.conversations.schemas import NewMessage
    from api.conversations.turn_record import TurnRecord

    conversation = await talk.begin()
    message = NewMessage(text="你好", client_message_id="m")
    await TurnRecord(talk.platform).begin(conversation, message, None)  # stored, and then the process is gone
    async with talk.platform.database.session() as session:
        await ConversationRepository(session).change(conversation, Conversation.turn_until > 0, turn_until=1.0)
    reply = await talk.say(conversation, "你好", "m")
    assert reply["messages"][0]["text"] == "机器人听到：你好"
    items = (await talk.get(f"/v1/conversations/{conversation}/messages")).json()["items"]
    assert len(items) == 3


async def test_an_overtaken_turn_writes_nothing(talk, rasa):
    from api.conversations.models import Conversation
    from api.conversations.repository import ConversationRepository

    conversation = await talk.begin()

    async def overtaken(body):
        async with talk.platform.database.session() as session:
            repository = ConversationRepository(session)
            await repository.change(conversation, turn_fence=Conversation.turn_fence + 1)
        return ["晚了"]

    rasa.scripts["你好"] = overtaken
    answer = await talk.post(conversation, "你好")
    assert answer.status_code == 409 and answer.json()["code"] == "turn_overtaken"
    items = (await talk.get(f"/v1/conversations/{conversation}/messages")).json()["items"]
    assert all(item.get("text") != "晚了" for item in items)
