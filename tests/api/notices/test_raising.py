"""What an update of an outage puts into the outbox, and what it does not."""

import asyncio

import pytest

from tests.api.notices.grid import AREA, JINAN, QING, WANG, ZHOU

SMALLER = "湖北省武汉市江汉区新华路90号-120号（双号）"


async def in_conversation(grid, **wanted):
    return [(account, event, state) for account, event, _, state in await grid.rows(channel="conversation", **wanted)]


async def test_only_subscribers_inside_the_area_are_told(grid):
    await grid.subscribe(WANG, QING, JINAN)
    assert (await grid.report())["notices"] == 2  # in the conversation and in WeChat
    assert await grid.rows() == [("01", "started", "wechat", "waiting"), ("01", "started", "conversation", "waiting")]


async def test_an_update_again_or_an_older_one_changes_nothing(grid):
    await grid.subscribe(WANG)
    first = grid.clock.now().isoformat()
    await grid.report()
    assert (await grid.report(updated_at=first))["applied"] is False
    older = await grid.report(updated_at=grid.at("08:40"), expected_restore=grid.at("12:00"))
    assert (older["applied"], older["notices"]) == (False, 0)
    assert (await grid.put(updated_at=first, reason="另一个原因")).json()["code"] == "same_moment"
    assert len(await in_conversation(grid)) == 1


async def test_the_same_update_many_times_at_once_is_told_once(grid):
    await grid.subscribe(WANG, ZHOU)
    answers = await asyncio.gather(*(grid.report() for _ in range(8)))
    assert sum(answer["applied"] for answer in answers) == 1
    assert sorted(await in_conversation(grid)) == [("01", "started", "waiting"), ("09", "started", "waiting")]


async def test_a_plan_then_its_start_then_its_end(grid):
    await grid.subscribe(JINAN)
    area = "山东省济南市历下区文化东路50号院"
    await grid.plan(area=area)
    assert await in_conversation(grid) == [("03", "planned", "waiting")]
    grid.clock.advance(days=3)
    times = {"area": area, "kind": "planned", "start": grid.at("08:00", 3), "expected_restore": grid.at("14:00", 3)}
    await grid.report(**times)
    assert await in_conversation(grid) == [("03", "planned", "obsolete"), ("03", "started", "waiting")]
    await grid.later(outage_minutes=300, **times, status="restored", restored=grid.at("13:30", 3))
    assert await in_conversation(grid, state="waiting") == [("03", "restored", "waiting")]


async def test_new_times_are_told_only_to_those_who_heard_the_old_ones(grid):
    talk = await grid.desk.talk(WANG)
    await grid.subscribe(WANG, ZHOU)
    await grid.report(expected_restore=grid.at("10:30"))
    await grid.deliver()
    await grid.later(expected_restore=grid.at("11:00"))
    rows = await in_conversation(grid, state="waiting")
    assert rows == [("09", "started", "waiting"), ("01", "changed", "waiting")]
    await grid.later(expected_restore=grid.at("11:00"))  # nothing new
    assert await in_conversation(grid, state="waiting") == rows
    await grid.later(expected_restore=grid.at("12:00"))  # the newest replaces what waits
    waiting = await in_conversation(grid, event="changed")
    assert waiting == [("01", "changed", "obsolete"), ("01", "changed", "waiting")]
    await grid.deliver()
    assert "12:00" in (await grid.said(talk))[-1]
    assert len(await grid.said(talk)) == 2


async def test_the_end_makes_what_still_waits_obsolete(grid):
    await grid.subscribe(WANG)
    await grid.report()
    await grid.later(status="restored", restored=grid.at("09:01"))
    assert await in_conversation(grid) == [("01", "started", "obsolete"), ("01", "restored", "waiting")]
    again = await grid.later(status="restored", restored=grid.at("09:00"))  # a correction
    assert (again["applied"], again["notices"]) == (True, 0)


async def test_a_cancelled_plan_is_news_only_for_those_who_were_told(grid):
    talk = await grid.desk.talk(WANG)
    await grid.plan()
    await grid.subscribe(WANG)  # a subscriber hears of plans at once
    await grid.deliver()
    await grid.subscribe(ZHOU)
    await grid.later(
        kind="planned",
        status="cancelled",
        start=grid.at("08:00", 3),
        expected_restore=grid.at("14:00", 3),
    )
    assert await in_conversation(grid) == [
        ("01", "planned", "delivered"),
        ("09", "planned", "obsolete"),
        ("01", "cancelled", "waiting"),
    ]
    await grid.deliver()
    assert "已取消" in (await grid.said(talk))[-1]


async def test_a_smaller_area_is_told_to_those_left_out_and_a_larger_one_to_those_it_reaches(grid):
    talk = await grid.desk.talk(WANG)
    await grid.subscribe(WANG)
    await grid.report()
    await grid.deliver()
    await grid.later(area=SMALLER)
    await grid.deliver()
    assert "已不在范围内" in (await grid.said(talk))[-1]
    await grid.later(area=AREA)
    await grid.deliver()
    assert (await grid.said(talk))[-1].startswith("【停电进展】")
    await grid.later(area=SMALLER, status="restored", restored=grid.at("09:02"))
    assert ("01", "restored", "waiting") in await in_conversation(grid)


async def test_those_left_out_are_not_told_of_the_end(grid):
    await grid.desk.talk(WANG)
    await grid.subscribe(WANG)
    await grid.report()
    await grid.deliver()
    await grid.later(area=SMALLER)
    await grid.deliver()
    await grid.later(area=SMALLER, status="restored", restored=grid.at("09:02"))
    assert await in_conversation(grid, event="restored") == []


async def test_an_end_of_which_nothing_was_known_before_is_told_while_it_is_news(grid):
    await grid.subscribe(WANG)
    over = {"status": "restored", "start": grid.at("02:00", -2)}
    assert (await grid.report("TD2", **over, restored=grid.at("03:00", -2)))["notices"] == 0
    assert (await grid.report("TD3", **over, restored=grid.at("03:00")))["notices"] == 2
    assert (await grid.report("TD4", status="cancelled"))["notices"] == 0


async def test_lists_of_transformers_and_accounts_decide_before_the_address(grid):
    await grid.subscribe(WANG, ZHOU, QING)
    await grid.report(accounts=[ZHOU])
    assert {account for account, *_ in await grid.rows()} == {"09"}
    await grid.later(status="restored", restored=grid.at("09:00"))  # the list stays
    assert {account for account, *_ in await grid.rows(event="restored")} == {"09"}
    own = f"/internal/conversations/{await grid.desk.talk(WANG)}/outages"
    found = (await grid.desk.client.get(own, headers=grid.desk.internal)).json()
    assert found["outage"]["id"] == "TD20261120001"  # not TD1, which names another account


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("updated_at", {"updated_at": "2026-11-20T09:30:00+08:00"}),
        ("updated_at", {"updated_at": "2026-11-20T09:00:00"}),
        ("start", {"start": "2026-11-20T09:30:00+08:00"}),
        ("start", {"status": "announced", "kind": "planned"}),
        ("start", {"start": "2025-01-01T00:00:00+08:00"}),
        ("status", {"status": "announced", "start": "2026-11-21T09:30:00+08:00"}),
        ("status", {"status": "somehow"}),
        ("expected_restore", {"expected_restore": "2026-11-20T08:00:00+08:00"}),
        ("restored", {"status": "restored"}),
        ("restored", {"restored": "2026-11-20T08:50:00+08:00"}),
        ("restored", {"status": "restored", "restored": "2026-11-20T08:00:00+08:00"}),
        ("area", {"area": "新华路88号"}),
        ("area", {"area": "停电啦"}),
        ("area", {"area": "湖北省武汉市江汉区新华路88号附近"}),
        ("area", {"area": "湖北省武汉市江汉区新华路88号等"}),
        ("area", {"area": "湖北省武汉市江汉区新华路部分用户"}),
        ("area", {"area": "湖北省武汉市江汉区新华路80号以北"}),
        ("area", {"area": "湖北省武汉市江汉区神秘角落"}),
        ("accounts.0", {"accounts": ["12"]}),
        ("colour", {"colour": "red"}),
    ],
)
async def test_what_cannot_be_is_refused_by_the_name_of_its_field(grid, field, fields):
    answer = await grid.put(**fields)
    assert (answer.status_code, answer.json().get("field")) == (422, field), answer.text


async def test_steps_back_are_refused(grid):
    await grid.plan()
    assert (await grid.later(status="restored", restored=grid.at("08:45")))["applied"]
    grid.clock.advance(minutes=1)
    assert (await grid.put()).json()["code"] == "wrong_status"
    assert (await grid.put(status="cancelled")).status_code == 409


async def test_only_the_utilitys_system_may_report(grid):
    answer = await grid.desk.client.put("/internal/outages/TD1", json={}, headers=grid.desk.agent())
    assert answer.status_code == 401


async def test_a_late_plan_is_shown_to_agents_and_to_nobody_else(grid):
    await grid.subscribe(WANG)
    talk = await grid.desk.talk(WANG)
    assert (await grid.plan())["announced_late"] is True
    assert (await grid.plan("TD2", start=grid.at("08:00", 7), expected_restore=grid.at("09:00", 7)))[
        "announced_late"
    ] is False
    listed = await grid.desk.client.get("/v1/outages", headers=grid.desk.agent())
    late = {item["id"]: item["announced_late"] for item in listed.json()["items"]}
    assert (late["TD1"], late["TD2"], late["TD20261120001"]) == (True, False, None)
    public = await grid.desk.client.get("/v1/outages/at", params={"address": "江汉区新华路88号"})
    assert "announced_late" not in public.json()["outage"]
    await grid.deliver()
    assert not any("晚" in text or "7" in text.partition("计划")[0] for text in await grid.said(talk))


async def test_agents_see_how_the_notices_stand(grid):
    await grid.subscribe(WANG)
    await grid.report()
    path = "/v1/outages/TD1/notices"
    answer = await grid.desk.client.get(path, headers=grid.desk.agent())
    assert answer.json()["items"] == [
        {"event": "started", "channel": "conversation", "state": "waiting", "count": 1},
        {"event": "started", "channel": "wechat", "state": "waiting", "count": 1},
    ]
    assert (await grid.desk.client.get(path)).status_code == 401
    unknown = await grid.desk.client.get("/v1/outages/TD9/notices", headers=grid.desk.agent())
    assert unknown.status_code == 404
