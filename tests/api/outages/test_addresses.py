"""Pairs of a customer's address and an outage's area, written by hand: inside, outside, or not sure."""

from pathlib import Path

import pytest

from api.outages.aliases import Aliases
from api.outages.areas import UnreadableArea, check_area, read_place
from api.outages.matching import in_city_of, outage_at
from api.outages.models import Outage, PlaceAlias
from tests.api.building import NOON

IN, OUT, UNSURE = "running", "none", "unknown_address"
ROAD = "湖北省武汉市江汉区新华路"
EVEN = ROAD + "80号-120号（双号）"
VILLAGE = "河南省新乡市新乡县翟坡镇小宋佛村"
LANE = "上海市静安区延安中路1228弄"

PAIRS = [
    # ranges, odd and even numbers
    (EVEN, "武汉市江汉区新华路88号3栋2单元501室", IN),
    (EVEN, "江汉区新华路80号", IN),
    (EVEN, "江汉区新华路120号", IN),
    (EVEN, "江汉区新华路89号", OUT),
    (EVEN, "江汉区新华路122号", OUT),
    (EVEN, "武汉市新华路八十八号", IN),
    (EVEN, "江汉区新华路", UNSURE),
    (ROAD + "双号80-120", "江汉区新华路100号", IN),
    (ROAD + "双号80-120", "江汉区新华路101号", OUT),
    (ROAD + "80-120双号", "江汉区新华路121号", OUT),
    (ROAD + "80至120号单号", "江汉区新华路81号", IN),
    (ROAD + "双号", "江汉区新华路5号", OUT),
    (ROAD + "双号", "江汉区新华路6号", IN),
    (ROAD + "双号", "江汉区新华路", UNSURE),
    (ROAD + "全段", "江汉区新华路1999号", IN),
    (ROAD, "江汉区新华下路88号", OUT),
    (ROAD, "江汉区西新华路88号", OUT),
    # several parts, buildings
    (ROAD + "1号-60号、青年路2号-30号（双号）", "江汉区青年路17号", OUT),
    (ROAD + "1号-60号、青年路2号-30号（双号）", "江汉区青年路18号2栋", IN),
    (ROAD + "1号-60号、青年路2号-30号（双号）", "江汉区新华路17号", IN),
    (ROAD + "88号1栋、3栋", "江汉区新华路88号3栋1单元", IN),
    (ROAD + "88号1栋、3栋", "江汉区新华路88号2栋", OUT),
    (ROAD + "88号1栋、3栋", "江汉区新华路88号", UNSURE),
    (ROAD + "88号2-5栋", "江汉区新华路88号4栋", IN),
    (ROAD + "88号2-5栋", "江汉区新华路88号6栋", OUT),
    (ROAD + "88号、90号", "江汉区新华路90号", IN),
    ("山东省济南市历下区文化东路50号院1、3、5号楼", "历下区文化东路50号3号楼1单元", IN),
    ("山东省济南市历下区文化东路50号院1、3、5号楼", "历下区文化东路50号6号楼1单元", OUT),
    (ROAD + "88号（家和小区）1-6栋", "江汉区家和小区5栋", IN),
    (ROAD + "80号-120号（双号）及青年路2号", "江汉区青年路2号", IN),
    ("安徽省合肥市蜀山区和平路12号", "合肥市蜀山区黄山路12号", OUT),
    ("湖北省武汉市江汉区家和小区、幸福小区、新华路88号", "江汉区幸福小区1栋", IN),
    # compounds
    ("武汉市江汉区家和小区", "江汉区家和小区3栋501室", IN),
    ("武汉市江汉区家和小区", "江汉区家和小区二期3栋", IN),
    ("武汉市江汉区家和小区二期", "江汉区家和小区3栋", UNSURE),
    ("武汉市江汉区家和小区3栋", "江汉区家和小区", UNSURE),
    ("武汉市江汉区家和小区", "江汉区幸福小区3栋", OUT),
    ("武汉市江汉区家和小区", "江汉区新华路88号家和小区3栋", IN),
    ("武汉市江汉区新华路88号家和小区", "武汉市江汉区家和小区3栋", IN),
    ("武汉市江汉区新华路88号家和小区", "江汉区新华路88号3栋", IN),
    ("武汉市江汉区新华路家和小区", "江汉区新华路88号3栋", UNSURE),
    ("山东省济南市历下区文化东路50号院", "济南历下文化东路50号6号楼3单元", IN),
    # villages, groups, wells
    (VILLAGE, "新乡县翟坡镇小宋佛村机井3号", IN),
    (VILLAGE, "新乡县小宋佛村三组", IN),
    (VILLAGE, "新乡市小宋佛村", UNSURE),
    (VILLAGE, "新乡县翟坡镇大宋佛村", OUT),
    (VILLAGE, "获嘉县小宋佛村", OUT),
    (VILLAGE + "3组", "新乡县翟坡镇小宋佛村三组12号", IN),
    (VILLAGE + "3组", "新乡县翟坡镇小宋佛村第5村民小组", OUT),
    (VILLAGE + "3组", "新乡县翟坡镇小宋佛村", UNSURE),
    (VILLAGE + "、大宋佛村", "新乡县翟坡镇大宋佛村", IN),
    ("河南省新乡市新乡县翟坡镇：小宋佛村、任庄村1-3组", "新乡县翟坡镇任庄村2组", IN),
    ("河南省新乡市新乡县翟坡镇：小宋佛村、任庄村1-3组", "新乡县翟坡镇任庄村4组", OUT),
    (VILLAGE + "机井3号", "新乡县翟坡镇小宋佛村机井5号", OUT),
    ("河南省新乡市新乡县翟坡镇", "新乡县翟坡镇小宋佛村", IN),
    ("河南省新乡市新乡县翟坡镇", "新乡县七里营镇刘庄村", OUT),
    ("四川省成都市金堂县官仓街道双新村五社", "成都市金堂县官仓街道双新村5组", IN),
    # lanes and alleys
    (LANE, "上海市静安区延安中路1228弄5号301室", IN),
    (LANE, "静安区延安中路1228号", UNSURE),
    (LANE, "静安区延安中路1230弄5号", OUT),
    ("上海市浦东新区张杨路500弄1-20号", "浦东新区张杨路500弄18号602室", IN),
    ("上海市浦东新区张杨路500弄1-20号", "浦东新区张杨路500弄21号", OUT),
    ("上海市浦东新区张杨路500弄1-20号", "浦东新区张杨路500弄", UNSURE),
    ("江苏省苏州市姑苏区平江路中张家巷", "姑苏区中张家巷6号", IN),
    ("江苏省苏州市姑苏区平江路", "姑苏区大儒巷6号", OUT),
    ("北京市西城区福绥境胡同12号", "北京西城区福绥境胡同12号院", IN),
    ("上海市黄浦区复兴中路1-99弄", "黄浦区复兴中路55弄3号", IN),
    # part of a city
    ("湖北省武汉市江汉区", "武汉市江汉区新华路88号", IN),
    ("湖北省武汉市江汉区", "武汉市洪山区珞喻路456号", OUT),
    ("湖北省武汉市江汉区", "武汉", UNSURE),
    ("湖北省武汉市江汉区", "武汉市新华路88号", UNSURE),
    ("武汉市经济技术开发区沌阳大道300号-400号", "武汉经开区沌阳大道336号", IN),
    # no place, or one of another city
    (EVEN, "新华路89号", UNSURE),
    (EVEN, "3栋2单元501室", UNSURE),
    (EVEN, "我家没电了", UNSURE),
    (EVEN, "江汉区", UNSURE),
    (EVEN, "长沙市新华路88号", OUT),
    (EVEN, "我住在武汉江汉区新华路88号，家里突然没电了", IN),
]
FILE = Path(__file__).with_name("addresses.tsv")
STATUS = {"in": IN, "out": OUT, "unsure": UNSURE}
ALIASES = [
    PlaceAlias(alias="和平里", city="武汉市", name="家和小区"),
    PlaceAlias(alias="老新华路", city="武汉市", name="新华路"),
    PlaceAlias(alias="电力宿舍", city="武汉市", name="新华路88号"),
]
ALIASED = [
    ("武汉市江汉区家和小区", "武汉市江汉区和平里3栋", IN),
    ("武汉市江汉区家和小区", "长沙市和平里3栋", OUT),
    (EVEN, "武汉市江汉区老新华路90号", IN),
    (EVEN, "武汉市江汉区电力宿舍3栋", IN),
    ("武汉市江汉区电力宿舍", "武汉市江汉区新华路88号3栋", IN),
    ("武汉市江汉区电力宿舍", "武汉市江汉区新华路90号3栋", OUT),
]


def running(area):
    return Outage(
        outage_id="T", kind="fault", status="repairing", area=area, start=NOON.replace(hour=8), updated_at=NOON
    )


def answer(area, address, aliases=(), home="-"):
    names = Aliases(aliases)
    place = in_city_of(read_place(address), None if home == "-" else read_place(home))
    place = names.official(place, address)
    return outage_at(place, [running(area)], NOON, aliases=names)[0]


@pytest.mark.parametrize(("area", "address", "expected"), PAIRS)
def test_an_address_and_an_area(area, address, expected):
    assert answer(area, address) == expected


def rows_of(file):
    lines = file.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize(("area", "address", "home", "expected"), rows_of(FILE))
def test_an_address_as_customers_say_it(area, address, home, expected):
    assert answer(area, address, home=home) in [STATUS[each] for each in expected.split("|")]


@pytest.mark.parametrize(("area", "address", "expected"), ALIASED)
def test_an_address_by_another_name(area, address, expected):
    assert answer(area, address, ALIASES) == expected


@pytest.mark.parametrize("area", sorted({area for area, *_ in PAIRS}))
def test_every_area_of_these_is_taken(area):
    check_area(area)


@pytest.mark.parametrize(
    "area",
    [
        "新华路80号-120号",
        "人民路",
        "大半个城区",
        ROAD + "88号附近",
        ROAD + "周边",
        ROAD + "部分用户",
        ROAD + "80号以北",
        ROAD + "88号等",
        ROAD + "口往里走",
        ROAD + "和青年路",
        ROAD + "与青年路交叉口",
        "武汉市江汉区神秘角落",
        "武汉市江汉区新华家园北侧那几栋",
    ],
)
def test_an_area_that_could_concern_the_wrong_people_is_refused(area):
    with pytest.raises(UnreadableArea):
        check_area(area)
