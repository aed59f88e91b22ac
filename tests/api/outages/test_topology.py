"""The grid's records: which accounts a transformer and a feeder feed, and other names of places, from CSV files."""

import subprocess
import sys
from io import StringIO

import pytest
from sqlalchemy import select

from api.customers.models import Customer
from api.files import UnreadableFile
from api.outages.importing import RecordImport
from api.outages.models import PlaceAlias, SupplyPoint
from tests.api.notices.grid import QING, WANG, ZHOU, Grid

ANOTHER_FEEDER = "10kV青年二回"
TOPOLOGY = f"""户号,台区,线路
{WANG},新华路1号台区,10kV新华一回
{QING},青年路台区,{ANOTHER_FEEDER}
"""


async def load(desk, kind, text):
    return await RecordImport(desk.platform.database, kind).run(StringIO(text))


async def own(desk, account):
    """The outage that a verified customer is told of at home."""
    path = f"/internal/conversations/{await desk.talk(account)}/outages"
    found = (await desk.client.get(path, headers=desk.internal)).json()
    return found["status"], (found["outage"] or {}).get("id")


async def told(grid):
    return {account for account, *_ in await grid.rows(outage_id="TD1")}


async def test_an_outage_that_names_transformers_concerns_the_accounts_they_feed(desk):
    grid = Grid(desk)
    await load(desk, "topology", TOPOLOGY)
    await grid.subscribe(WANG, ZHOU, QING)
    await grid.report(transformers=["青年路台区"], feeder=ANOTHER_FEEDER)
    assert await told(grid) == {"12", "09"}  # 09 is not in the records: the address decides
    assert await own(desk, QING) == ("running", "TD1")
    assert await own(desk, WANG) == ("running", "TD20261120001")


async def test_a_feeder_that_the_records_know_decides_before_the_address(desk):
    grid = Grid(desk)
    await load(desk, "topology", TOPOLOGY)
    await grid.subscribe(WANG, QING)
    await grid.report(feeder=ANOTHER_FEEDER)
    assert await told(grid) == {"12"}
    await grid.report("TD2", feeder="10kV没有的线")
    assert {account for account, *_ in await grid.rows(outage_id="TD2")} == {"01"}


async def test_a_list_that_is_taken_back_leaves_it_to_the_address(desk):
    grid = Grid(desk)
    await grid.subscribe(WANG, QING)
    await grid.report(accounts=[QING])
    assert await told(grid) == {"12"}
    await grid.later(accounts=[])
    assert await told(grid) == {"12", "01"}


async def test_another_name_of_a_place_finds_the_outage_and_the_subscriber(desk):
    grid = Grid(desk)
    await load(desk, "aliases", "别名,标准名,城市\n电力宿舍,新华路88号,武汉市\n")
    answer = await desk.client.get("/v1/outages/at", params={"address": "武汉市江汉区电力宿舍3栋"})
    assert answer.json()["outage"]["id"] == "TD20261120001"
    await grid.subscribe(WANG)
    await grid.report(area="湖北省武汉市江汉区电力宿舍", transformers=["x"])
    assert await told(grid) == {"01"}


async def test_a_zone_is_out_whatever_its_customers_call_it(desk):
    grid = Grid(desk)
    async with desk.platform.database.session() as session:
        (await session.get(Customer, WANG)).address = "武汉市经开区春晓路6号2栋"
        (await session.get(Customer, ZHOU)).address = "武汉市东湖高新区春晓路6号2栋"
    await grid.subscribe(WANG, ZHOU)
    await grid.report(area="湖北省武汉市经济技术开发区", transformers=["x"])
    assert await told(grid) == {"01"}


async def test_a_file_is_read_row_by_row_and_again_without_harm(desk):
    rows = [f"{4200000000 + number},台区{number % 50},线路{number % 7}" for number in range(4500)]
    text = "account_number,transformer,feeder\n" + "\n".join([*rows, "12,台区,线路", f"{WANG},,线路"]) + "\n"
    for _ in range(2):
        report = await load(desk, "topology", text)
        assert report.accepted == 4500
        assert report.errors == [
            (4502, "account_number：户号应为 10 位或 13 位数字"),
            (4503, "transformer：不能为空"),
        ]
    await load(desk, "topology", f"户号,台区,线路\n{4200000000},新台区,新线路\n")
    async with desk.platform.database.reading() as session:
        points = (await session.scalars(select(SupplyPoint))).all()
    assert len(points) == 4500 and {p.transformer for p in points if p.account_number == "4200000000"} == {"新台区"}


async def test_a_file_without_its_columns_is_refused(desk):
    with pytest.raises(UnreadableFile, match="alias"):
        await load(desk, "aliases", "名称,城市\n和平里,武汉市\n")


async def test_the_command_imports_a_file(desk, tmp_path):
    file = tmp_path / "aliases.csv"
    file.write_text("﻿别名,标准名,城市\n和平里,家和小区,武汉市\n,家和小区,\n", encoding="utf-8")
    settings = {"DIANDA_DATABASE_URL": desk.platform.settings.database_url, "DIANDA_MODE": "demo", "PATH": ""}
    command = [sys.executable, "-m", "api.outages.importing", "aliases", str(file)]
    done = subprocess.run(command, env=settings, capture_output=True, text=True, timeout=60, check=True)
    assert "已导入 1 行，未导入 1 行" in done.stdout and "第3行：alias：不能为空" in done.stderr
    async with desk.platform.database.reading() as session:
        assert (await session.get(PlaceAlias, ("和平里", "武汉市"))).name == "家和小区"
