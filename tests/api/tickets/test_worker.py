"""Workers triage every ticket exactly once, whatever dies on the way."""

import asyncio
import multiprocessing
import time
from collections import Counter
from contextlib import contextmanager

import pytest
import pytest_asyncio
from sqlalchemy import select
from structlog.testing import capture_logs

from api.database import Database
from api.tickets.filing import NewTicket
from api.tickets.intake import TicketIntake
from api.tickets.models import Ticket, TicketEvent
from api.tickets.queue import DEAD, GROUP, STREAM, TriageQueue
from api.tickets.service import TicketService
from api.tickets.sweep import Sweep
from api.tickets.worker import TriageWorker
from tests.api.building import gateway, redis_server
from tests.api.tickets.worker_process import work

pytestmark = pytest.mark.redis
PATIENCE = 60
PROCESSES = multiprocessing.get_context("forkserver")  # imports once; each worker is a quick fork of it
PROCESSES.set_forkserver_preload(["tests.api.tickets.worker_process"])


@pytest.fixture
def redis_url(tmp_path):
    with redis_server(tmp_path) as url:
        yield url


@pytest_asyncio.fixture
async def desk(tmp_path, redis_url):
    async with gateway(tmp_path, redis_url) as built:
        await TriageQueue(built.platform.redis).prepare()
        yield built


@contextmanager
def worker(desk, poison=None):
    """A worker process; ends with the test whatever happens."""
    settings = desk.platform.settings
    ours, theirs = PROCESSES.Pipe()
    arguments = (theirs, settings.database_url, settings.redis_url, str(settings.var), poison)
    process = PROCESSES.Process(target=work, args=arguments, daemon=True)
    process.start()
    try:
        assert ours.poll(PATIENCE), "the worker did not start"
        process.consumer = ours.recv()
        yield process
    finally:
        process.kill()
        process.join(10)


async def until(condition):
    """Wait for something that must come true."""
    end = time.monotonic() + PATIENCE
    while not await condition():
        assert time.monotonic() < end, "it did not happen in time"
        await asyncio.sleep(0.02)


async def store(desk, texts):
    """Tickets in the database, not yet in the queue."""
    ids = []
    async with desk.platform.database.session() as session:
        service = TicketService(session, desk.platform)
        for number, text in enumerate(texts):
            new = NewTicket(text=text, channel="app", idempotency_key=str(number), scope="staff")
            ids.append((await service.create(new)).ticket.ticket_id)
    return ids


async def statuses(desk):
    async with desk.platform.database.reading() as session:
        return Counter((await session.scalars(select(Ticket.status))).all())


async def test_a_killed_worker_loses_and_doubles_nothing(desk):
    ids = await store(desk, [f"停电了，第{number}户" for number in range(200)])
    with worker(desk), worker(desk), worker(desk) as victim:
        await TriageQueue(desk.platform.redis).submit(ids)

        async def has_work_in_hand():
            pending = await desk.platform.redis.xpending(STREAM, GROUP)
            return any(each["name"] == victim.consumer for each in pending["consumers"])

        await until(has_work_in_hand)
        victim.kill()

        async def all_done():
            return (await statuses(desk))["triaged"] == 200

        await until(all_done)

        async def nothing_pending():
            return (await desk.platform.redis.xpending(STREAM, GROUP))["pending"] == 0

        await until(nothing_pending)
    async with desk.platform.database.reading() as session:
        query = select(TicketEvent.ticket_id).where(TicketEvent.kind == "triaged")
        triaged = Counter((await session.scalars(query)).all())
    assert triaged == dict.fromkeys(ids, 1)
    assert await desk.platform.redis.xlen(STREAM) == 0


async def test_a_database_that_goes_away_is_waited_for(desk, tmp_path):
    ids = await store(desk, ["停电了"])
    await TriageQueue(desk.platform.redis).submit(ids)
    present = desk.platform.database
    desk.platform.database = Database(f"sqlite+aiosqlite:///{tmp_path}")  # a folder: it cannot be opened
    worker = TriageWorker(desk.platform, abandoned_milliseconds=100)
    with capture_logs() as logs:
        running = asyncio.create_task(worker.run())

        async def has_noticed():
            return "triage_worker_without_database" in {each["event"] for each in logs}

        await until(has_noticed)
    desk.platform.database = present

    async def done():
        return await statuses(desk) == {"triaged": 1}

    await until(done)
    worker.stop()
    await asyncio.wait_for(running, PATIENCE)


async def test_a_ticket_that_cannot_be_triaged_is_put_aside_with_the_reason_and_the_rest_go_on(desk):
    ids = await store(desk, ["停电了", "毒", "表快"])
    with worker(desk, poison="毒"):
        await TriageQueue(desk.platform.redis).submit(ids)

        async def put_aside():
            return await desk.platform.redis.xlen(DEAD) == 1

        await until(put_aside)
    assert await statuses(desk) == {"triaged": 2, "received": 1}
    [(_, letter)] = await desk.platform.redis.xrange(DEAD)
    assert letter["ticket_id"] == ids[1]
    assert "cannot be triaged" in letter["reason"]
    shown = await desk.show(ids[1])
    assert (shown["needs_review"], shown["events"][-1]["kind"]) == (True, "triage_failed")
    corrected = await desk.act(ids[1], "correct", type="fault", category="low_voltage", reason="人工分类")
    assert corrected.json()["status"] == "triaged"


async def test_a_worker_that_is_asked_to_stop_finishes_and_leaves_the_group(desk):
    ids = await store(desk, [f"停电{number}" for number in range(40)])
    with worker(desk) as process:
        await TriageQueue(desk.platform.redis).submit(ids)

        async def begun():
            return (await statuses(desk))["triaged"] > 0

        await until(begun)
        process.terminate()
        await asyncio.to_thread(process.join, 20)
        assert process.exitcode == 0
    assert (await desk.platform.redis.xpending(STREAM, GROUP))["pending"] == 0
    assert await desk.platform.redis.xinfo_consumers(STREAM, GROUP) == []


async def test_filing_waits_for_the_worker_and_answers_with_the_triage(desk):
    with worker(desk):
        await until(TriageQueue(desk.platform.redis).has_worker)
        ticket = await desk.file("停电了")
    assert ticket["status"] == "triaged"
    assert desk.platform.triager.seen == []  # it was the worker's triager, not the gateway's


async def test_without_a_worker_the_gateway_triages_itself_and_leaves_nothing_in_the_queue(desk):
    ticket = await desk.file("停电了")
    assert (ticket["status"], desk.platform.triager.seen) == ("triaged", ["停电了"])
    assert await desk.platform.redis.xlen(STREAM) == 0


async def test_a_slow_worker_leaves_the_ticket_received_and_a_later_look_has_it(desk):
    await desk.platform.redis.set("dianda:triage:heartbeat", "somebody who is busy", ex=30)
    new = NewTicket(text="停电了", channel="app", idempotency_key="k", scope="staff")
    receipt = await TicketIntake(desk.platform, wait_seconds=0.05).receive(new)
    assert (await desk.show(receipt.ticket_id))["status"] == "received"
    with worker(desk):

        async def triaged():
            return (await desk.show(receipt.ticket_id))["status"] == "triaged"

        await until(triaged)


async def test_what_never_reached_the_queue_is_swept_up_once(desk):
    ids = await store(desk, ["停电了", "表快"])
    sweep = Sweep(desk.platform)
    assert await sweep.run() == 0  # too young: somebody is on it
    desk.clock.advance(seconds=11)
    assert (await sweep.run(), await sweep.run()) == (2, 0)
    entries = await desk.platform.redis.xrange(STREAM)
    assert [fields["ticket_id"] for _, fields in entries] == ids


async def test_the_same_entry_twice_is_triaged_once(desk):
    ids = await store(desk, ["停电了"])
    with worker(desk):
        await TriageQueue(desk.platform.redis).submit(ids * 5)

        async def done():
            return await desk.platform.redis.xlen(STREAM) == 0

        await until(done)
    events = (await desk.show(ids[0]))["events"]
    assert [event["kind"] for event in events] == ["created", "triaged"]
