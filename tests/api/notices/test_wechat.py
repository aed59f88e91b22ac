"""Notices in WeChat: pushed to the follower whose account is bound, tried again, and given up when refused."""

import pytest_asyncio

from api.channels.wechat.outbox import WeChatOutbox
from tests.api.channels.simulated_wechat import SimulatedWeChat
from tests.api.conversations.fake_rasa import served
from tests.api.notices.grid import WANG

OPENID = "o-demo-wangjianguo"


@pytest_asyncio.fixture
async def wechat(grid):
    simulated = SimulatedWeChat(grid.desk)
    simulated.platform = grid.platform
    async with served(simulated.app) as url:
        grid.platform.settings.wechat_api_url = url
        grid.platform.settings.wechat_secret = "s3cret"
        yield simulated


async def push(grid):
    """A round of the worker, what WeChat's outbox makes of it, and the round that sees it."""
    await grid.deliver()
    await grid.platform.shared(WeChatOutbox).push_waiting()
    await grid.deliver()


async def test_a_follower_is_told_once_and_no_conversation_repeats_it(grid, wechat):
    thread = await grid.desk.talk(WANG, OPENID)
    await grid.subscribe(WANG)
    await grid.report(expected_restore=grid.at("10:30"))
    for _ in range(3):
        await push(grid)
    [(openid, text)] = wechat.pushed
    assert openid == OPENID and "预计11月20日10:30来电" in text and text.endswith("回复“取消停电通知”。")
    assert len(await grid.said(thread)) == 1  # for agents and the bot
    assert [row[3] for row in await grid.rows()] == ["delivered", "obsolete"]
    web = await grid.desk.talk(WANG)
    await push(grid)
    assert await grid.said(web) == []


async def test_who_is_in_a_conversation_hears_it_there_too(grid, wechat):
    web = await grid.desk.talk(WANG)
    await grid.subscribe(WANG)
    await grid.report()
    await push(grid)
    assert (len(wechat.pushed), len(await grid.said(web))) == (1, 1)


async def test_what_wechat_refuses_for_good_is_told_in_the_next_conversation(grid, wechat):
    wechat.refusals = [45015]  # the follower has not written for 48 hours
    await grid.subscribe(WANG)
    await grid.report()
    await push(grid)
    assert [row[3] for row in await grid.rows()] == ["failed", "waiting"]
    web = await grid.desk.talk(WANG)
    grid.clock.advance(minutes=20)
    await push(grid)
    assert (wechat.pushed, len(await grid.said(web))) == ([], 1)


async def test_what_wechat_cannot_take_now_is_tried_again(grid, wechat):
    wechat.refusals = [-1]  # the system is busy
    await grid.subscribe(WANG)
    await grid.report()
    await push(grid)
    assert wechat.pushed == []
    await push(grid)
    assert wechat.pushed == []  # it pauses
    grid.clock.advance(seconds=16)
    await push(grid)
    assert len(wechat.pushed) == 1


async def test_the_end_overtakes_what_wechat_has_not_taken(grid, wechat):
    wechat.refusals = [-1]
    await grid.subscribe(WANG)
    await grid.report()
    await push(grid)
    await grid.later(status="restored", restored=grid.at("09:01"))
    await push(grid)
    [(_, text)] = wechat.pushed
    assert text.startswith("【来电通知】")


async def test_who_has_left_the_account_is_not_written_to(grid, wechat):
    await wechat.deliver(wechat.message(OPENID, "event", Event="unsubscribe"))
    await grid.subscribe(WANG)
    await grid.report()
    await push(grid)
    assert wechat.pushed == []
    assert (await grid.rows(channel="wechat"))[0][3] == "failed"


async def test_without_an_account_of_ours_nothing_is_put_into_wechats_outbox(grid):
    await grid.subscribe(WANG)
    await grid.report()
    await push(grid)
    assert await grid.platform.shared(WeChatOutbox).push_waiting() is False
    assert (await grid.rows(channel="wechat"))[0][3] == "waiting"
