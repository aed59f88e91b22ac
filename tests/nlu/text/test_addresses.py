"""An address is taken apart into what a crew, an outage notice and a verification compare."""

from __future__ import annotations

import pytest

from nlu.text.addresses import Address, parse_address


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "湖北省武汉市江汉区新华路88号3栋2单元501室",
            {
                "province": "湖北",
                "city": "武汉市",
                "district": "江汉区",
                "road": "新华路",
                "number": 88,
                "building": "3",
                "unit": "2",
                "room": "501",
            },
        ),
        (
            "湖北省武汉市江汉区新华路80号-120号（双号）",
            {
                "province": "湖北",
                "city": "武汉市",
                "district": "江汉区",
                "road": "新华路",
                "number": 80,
                "number_end": 120,
                "parity": "even",
            },
        ),
        (
            "浙江省杭州市西湖区文三路180号-220号",
            {
                "province": "浙江",
                "city": "杭州市",
                "district": "西湖区",
                "road": "文三路",
                "number": 180,
                "number_end": 220,
            },
        ),
        (
            "河南省新乡市新乡县翟坡镇小宋佛村机井3号",
            {
                "province": "河南",
                "city": "新乡市",
                "district": "新乡县",
                "town": "翟坡镇",
                "village": "小宋佛村",
                "room": "机井3号",
            },
        ),
        ("新乡县翟坡镇小宋佛村", {"province": "河南", "district": "新乡县", "town": "翟坡镇", "village": "小宋佛村"}),
        ("新华路八十八号", {"road": "新华路", "number": 88}),
        (
            "文化东路50号6号楼3单元1202",
            {"road": "文化东路", "number": 50, "building": "6", "unit": "3", "room": "1202"},
        ),
        ("阳光花园3栋2单元", {"compound": "阳光花园", "building": "3", "unit": "2"}),
        ("南京路88弄3号", {"road": "南京路", "number": 88}),
        ("翠苑三区6幢2单元502", {"compound": "翠苑三区", "building": "6", "unit": "2", "room": "502"}),
        ("恒大绿洲15-2-301", {"compound": "恒大绿洲", "building": "15", "unit": "2", "room": "301"}),
        ("人民路从12号到36号", {"road": "人民路", "number": 12, "number_end": 36}),
        ("人民路12-36号（单号）", {"road": "人民路", "number": 12, "number_end": 36, "parity": "odd"}),
        ("李家沟村四队", {"village": "李家沟村", "group": "四队"}),
        ("恩施州利川市", {"province": "湖北", "city": "恩施州", "district": "利川市"}),
        (
            "正蓝旗桑根达来镇乌日图嘎查",
            {"province": "内蒙古", "district": "正蓝旗", "town": "桑根达来镇", "village": "乌日图嘎查"},
        ),
        ("金龙大厦十二楼1203室", {"compound": "金龙大厦", "floor": "12", "room": "1203"}),
        ("和平里7区12号楼4门", {"compound": "和平里7区", "building": "12", "unit": "4"}),
        ("凤凰山庄别墅18号", {"compound": "凤凰山庄别墅", "number": 18}),
        ("盛世东方5号楼", {"compound": "盛世东方", "building": "5"}),
        ("九龙坡区石桥铺", {"province": "重庆", "district": "九龙坡区", "village": "石桥铺"}),
        (
            "利川市都亭街道清江大道1号",
            {"province": "湖北", "city": "利川市", "town": "都亭街道", "road": "清江大道", "number": 1},
        ),
        ("", {}),
    ],
)
def test_parts_of_an_address(text: str, parts: dict) -> None:
    assert parse_address(text) == Address(**parts)


@pytest.mark.parametrize(("text", "precise"), [("新华路88号", True), ("小宋佛村", True), ("武汉市江汉区", False)])
def test_whether_a_crew_would_find_it(text: str, precise: bool) -> None:
    assert parse_address(text).is_precise is precise
