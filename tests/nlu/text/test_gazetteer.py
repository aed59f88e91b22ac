"""A province, city or county is one division, whatever name it is given."""

from __future__ import annotations

import pytest

from nlu.text.areas import find_areas, find_provinces
from nlu.text.gazetteer import bare_name, divisions, divisions_called, key_of, zone_of


@pytest.mark.parametrize(
    ("key", "names"),
    [
        ("广西", ["广西", "广西壮族自治区"]),
        ("内蒙古", ["内蒙古", "内蒙古自治区"]),
        ("恩施", ["恩施市", "恩施州", "恩施土家族苗族自治州"]),
        ("博尔塔拉", ["博尔塔拉州", "博尔塔拉蒙古自治州"]),
        ("大兴安岭", ["大兴安岭", "大兴安岭地区"]),
        ("景德镇", ["景德镇", "景德镇市"]),
        ("徐州", ["徐州", "徐州市"]),
        ("赵县", ["赵县"]),
        ("经济技术开发", ["经开区", "经济开发区", "经济技术开发区"]),
        ("高新技术开发", ["高新区", "高新技术开发区", "高新技术产业开发区"]),
        ("东湖高新技术开发", ["东湖高新区", "东湖新技术开发区"]),
        ("", ["", None]),
    ],
)
def test_all_names_of_a_division_have_one_key(key, names):
    assert {key_of(name) for name in names} == {key}


def test_a_key_is_its_own_key():
    assert [each for each in divisions() if key_of(key_of(each.name)) != key_of(each.name)] == []


def test_a_zone_is_written_without_its_kind_and_known_by_it():
    assert (bare_name("东湖高新区"), zone_of("东湖高新区"), zone_of("江汉区")) == ("东湖高新", "高新技术开发", None)


def test_every_division_is_read_once_and_none_without_a_name():
    assert len(divisions()) == len(set(divisions()))
    assert all(each.name and each.province for each in divisions())


def test_a_name_of_several_divisions_gives_them_all():
    assert {each.city or each.province for each in divisions_called("朝阳区")} == {"北京", "长春"}
    assert divisions_called("火星") == ()


@pytest.mark.parametrize(
    ("text", "provinces"),
    [
        ("博尔塔拉州的电费", ["新疆"]),
        ("魔都的电价", ["上海"]),
        ("鄂电的电价", ["湖北"]),
        ("鲁师傅来过", []),
        ("武汉路停电", []),
        ("自家开封的电表", []),
        ("开封市的电价", ["河南"]),
        ("海南的电价", ["海南"]),
    ],
)
def test_the_provinces_that_a_text_speaks_of(text, provinces):
    assert [span.value for span in find_provinces(text)] == provinces


def test_a_district_of_no_name_of_its_own_is_none():
    assert find_areas("老城区停电") == ()
