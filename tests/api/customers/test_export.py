"""What is exported from the database, refreshed in bulk, says of every customer what an agent's view says."""

from dataclasses import fields

import duckdb
import pytest
from sqlalchemy import select, update

from api.conversations.repository import ConversationRepository
from api.customers import export
from api.customers.export import CustomerExport
from api.customers.models import Customer
from api.customers.profile import CustomerProfile
from api.customers.records import CustomerRecords
from api.tickets.models import Ticket
from customers.features import Features
from customers.record_engine import RecordEngine
from customers.refresh import refresh
from customers.segment_model import segment_model
from tests.api.building import gateway
from tests.api.postgres import postgres_server, programs

HOME, NIGHTS = "4201060001", "3701020010"
COMPARED = [field.name for field in fields(Features)]


@pytest.fixture
def small_batches(monkeypatch):
    """So small that the demonstration's customers and readings take several parts."""
    monkeypatch.setattr(export, "BATCH", 5)
    monkeypatch.setattr(export, "DAYS", 300)


async def live(desk):
    """The segment that agents see, and the features behind it, of everybody."""
    async with desk.platform.database.reading() as session:
        customers = (await session.scalars(select(Customer))).all()
        records = await CustomerRecords(session, desk.platform).of(customers)
        segments = [await CustomerProfile(session, desk.platform).segment(each) for each in customers]
    portraits = RecordEngine(segment_model()).portray(records, desk.clock.today())
    return {
        each.account_number: (shown["segment"], *(getattr(portrait.features, name) for name in COMPARED))
        for each, shown, portrait in zip(customers, segments, portraits, strict=True)
    }


async def something_happens(desk):
    """A complaint, a fault and a wish, so that the export has more than the register."""
    for key, type in (("a", "complaint"), ("b", "fault")):
        ticket = await desk.file("……", key, account_number=HOME)
        async with desk.platform.database.session() as session:
            await session.execute(update(Ticket).where(Ticket.ticket_id == ticket["ticket_id"]).values(type=type))
    talk = await desk.talk(NIGHTS)
    async with desk.platform.database.session() as session:
        body = {"text": "装充电桩", "intent": {"name": "apply_ev_charger", "confidence": 0.9}}
        await ConversationRepository(session).append(talk, "message", "customer", desk.clock.now(), body)


async def exported(desk, tmp_path):
    """Export and refresh; gives the rows of the store by account number."""
    folder, store = tmp_path / "tables", tmp_path / "segments.duckdb"
    said = []
    done = await CustomerExport(desk.platform, said.append).run(folder)
    assert (done.customers, done.as_of) == (12, "2026-11-20")
    assert said[:3] == ["5 of 12 customers", "10 of 12 customers", "12 of 12 customers"]
    refresh(folder, store, desk.clock.today())
    with duckdb.connect(str(store), read_only=True) as connection:
        rows = connection.execute(f"SELECT account_number, segment, {', '.join(COMPARED)} FROM segments").fetchall()
    return {row[0]: row[1:] for row in rows}


async def test_the_store_says_what_agents_are_shown(desk, tmp_path, small_batches):
    await something_happens(desk)
    rows = await exported(desk, tmp_path)
    assert rows == await live(desk)
    assert (figures(rows[HOME])["complaints"], figures(rows[HOME])["fault_contacts"]) == (1, 1)
    assert figures(rows[NIGHTS])["new_energy_contacts"] == 1
    assert 0.05 < figures(rows[NIGHTS])["evening_share"] < 0.2


def figures(row):
    return dict(zip(COMPARED, row[1:], strict=True))


async def test_an_export_holds_nothing_that_names_anybody(desk, tmp_path):
    await something_happens(desk)
    folder = tmp_path / "tables"
    await CustomerExport(desk.platform).run(folder)
    text = str([duckdb.connect().execute(f"SELECT * FROM '{path}'").fetchall() for path in folder.rglob("*.parquet")])
    assert HOME in text
    for personal in ("王建国", "新华路", "13800000001", "o-demo-wangjianguo", "装充电桩", "孙莉"):
        assert personal not in text


async def test_an_export_takes_the_place_of_the_last_one_once_it_is_whole(desk, tmp_path, monkeypatch):
    folder = tmp_path / "tables"
    await CustomerExport(desk.platform).run(folder)
    before = sorted(path.stat().st_mtime_ns for path in folder.rglob("*.parquet"))

    async def broken(*_):
        raise RuntimeError("the database went away")

    monkeypatch.setattr(CustomerExport, "_write_readings", broken)
    with pytest.raises(RuntimeError):
        await CustomerExport(desk.platform).run(folder)
    assert sorted(path.stat().st_mtime_ns for path in folder.rglob("*.parquet")) == before


@pytest.mark.skipif(programs() is None, reason="PostgreSQL's server is not installed")
async def test_postgresql_gives_the_same(tmp_path, small_batches):
    with postgres_server(tmp_path) as url:
        async with gateway(tmp_path, database_url=url) as desk:
            await something_happens(desk)
            rows = await exported(desk, tmp_path)
            assert rows == await live(desk)
            assert figures(rows[NIGHTS])["new_energy_contacts"] == 1
