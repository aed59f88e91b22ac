"""The same tickets on PostgreSQL: many at once, one key, one fault point."""

import asyncio

import pytest
import pytest_asyncio
from sqlalchemy import text

from api.tickets.service import TicketService
from tests.api.building import gateway
from tests.api.postgres import postgres_server, programs

pytestmark = pytest.mark.skipif(programs() is None, reason="PostgreSQL's server is not installed")


@pytest_asyncio.fixture
async def desk(tmp_path):
    with postgres_server(tmp_path) as url:
        async with gateway(tmp_path, database_url=url) as built:
            yield built


async def test_tickets_on_postgresql(desk):
    same = [desk.file("停电了", key="same") for _ in range(8)]
    assert len({ticket["ticket_id"] for ticket in await asyncio.gather(*same)}) == 1

    await asyncio.gather(
        *(desk.file("停电了", key=f"n{number}", address=f"江汉区青年路17号1栋{number + 101}室") for number in range(8))
    )
    listed = await desk.client.get("/v1/tickets", params={"q": "青年路", "sort": "urgency"}, headers=desk.agent())
    mains = [item for item in listed.json()["items"] if item["merged_into"] is None]
    assert (listed.json()["total"], len(mains)) == (8, 1)
    number = mains[0]["ticket_id"]
    assert len((await desk.show(number))["merged"]) == 7

    answers = await asyncio.gather(*(desk.act(number, "dispatch", unit="江汉供电中心") for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    await desk.act(number, "accept")
    assert (await desk.act(number, "resolve", result="已修复")).json()["status"] == "resolved"

    files = {"file": ("t.csv", "text\n停电\u0000了\n表快\n".encode())}
    imported = await desk.client.post("/v1/tickets/import", files=files, headers=desk.agent())
    assert imported.json()["accepted"] == 2
    assert (await desk.client.get("/v1/tickets", params={"q": "\u0000"}, headers=desk.agent())).status_code == 200
    assert (await desk.client.get("/v1/tickets/2026%00112", headers=desk.agent())).status_code == 404
    bills = await desk.client.get("/v1/customers/4201060001/bills", headers=desk.agent())
    assert bills.json()["bills"][0]["total"] == "151.08"


async def test_a_report_withdrawn_while_its_main_ticket_is_dispatched_stays_withdrawn(desk):
    filed = [
        (await desk.file("停电了", key=f"k{room}", address=f"江汉区青年路19号1栋{room}室"))["ticket_id"]
        for room in (101, 102)
    ]
    main, report = sorted(filed)  # of the same moment, for the tests' clock stands
    assert (await desk.show(report))["merged_into"] == main
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    async with desk.platform.database.session() as session:
        await TicketService(session, desk.platform).withdraw(report, "customer")
        await session.flush()
        dispatching = asyncio.create_task(desk.act(main, "dispatch", unit="江汉供电中心"))
        while not dispatching.done() and not await session.scalar(waiting):
            await asyncio.sleep(0.02)
    assert (await dispatching).status_code == 200
    assert [(await desk.show(number))["status"] for number in (main, report)] == ["dispatched", "withdrawn"]
