"""Two ways of writing one place are the same place, and a place says in which city it is or not."""

import pytest

from api.places import completed, knows_city, locate, same_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("广西壮族自治区", "广西"),
        ("恩施州", "恩施土家族苗族自治州"),
        ("达拉特旗", "达拉特"),
        ("武汉经开区", "经济技术开发区"),
    ],
)
def test_names_of_one_division_do_not_contradict_each_other(one, other):
    assert same_name(one, other)


def test_names_of_two_divisions_contradict_each_other():
    assert not same_name("土默特左旗", "土默特右旗")
    assert not same_name("经开区", "高新区")


def test_a_municipality_is_the_city():
    assert knows_city(locate("北京市建国路88号3栋"))
    assert not knows_city(locate("建国路88号3栋"))
    assert not knows_city(locate("经开区春晓路6号"))


@pytest.mark.parametrize(
    ("text", "home", "whole"),
    [
        ("新华路90号", "湖北省武汉市江汉区新华路88号", "武汉市江汉区新华路90号"),
        ("建国路88号3栋", "北京市朝阳区望京街9号", "北京市建国路88号3栋"),
        ("北京市建国路88号3栋", "湖北省武汉市江汉区新华路88号", "北京市建国路88号3栋"),
    ],
)
def test_an_address_without_its_city_is_in_that_of_the_customers_home(text, home, whole):
    assert completed(text, home) == whole
