from datetime import datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from api.database import Database, Moment, after_commit


@pytest.fixture
async def database(tmp_path):
    made = Database(f"sqlite+aiosqlite:///{tmp_path / 'deep' / 'one.db'}")
    async with made.session() as session:
        await session.execute(text("CREATE TABLE things (name TEXT)"))
    yield made
    await made.close()


async def count(database):
    async with database.reading() as session:
        return await session.scalar(text("SELECT count(*) FROM things"))


async def test_a_transaction_is_kept_whole_or_not_at_all(database):
    async with database.session() as session:
        await session.execute(text("INSERT INTO things VALUES ('kept')"))
    with pytest.raises(RuntimeError):
        async with database.session() as session:
            await session.execute(text("INSERT INTO things VALUES ('lost')"))
            raise RuntimeError
    assert await count(database) == 1


async def test_what_waits_for_the_commit_sees_the_rows_and_a_failure_of_it_harms_nothing(database):
    seen = []

    async def look():
        seen.append(await count(database))

    async def fail():
        raise RuntimeError

    async with database.session() as session:
        after_commit(session, fail)
        after_commit(session, look)
        await session.execute(text("INSERT INTO things VALUES ('one')"))
        assert seen == []
    assert seen == [1]


async def test_what_waits_for_the_commit_is_dropped_with_a_rollback(database):
    seen = []

    async def look():
        seen.append(1)

    with pytest.raises(RuntimeError):
        async with database.session() as session:
            after_commit(session, look)
            raise RuntimeError
    assert seen == []


async def test_writers_wait_for_each_other_and_none_is_refused(database):
    import asyncio

    async def read_then_write(name):
        async with database.session() as session:
            await session.scalar(text("SELECT count(*) FROM things"))
            await asyncio.sleep(0.01)
            await session.execute(text("INSERT INTO things VALUES (:name)"), {"name": name})

    await asyncio.gather(*(read_then_write(str(number)) for number in range(10)))
    assert await count(database) == 10


def test_a_moment_without_offset_is_refused_and_one_with_any_offset_is_kept():
    moment = Moment()
    with pytest.raises(ValueError, match="offset"):
        moment.process_bind_param(datetime(2026, 11, 20, 9), None)
    stored = moment.process_bind_param(datetime.fromisoformat("2026-11-20T09:00:00+08:00"), None)
    assert moment.process_result_value(stored.replace(tzinfo=None), None).isoformat() == "2026-11-20T09:00:00+08:00"


async def test_an_error_of_a_statement_does_not_quote_its_values(database):
    with pytest.raises(SQLAlchemyError) as caught:
        async with database.session() as session:
            await session.execute(text("INSERT INTO nothing VALUES (:said)"), {"said": "我家没电了"})
    assert "我家没电了" not in str(caught.value)
    assert "nothing" in str(caught.value)
