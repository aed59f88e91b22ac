"""The same outbox on PostgreSQL: many updates and many workers at once; and the migrations."""

import asyncio
import os
import subprocess
import sys

import pytest
import pytest_asyncio

from api.notices.delivery import NoticeDelivery
from tests.api.building import gateway
from tests.api.notices.grid import WANG, ZHOU, Grid
from tests.api.postgres import postgres_server, programs

needs_postgres = pytest.mark.skipif(programs() is None, reason="PostgreSQL's server is not installed")


@pytest_asyncio.fixture
async def grid(tmp_path):
    with postgres_server(tmp_path) as url:
        async with gateway(tmp_path, database_url=url) as desk:
            yield Grid(desk)


@needs_postgres
async def test_many_updates_and_many_workers_at_once_tell_each_event_once(grid):
    talks = {account: await grid.desk.talk(account) for account in (WANG, ZHOU)}
    await grid.subscribe(WANG, ZHOU)
    workers = [NoticeDelivery(grid.platform) for _ in range(4)]

    async def round_of_work(**fields):
        reports = [grid.report(**fields) for _ in range(6)]
        rounds = [worker.deliver_due() for worker in workers]
        applied = (await asyncio.gather(*reports, *rounds))[:6]
        assert sum(answer["applied"] for answer in applied) == 1
        await asyncio.gather(*(worker.deliver_due() for worker in workers))

    await round_of_work(expected_restore=grid.at("10:30"))
    grid.clock.advance(minutes=1)
    await round_of_work(expected_restore=grid.at("11:00"), area="湖北省武汉市江汉区新华路80号-120号")
    grid.clock.advance(minutes=1)
    await round_of_work(status="restored", restored=grid.at("09:01"))
    for talk in talks.values():
        heard = [text[:6] for text in await grid.said(talk)]
        assert heard == ["【故障停电通", "【停电进展】", "【来电通知】"]
    assert (await grid.put(area="湖北省武汉市江汉区新华路\u0000")).status_code in (409, 422)


def alembic(url, *arguments):
    environment = {**os.environ, "DIANDA_DATABASE_URL": url, "DIANDA_MODE": "demo"}
    command = [sys.executable, "-m", "alembic", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=280, check=False)


OURS = ("outage", "supply_points", "place_aliases")


def migrates(url, *steps):
    """The migrations run; what the models of outages and notices say is then in the database."""
    for step in steps:
        done = alembic(url, *step.split())
        assert done.returncode == 0, f"{step}: {done.stdout}{done.stderr}"
    found = alembic(url, "check")
    assert "upgrade operations detected" in found.stdout, found.stderr  # new ones or none
    differences = found.stdout.replace("), (", "\n").splitlines()
    assert [line for line in differences if any(f"'{name}" in line for name in OURS)] == []


def test_the_migrations_make_the_tables_of_the_models(tmp_path):
    migrates(f"sqlite+aiosqlite:///{tmp_path / 'new.db'}", "upgrade head", "downgrade 0001", "upgrade head")


@needs_postgres
def test_the_migrations_make_the_tables_of_the_models_on_postgresql(tmp_path):
    with postgres_server(tmp_path) as url:
        migrates(url, "upgrade head")
