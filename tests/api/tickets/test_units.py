"""Which unit handles a place: the most specific row of the table, none for places that are not in it."""

import pytest

from api.tickets.units import unit_of


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("湖北省武汉市江汉区新华路88号", "江汉供电中心"),
        ("江汉区新华路88号停电了", "江汉供电中心"),
        ("武汉市青年路17号", "武汉供电公司"),
        ("武汉市经济技术开发区沌阳大道336号", "武汉经开供电公司"),
        ("武汉经开区沌阳大道336号", "武汉经开供电公司"),
        ("经开区沌阳大道336号", None),
        ("济南市历下区文化东路50号", "历下供电中心"),
        ("杭州西湖区文三路199号", "西湖供电中心"),
        ("河南省新乡市新乡县翟坡镇小宋佛村", "新乡县供电公司"),
        ("新乡县翟坡镇小宋佛村", "新乡县供电公司"),
        ("南京市鼓楼区中山路1号", None),
        ("新华路88号", None),
        ("停电了", None),
        (None, None),
    ],
)
def test_the_unit_of_an_address(text, unit):
    assert unit_of(text) == unit
