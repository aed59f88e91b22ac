import asyncio

import pytest
from sqlalchemy import select, update

from api.channels.wechat.crypto import sign
from api.channels.wechat.models import WeChatOutgoing
from api.channels.wechat.outbox import WeChatOutbox
from api.channels.wechat.repository import WeChatRepository
from tests.api.channels.simulated_wechat import KEY, TOKEN, content_of


async def settled(talk):
    """Until everything that was begun for followers is done and pushed."""
    from api.channels.wechat.service import WeChatChannel

    channel = talk.platform.shared(WeChatChannel)
    while channel._working:
        await asyncio.wait(list(channel._working.values()))
        await asyncio.sleep(0)
    await talk.platform.shared(WeChatOutbox).push_waiting()


async def test_the_handshake_answers_the_echo_to_the_right_signature_only(talk):
    params = {"timestamp": "1", "nonce": "2", "echostr": "7345<b>"}
    right = await talk.get("/channels/wechat", signature=sign(TOKEN, "1", "2"), **params)
    assert right.status_code == 200 and right.text == "7345<b>"
    assert right.headers["content-type"].startswith("text/plain")
    for signature in ("", "0" * 40, sign("other", "1", "2")):
        assert (await talk.get("/channels/wechat", signature=signature, **params)).status_code == 403


@pytest.mark.parametrize("encrypted", [False, True])
async def test_a_text_is_answered_passively_in_the_form_it_came(wechat, rasa, encrypted):
    answer = await wechat.deliver(wechat.message(Content="阶梯电价"), encrypted=encrypted)
    body = answer.text
    if encrypted:
        assert "机器人" not in body
        sealed = body.split("<Encrypt><![CDATA[")[1].split("]]>")[0]
        body = wechat.crypto.decrypt(sealed)
    assert content_of(body) == "机器人听到：阶梯电价"
    assert "<ToUserName><![CDATA[o-visitor]]>" in body and "<FromUserName><![CDATA[gh_dianda]]>" in body


async def test_what_is_not_signed_by_wechat_is_refused(wechat, rasa):
    assert (await wechat.deliver(wechat.message(Content="你好"), token="guess")).status_code == 403
    assert (await wechat.deliver(wechat.message(Content="你好"), token="guess", encrypted=True)).status_code == 403

    def tamper(content):
        start = content.index(b"<Encrypt><![CDATA[") + 40
        return content[:start] + (b"A" if content[start : start + 1] != b"A" else b"B") + content[start + 1 :]

    answer = await wechat.deliver(wechat.message(Content="你好"), encrypted=True, tamper=tamper)
    assert answer.status_code == 403
    assert (await wechat.deliver("<xml><a>", tamper=lambda _: b"<xml><a>")).status_code == 422
    assert (await wechat.deliver("<xml></xml>")).status_code == 422
    assert rasa.received == []


async def test_a_plain_message_cannot_pass_for_an_encrypted_one(wechat):
    xml = wechat.message(Content="你好").encode()
    answer = await wechat.deliver("", encrypted=True, tamper=lambda _: xml)
    assert answer.status_code == 403


async def test_repetitions_of_a_message_act_once_and_get_the_same_answer(wechat, rasa):
    rasa.delay = 0.2
    xml = wechat.message(Content="你好")
    answers = await asyncio.gather(*(wechat.deliver(xml) for _ in range(5)))
    assert {content_of(answer.text) for answer in answers} == {"机器人听到：你好"}
    assert len(rasa.received) == 1
    assert content_of((await wechat.deliver(xml)).text) == "机器人听到：你好"
    assert len(rasa.received) == 1


async def test_a_slow_answer_is_acknowledged_and_pushed_once(wechat, rasa, talk):
    talk.platform.settings.wechat_answer_seconds = 0.1
    rasa.delay = 0.6
    xml = wechat.message(Content="查一下电费")
    first = await wechat.deliver(xml)
    assert "请稍候" in content_of(first.text)
    repeated = await wechat.deliver(xml)
    assert repeated.text == "success"
    assert wechat.pushed == []
    await settled(talk)
    assert wechat.pushed == [("o-visitor", "机器人听到：查一下电费")]
    assert (await wechat.deliver(xml)).text == "success"
    await settled(talk)
    assert len(wechat.pushed) == 1 and len(rasa.received) == 1


async def test_a_push_that_found_no_answer_is_tried_again_and_a_refused_one_is_not(wechat, rasa, talk):
    talk.platform.settings.wechat_answer_seconds = 0.05
    rasa.delay = 0.3
    wechat.refusals = [45015]  # the 48 hours are over
    await wechat.say("你好")
    await settled(talk)
    await settled(talk)
    assert wechat.pushed == []
    url, talk.platform.settings.wechat_api_url = talk.platform.settings.wechat_api_url, "http://127.0.0.1:1"
    from api.channels.wechat.client import WeChatClient

    talk.platform._shared.pop(WeChatClient, None)
    await wechat.say("第二句")
    await settled(talk)
    talk.platform.settings.wechat_api_url = url
    talk.platform._shared.pop(WeChatClient, None)
    await settled(talk)
    assert wechat.pushed == [("o-visitor", "机器人听到：第二句")]


async def test_only_the_text_being_pushed_is_claimed_and_a_late_word_on_it_changes_nothing(talk):
    talk.platform.settings.wechat_secret = ""  # nothing is pushed by itself
    async with talk.platform.database.session() as session:
        await talk.platform.shared(WeChatOutbox).put(session, "o-visitor", "字" * 1500, "answer:1")
    async with talk.platform.database.session() as session:
        slow = await WeChatRepository(session).claim_outgoing()
    async with talk.platform.database.session() as session:
        other = await WeChatRepository(session).claim_outgoing()
        assert (other.source, slow.source) == ("answer:1:1", "answer:1:0")
        await session.execute(update(WeChatOutgoing).where(WeChatOutgoing.id == slow.id).values(claimed_until=0))
    async with talk.platform.database.session() as session:
        taken_over = await WeChatRepository(session).claim_outgoing()
        assert taken_over.id == slow.id
        await WeChatRepository(session).settle(taken_over, "sent")
    async with talk.platform.database.session() as session:
        await WeChatRepository(session).settle(slow, "waiting", "no answer")
    async with talk.platform.database.session() as session:
        assert await session.scalar(select(WeChatOutgoing.state).where(WeChatOutgoing.id == slow.id)) == "sent"


async def test_a_stale_token_is_fetched_anew(wechat, rasa, talk):
    talk.platform.settings.wechat_answer_seconds = 0.05
    rasa.delay = 0.3
    await talk.platform.redis.set("dianda:wechat:access_token", "stale")
    await wechat.say("你好")
    await settled(talk)
    assert len(wechat.pushed) == 1 and wechat.tokens_given == 1


async def test_the_openid_of_a_bound_customer_is_identity_and_any_other_is_not(wechat, talk, rasa):
    await wechat.say("查电费", "o-demo-wangjianguo")
    await wechat.say("查电费", "o-visitor")
    verified = []
    for sender in (rasa.received[0]["sender"], rasa.received[1]["sender"]):
        context = await talk.internal(sender.rpartition(".")[0], "context", "GET")
        verified.append(context.json()["verified"])
    assert verified == [True, False]


async def test_a_follower_keeps_one_conversation(wechat, rasa):
    for text in ("你好", "电费", "再见"):
        await wechat.say(text)
    assert len({each["sender"] for each in rasa.received}) == 1


async def test_a_binding_that_is_removed_no_longer_identifies(wechat, talk, rasa):
    from api.customers.models import Customer

    await wechat.say("查电费", "o-demo-wangjianguo")
    async with talk.platform.database.session() as session:
        customer = await session.get(Customer, "4201060001")
        customer.wechat_openid = None
    await wechat.say("查电费", "o-demo-wangjianguo")
    context = await talk.internal(rasa.received[0]["sender"].rpartition(".")[0], "context", "GET")
    assert context.json()["verified"] is False


async def test_subscribing_is_greeted_with_numbered_choices_that_work(wechat, rasa):
    event = wechat.message(kind="event", Event="subscribe", created=5)
    greeting = content_of((await wechat.deliver(event)).text)
    assert "1. 查电费" in greeting
    assert content_of((await wechat.deliver(event)).text) == greeting
    await wechat.say("1")
    assert rasa.received[0]["message"] == "查一下我的电费"
    assert (await wechat.deliver(wechat.message(kind="event", Event="unsubscribe", created=6))).text == "success"


async def test_events_of_other_kinds_are_taken_silently(wechat, rasa):
    for event in ("VIEW", "TEMPLATESENDJOBFINISH", "SCAN"):
        answer = await wechat.deliver(wechat.message(kind="event", Event=event, EventKey="x"))
        assert answer.text == "success"
    assert rasa.received == []


async def test_a_menu_click_speaks_for_the_follower(wechat, rasa):
    await wechat.deliver(wechat.message(kind="event", Event="CLICK", EventKey="我要报修"))
    assert rasa.received[0]["message"] == "我要报修"


async def test_what_cannot_be_read_is_answered_politely(wechat, rasa):
    voice = await wechat.deliver(wechat.message(kind="voice", MediaId="m1", Recognition=""))
    assert "文字" in content_of(voice.text)
    image = await wechat.deliver(wechat.message(kind="image", MediaId="m2", PicUrl="http://x"))
    assert "图片收到" in content_of(image.text)
    link = await wechat.deliver(wechat.message(kind="link", Title="t"))
    assert "文字" in content_of(link.text)
    assert rasa.received == []


async def test_a_place_with_an_address_counts_as_the_address(wechat, rasa):
    place = wechat.message(kind="location", Location_X="30.6", Location_Y="114.2", Label="武汉市江汉区新华路88号")
    await wechat.deliver(place)
    assert rasa.received[0]["message"] == "武汉市江汉区新华路88号"


async def test_recognised_speech_is_understood(wechat, rasa):
    await wechat.deliver(wechat.message(kind="voice", MediaId="m1", Recognition="查电费"))
    assert rasa.received[0]["message"] == "查电费"


async def test_an_agents_words_are_pushed_to_the_follower(wechat, talk, rasa):
    await wechat.say("你好")
    conversation = rasa.received[0]["sender"].rpartition(".")[0]
    await talk.agent(conversation, "take")
    assert await wechat.say("在吗") == ""
    await talk.agent(conversation, "say", text="您好，我是坐席小林")
    await settled(talk)
    assert [text for _, text in wechat.pushed] == ["人工坐席已接入，您请说。", "您好，我是坐席小林"]


async def test_danger_is_answered_with_safety_words_also_while_an_agent_owns(wechat, talk, rasa):
    await wechat.say("你好")
    await talk.agent(rasa.received[0]["sender"].rpartition(".")[0], "take")
    assert "远离" in await wechat.say("电线断了掉在地上")


async def test_a_long_answer_continues_by_push(wechat, talk, rasa):
    rasa.scripts["很长"] = ["这是一个很长的回答。" * 150]
    passive = await wechat.say("很长")
    await settled(talk)
    assert len(passive.encode()) <= 2048
    assert passive + "".join(text for _, text in wechat.pushed) == "这是一个很长的回答。" * 150


async def test_without_a_token_the_channel_is_closed(wechat, talk):
    talk.platform.settings.wechat_token = ""
    assert (await wechat.deliver(wechat.message(Content="你好"))).status_code == 404


def test_the_demo_key_is_the_contracts():
    assert len(KEY) == 43
