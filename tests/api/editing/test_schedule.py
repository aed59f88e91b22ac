"""Gaps are looked for once a week, however many workers there are, and when an editor asks."""

import asyncio
from datetime import datetime, timedelta

import pytest

from api.editing.gap_runs import ABANDONED, GapRuns, next_due, week_of
from api.editing.schedule import GapSchedule
from api.editing.unanswered import keep_question
from tests.api.building import gateway
from tests.api.editing.conftest import SECOND
from tests.api.editing.test_gaps import PARKING


def moment(text):
    return datetime.fromisoformat(f"{text}:00+08:00")


@pytest.mark.parametrize(
    ("now", "week", "due"),
    [
        ("2026-11-20T09:00", "2026-W47", "2026-11-23T03:00"),
        ("2026-11-23T02:59", "2026-W47", "2026-11-23T03:00"),
        ("2026-11-23T03:00", "2026-W48", "2026-11-30T03:00"),
        ("2027-01-01T12:00", "2026-W53", "2027-01-04T03:00"),
    ],
)
def test_a_week_begins_on_monday_at_three(now, week, due):
    assert week_of(moment(now)) == week
    assert next_due(moment(now)) == moment(due)


async def test_of_many_workers_one_looks_each_week(desk):
    for question in PARKING:
        await keep_question(desk.platform, question, "thumbs_down")
    workers = [GapSchedule(desk.platform) for _ in range(5)]

    async def all_look():
        return [name for name in await asyncio.gather(*(each.look() for each in workers)) if name]

    assert await all_look() == ["2026-W47"]
    assert await all_look() == []
    desk.clock.advance(days=7)
    assert await all_look() == ["2026-W48"]
    shown = await desk.ask("/gaps")
    assert [each["size"] for each in shown["items"]] == [len(PARKING)]
    assert [(each["name"], each["asked_by"], each["found"]) for each in shown["runs"]] == [
        ("2026-W48", "每周汇总", 1),
        ("2026-W47", "每周汇总", 1),
    ]
    assert shown["runs"][0]["questions"] == len(PARKING)
    assert shown["next_run"] == "2026-11-30T03:00:00+08:00"


async def test_an_editor_may_ask_for_a_search_now(desk):
    schedule = GapSchedule(desk.platform)
    await schedule.look()
    for _ in range(2):
        asked = await desk.do("/gaps/runs", SECOND)
    assert (asked["asked_by"], asked["started_at"]) == ("editor2", None)
    assert await schedule.look() == asked["name"]
    assert await schedule.look() is None


async def test_a_search_whose_worker_died_is_made_by_another(desk):
    schedule, now = GapSchedule(desk.platform), desk.clock.now()
    async with desk.platform.database.session() as session:
        await GapRuns(session).ask(week_of(now), "每周汇总", now)
        assert await GapRuns(session).take(week_of(now), now)
    assert await schedule.look() is None
    desk.clock.advance(seconds=ABANDONED / timedelta(seconds=1) + 1)
    assert await schedule.look() == week_of(now)


async def test_nothing_is_looked_for_while_the_index_is_loading(tmp_path):
    async with gateway(tmp_path) as built:
        built.platform._libraries.pop("knowledge")
        assert await GapSchedule(built.platform).look() is None
        async with built.platform.database.reading() as session:
            waiting = await GapRuns(session).open(built.clock.now())
        assert waiting.name == "2026-W47"
