"""Two gateways on one real PostgreSQL: what one publishes the other shows, and of two people at once one wins."""

import asyncio

import pytest
import pytest_asyncio
from httpx import ASGITransport, AsyncClient
from sqlalchemy import create_engine, text

from api.editing.following import Follower
from api.editing.gap_runs import GapRuns
from api.editing.review import ReviewService
from api.editing.schedule import GapSchedule
from api.main import create_app
from api.platform import Platform
from api.security import AgentPrincipal
from api.settings import Settings
from knowledge import surroundings
from tests.api.building import NOWHERE, Gateway, MovableClock, gateway
from tests.api.editing.conftest import BOSS, EDITOR, SECOND, Desk, sample
from tests.api.editing.test_review import LATE_FEE, QUESTION, reworded
from tests.api.postgres import postgres_server, programs

pytestmark = pytest.mark.skipif(programs() is None, reason="PostgreSQL's server is not installed")
METER = "sample-meter-test"
PASSED = {"lost": [], "own_missed": []}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with postgres_server(tmp_path_factory.mktemp("postgres")) as url:
        yield url


@pytest.fixture
def database_url(server, request):
    name = f"t{abs(hash(request.node.name))}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return server.replace("/postgres?", f"/{name}?")


@pytest_asyncio.fixture
async def desks(tmp_path, database_url, indexes, corpus, monkeypatch):
    """The desks of two gateways, each with a disk of its own."""
    monkeypatch.setattr(surroundings, "_DATA", corpus / "uncovered.yml")
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir(), there.mkdir()
    secrets = {"secret_key": "s" * 32, "internal_token": "i" * 32, "bot_token": "b" * 32}
    settings = Settings(mode="demo", database_url=database_url, redis_url=NOWHERE, var=there, **secrets)
    platform = Platform(settings)
    platform.clock = MovableClock()
    app = create_app(settings, platform)
    transport = ASGITransport(app=app, raise_app_exceptions=False)
    async with (
        gateway(here, database_url=database_url) as built,
        AsyncClient(transport=transport, base_url="http://other") as client,
    ):
        desks = Desk(built, here, indexes, corpus), Desk(Gateway(app, client), there, indexes, corpus)
        await desks[0].take_in()
        yield desks
        await platform.close()


async def both(*calls):
    return await asyncio.gather(*calls)


async def test_the_other_gateway_shows_what_was_published_without_a_restart(desks):
    here, there = desks
    follower = there.platform.shared(Follower)
    await follower.look()
    assert not (await there.search(QUESTION)).answer.startswith("答案换了")
    await here.write(LATE_FEE, reworded())
    assert (await here.publish(LATE_FEE))["state"] == "passed"
    await follower.look()
    assert (await there.search(QUESTION)).answer.startswith("答案换了")
    await there.do(f"/articles/{LATE_FEE}/rollback", BOSS, to=1, reason="说法有误", at_once=True)
    await here.platform.shared(Follower).look()
    assert not (await here.search(QUESTION)).answer.startswith("答案换了")


async def test_of_two_people_who_publish_one_article_at_once_one_wins(desks):
    here, there = desks
    for desk in desks:
        desk.publisher.run = passing([])
    await here.write(LATE_FEE, reworded())
    await here.do(f"/articles/{LATE_FEE}/submit")
    path = f"/articles/{LATE_FEE}/approve"
    answers = await both(here.call("POST", path, SECOND), there.call("POST", path, BOSS))
    assert sorted(each.status_code for each in answers) == [202, 409]
    await both(*(desk.publisher.settle() for desk in desks))
    history = await there.ask(f"/articles/{LATE_FEE}/history")
    assert [each["kind"] for each in history["events"]].count("published") == 1
    assert (await here.ask(f"/articles/{LATE_FEE}"))["published"] == 2


async def test_of_two_who_write_at_once_one_is_told_to_look_again(desks):
    here, there = desks
    path, body = f"/articles/{LATE_FEE}", {"based_on": 1, "reason": "改写"}
    answers = await both(
        here.call("PUT", path, EDITOR, markdown=reworded("甲的。"), **body),
        there.call("PUT", path, SECOND, markdown=reworded("乙的。"), **body),
    )
    assert sorted(each.status_code for each in answers) == [200, 409]
    assert (await here.ask(path))["latest"] == 2


async def test_nobody_reviews_their_own_draft_on_either_gateway(desks):
    here, there = desks
    await here.write(LATE_FEE, reworded(), BOSS)
    await here.do(f"/articles/{LATE_FEE}/submit", BOSS)
    for desk in desks:
        for step, body in (("approve", {}), ("return", {"comment": "不好"})):
            answer = await desk.call("POST", f"/articles/{LATE_FEE}/{step}", BOSS, **body)
            assert (answer.status_code, answer.json()["code"]) == (403, "own_article")
    assert (await there.do(f"/articles/{LATE_FEE}/return", EDITOR, comment="第二句不通顺"))["state"] == "returned"


async def test_checks_are_made_one_after_another_each_against_what_the_last_one_left(desks):
    here, there = desks
    befores = []
    for desk in desks:
        desk.publisher.run = passing(befores)
    await here.write(LATE_FEE, reworded())
    await here.write(METER, sample(METER).replace("title: ", "title: 新写的"))
    for article_id in (LATE_FEE, METER):
        await here.do(f"/articles/{article_id}/submit")
    await both(
        here.do(f"/articles/{LATE_FEE}/approve", BOSS),
        there.do(f"/articles/{METER}/approve", BOSS),
    )
    for _ in range(2):
        for desk in desks:
            await desk.publisher.wake()
        await both(*(desk.publisher.settle() for desk in desks))
    assert [(await here.ask(f"/articles/{each}"))["state"] for each in (LATE_FEE, METER)] == ["published"] * 2
    assert len(befores) == 2
    assert befores[0] == 0
    assert befores[1] == 1


async def test_a_check_that_ends_while_a_supervisor_goes_back_does_not_undo_that(desks):
    here, there = desks
    await here.write(LATE_FEE, reworded())
    await here.do(f"/articles/{LATE_FEE}/submit")
    may_end = asyncio.Event()

    async def held_up(_plan):
        await may_end.wait()
        return PASSED

    here.publisher.run = held_up
    check = (await here.do(f"/articles/{LATE_FEE}/approve", SECOND))["check_id"]
    boss = AgentPrincipal("supervisor", "supervisor")
    async with there.platform.database.session() as session:
        await ReviewService(session, there.platform).roll_back(LATE_FEE, 1, boss, "马上恢复", at_once=True)
        may_end.set()
        ended, _ = await asyncio.wait({asyncio.create_task(here.publisher.settle())}, timeout=0.5)
        assert not ended  # the conclusion waits for the supervisor's transaction
    await here.publisher.settle()
    assert (await here.ask(f"/checks/{check}"))["state"] == "failed"
    assert (await here.ask(f"/articles/{LATE_FEE}"))["published"] == 3


async def test_of_many_workers_one_looks_for_the_weeks_gaps(desks):
    workers = [GapSchedule(desk.platform) for desk in desks for _ in range(3)]
    done = await both(*(each.look() for each in workers))
    assert [name for name in done if name] == ["2026-W47"]
    async with desks[0].platform.database.reading() as session:
        (run,) = await GapRuns(session).newest(5)
    assert run.ended_at is not None


def passing(befores):
    """A check that always passes and notes how many edited articles it was made against."""

    async def run(plan):
        texts = [path.read_text("utf-8") for path in plan.before.rglob("*.md")]
        befores.append(sum("新写的" in each or "答案换了" in each for each in texts))
        return PASSED

    return run
