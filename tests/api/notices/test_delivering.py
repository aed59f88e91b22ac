"""How customers get the notices: once, in time, whatever fails."""

import asyncio
import json

import pytest

from api.conversations.service import ConversationService
from api.customers.models import Customer
from api.notices.delivery import NoticeDelivery, pause_after
from tests.api.notices.grid import AREA, JINAN, WANG, ZHOU


async def start(grid, account):
    """The app opens a conversation for a signed-in customer."""
    token = grid.desk.customer(account)["Authorization"].split()[1]
    body = {"channel": "app", "customer_token": token}
    return (await grid.desk.client.post("/v1/conversations", json=body)).json()["conversation_id"]


async def events(grid, conversation_id):
    """What the conversation's history holds."""
    answer = await grid.desk.client.get(f"/v1/conversations/{conversation_id}/messages")
    return answer.json()["items"]


async def test_a_notice_arrives_in_the_open_conversation_with_reason_time_age_and_source(grid):
    await grid.subscribe(WANG)
    talk = await start(grid, WANG)
    await grid.report(expected_restore=grid.at("10:30"), updated_at=grid.at("08:50"))
    await grid.deliver()
    [told] = [each for each in await events(grid, talk) if each["from"] == "system"]
    assert told["text"] == (
        "【故障停电通知】您的用电地址在停电范围内：湖北省武汉市江汉区新华路80号-120号（双号），11月20日08:30起停电，"
        "预计11月20日10:30来电。停电原因：电缆故障。信息更新于11月20日08:50（10分钟前），来源：供电公司停电信息TD1。"
    )
    assert told["sources"][0]["title"] == "供电公司停电信息TD1（11月20日08:50更新）"
    assert [button["title"] for button in told["buttons"]] == ["不再接收"]


async def test_it_comes_over_the_event_stream_while_the_worker_delivers_by_itself(grid):
    await grid.subscribe(WANG)
    talk = await start(grid, WANG)
    grid.delivery.start()
    await grid.report()

    async def told():
        while not await grid.said(talk):
            await asyncio.sleep(0.05)

    await asyncio.wait_for(told(), 20)
    await grid.delivery.close()
    from api.conversations.stream import EventStream

    lines = []
    async for line in EventStream(grid.platform).follow(talk, 0):
        if line.startswith("id:"):
            lines.append(json.loads(line.partition("data: ")[2]))
        if lines and lines[-1].get("from") == "system":
            break
    assert "停电通知" in lines[-1]["text"]


async def test_rounds_at_once_and_again_tell_it_once(grid):
    await grid.subscribe(WANG, ZHOU)
    talks = [await start(grid, WANG), await start(grid, ZHOU)]
    await grid.report()
    workers = [NoticeDelivery(grid.platform) for _ in range(4)]
    for _ in range(2):
        await asyncio.gather(*(worker.deliver_due() for worker in workers))
    assert [len(await grid.said(talk)) for talk in talks] == [1, 1]


async def test_of_two_open_conversations_the_newer_one_hears_it(grid):
    await grid.subscribe(WANG)
    older = await start(grid, WANG)
    grid.clock.advance(minutes=5)
    newer = await start(grid, WANG)
    await grid.report()
    await grid.deliver()
    assert (len(await grid.said(older)), len(await grid.said(newer))) == (0, 1)


async def test_another_customers_or_a_strangers_conversation_hears_nothing(grid):
    await grid.subscribe(WANG)
    others = [await start(grid, JINAN), await grid.desk.talk()]
    await grid.report()
    await grid.deliver()
    assert [await grid.said(talk) for talk in others] == [[], []]


async def test_without_an_open_conversation_it_waits_for_the_next_one(grid):
    await grid.subscribe(WANG)
    left = await start(grid, WANG)
    grid.clock.advance(minutes=40)  # the customer has left
    await grid.report(expected_restore=grid.at("10:30"))
    await grid.deliver()
    assert await grid.said(left) == []
    grid.clock.advance(minutes=30)
    await grid.report(expected_restore=grid.at("12:00"), updated_at=grid.at("10:10"))
    talk = await start(grid, WANG)
    await grid.deliver()
    [told] = await grid.said(talk)
    assert "12:00" in told and "10:30" not in told  # what is known when it is told


async def test_it_is_not_told_once_it_is_no_news(grid):
    await grid.subscribe(WANG, ZHOU)
    await grid.report()
    await grid.later(status="restored", restored=grid.at("09:01"))
    grid.clock.advance(hours=25)
    talk = await start(grid, WANG)
    await grid.deliver()
    assert await grid.said(talk) == []
    assert {row[3] for row in await grid.rows(event="restored")} == {"expired"}


async def test_a_plan_is_not_told_after_it_should_have_begun(grid):
    await grid.subscribe(WANG)
    await grid.plan()
    grid.clock.advance(days=3)
    talk = await start(grid, WANG)
    await grid.deliver()
    assert await grid.said(talk) == []


@pytest.mark.parametrize("expected", [None, "09:10"])
async def test_a_time_that_is_unknown_or_over_is_not_told(grid, expected):
    await grid.subscribe(WANG)
    await grid.report(expected_restore=grid.at(expected) if expected else None, reason=None)
    grid.clock.advance(minutes=20)
    talk = await start(grid, WANG)
    await grid.deliver()
    [told] = await grid.said(talk)
    assert "恢复时间暂不确定" in told and "停电原因正在核实" in told and "09:10" not in told


async def test_old_news_says_how_old_it_is_and_nothing_about_the_end(grid):
    await grid.subscribe(WANG)
    await grid.report(expected_restore=grid.at("18:00"))
    grid.clock.advance(hours=3)
    talk = await start(grid, WANG)
    await grid.deliver()
    [told] = await grid.said(talk)
    assert "恢复时间暂不确定" in told and "约3小时前" in told and "18:00" not in told


async def test_who_has_unsubscribed_is_told_nothing(grid):
    await grid.subscribe(WANG)
    await grid.report()
    await grid.subscribe(WANG, active=False)
    talk = await start(grid, WANG)
    await grid.deliver()
    assert await grid.said(talk) == []
    assert {row[3] for row in await grid.rows()} == {"obsolete"}


async def test_a_plan_is_told_again_to_who_unsubscribed_before_hearing_it_and_came_back(grid):
    await grid.plan()
    await grid.subscribe(WANG)
    await grid.subscribe(WANG, active=False)
    await grid.subscribe(WANG)
    talk = await start(grid, WANG)
    await grid.deliver()
    [told] = await grid.said(talk)
    assert told.startswith("【计划停电通知】") and "11月23日08:00停电，预计11月23日14:00来电" in told


async def test_the_end_asks_who_is_still_dark_to_say_so(grid):
    await grid.subscribe(WANG)
    talk = await start(grid, WANG)
    await grid.report()
    await grid.deliver()
    await grid.later(status="restored", restored=grid.at("09:01"))
    await grid.deliver()
    last = [each for each in await events(grid, talk) if each["from"] == "system"][-1]
    assert "已于11月20日09:01恢复供电" in last["text"]
    assert last["buttons"][0] == {"title": "我家还没来电", "payload": "我家还是没电，要报修"}


async def test_one_failure_stops_no_other_and_is_tried_again_later_and_later(grid, monkeypatch):
    await grid.subscribe(WANG, ZHOU)
    talks = {WANG: await start(grid, WANG), ZHOU: await start(grid, ZHOU)}
    await grid.report()
    say, broken = ConversationService.say, [talks[WANG]]

    async def breaking(self, conversation_id, *rest, **more):
        if conversation_id in broken:
            raise RuntimeError("this conversation cannot be written")
        return await say(self, conversation_id, *rest, **more)

    monkeypatch.setattr(ConversationService, "say", breaking)
    await grid.deliver()
    await grid.deliver()
    assert (await grid.said(talks[WANG]), len(await grid.said(talks[ZHOU]))) == ([], 1)
    broken.clear()
    await grid.deliver()  # not yet: it pauses
    assert await grid.said(talks[WANG]) == []
    grid.clock.advance(seconds=16)
    await grid.deliver()
    assert len(await grid.said(talks[WANG])) == 1
    assert [pause_after(n).total_seconds() for n in (1, 2, 3, 20)] == [15, 30, 60, 900]


async def test_a_worker_that_dies_while_it_delivers_loses_and_doubles_nothing(grid, monkeypatch):
    await grid.subscribe(WANG)
    talk = await start(grid, WANG)
    await grid.report()
    say = ConversationService.say

    async def dying(self, *rest, **more):
        await say(self, *rest, **more)
        raise asyncio.CancelledError

    monkeypatch.setattr(ConversationService, "say", dying)
    with pytest.raises(asyncio.CancelledError):
        await grid.deliver()
    monkeypatch.setattr(ConversationService, "say", say)
    assert await grid.said(talk) == []
    await grid.deliver()
    assert len(await grid.said(talk)) == 1


async def test_a_customer_without_wechat_has_one_way_only(grid):
    async with grid.platform.database.session() as session:
        (await session.get(Customer, WANG)).wechat_openid = None
    await grid.subscribe(WANG)
    await grid.report()
    assert [row[2] for row in await grid.rows()] == ["conversation"]


async def test_long_areas_and_reasons_stay_within_wechats_limit(grid):
    await grid.subscribe(WANG)
    area = AREA + "、" + "、".join(f"青年路{number}号" for number in range(1, 60, 2))
    assert len(area) < 300
    await grid.report(area=area[:295].rpartition("、")[0], reason="电" * 200)
    talk = await start(grid, WANG)
    await grid.deliver()
    [told] = await grid.said(talk)
    assert len(told.encode()) < 1500


async def test_beside_the_sentence_stands_a_card_with_kind_reason_times_source_and_age(grid):
    await grid.subscribe(WANG)
    talk = await start(grid, WANG)
    await grid.report(expected_restore=grid.at("10:30"), updated_at=grid.at("08:50"))
    await grid.deliver()
    grid.clock.advance(minutes=5)
    await grid.report(status="restored", restored=grid.at("09:04"))
    await grid.deliver()
    first, last = [each["card"] for each in await events(grid, talk) if each["from"] == "system"]
    assert (first["kind"], first["title"]) == ("outage_notice", "故障停电通知")
    assert dict(first["rows"]) == {
        "类型": "故障停电",
        "范围": AREA,
        "原因": "电缆故障",
        "停电时间": "11月20日08:30",
        "预计来电": "11月20日10:30",
        "请您留意": "您的用电地址在停电范围内。",
        "信息更新": "11月20日08:50（10分钟前）",
        "来源": "供电公司停电信息 TD1",
    }
    assert last["title"] == "来电通知"
    assert dict(last["rows"])["恢复供电"] == "11月20日09:04"
    assert "跳闸" in dict(last["rows"])["请您留意"]


async def test_a_card_says_what_is_not_known(grid):
    await grid.subscribe(WANG)
    talk = await start(grid, WANG)
    await grid.report(reason=None)
    await grid.deliver()
    [told] = [each for each in await events(grid, talk) if each["from"] == "system"]
    rows = dict(told["card"]["rows"])
    assert (rows["原因"], rows["预计来电"]) == ("正在核实", "暂不确定")
