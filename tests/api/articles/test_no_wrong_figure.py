"""No figure of another province, day or class of customer is ever shown, in whatever form it is asked for."""

from __future__ import annotations

import re
from datetime import date
from itertools import cycle, product
from pathlib import Path

import pytest

import tariffs
from api.articles.service import AnswerService
from knowledge import KnowledgeBase

ROOT = Path(__file__).resolve().parents[3]
TODAY = date(2026, 11, 20)
PRICE = re.compile(r"(?<![\d.])(\d+\.\d+)元/千瓦时")
HOURS = re.compile(r"\d{1,2}:00–(?:次日)?\d{1,2}:00")
ENERGY = re.compile(r"(?<![\d.])(\d{3,})千瓦时")
# Places as people name them, and the province each lies in.
PLACES = {
    "济南": "山东",
    "莒县": "山东",
    "日照": "山东",
    "胶东": "山东",
    "义乌": "浙江",
    "安吉": "浙江",
    "郑州": "河南",
    "开封": "河南",
    "武昌": "湖北",
    "监利": "湖北",
    "昆山": "江苏",
    "如东": "江苏",
    "苏北": "江苏",
    "北京海淀": "北京",
    "芜湖": "安徽",
    "沙县那边": "福建",
    "福州": "福建",
    "包头": "内蒙古",
    "成都": "四川",
    "临清": "山东",
    "哈尔滨": "黑龙江",
    "西安": "陕西",
    "广州": "广东",
}
FORMS = (
    "{}居民一档电价多少",
    "{}第二档一度几毛钱",
    "{}超过多少度算第三档",
    "{}晚上谷电几点到几点",
    "{}开了峰谷，谷电一度多少钱",
    "{}合表一度多少",
    "{}一户多人口每月加多少度",
    "{}低保户每月免费多少度电",
    "{}充电桩谷段一度几毛",
    "{}充电桩尖峰几点到几点",
    "{}工商业峰谷比价是多少",
    "{}基金及附加一度多少钱",
)
HOME_KEYS = tuple(key for key in tariffs.figure_keys() if key.startswith(("residential", "combined", "quota")))


@pytest.fixture(scope="module")
def service():
    return AnswerService(KnowledgeBase.load(ROOT / "knowledge" / "articles", ROOT / "models"))


def in_force(province, day):
    """All that may be shown of a province on a day, in one text."""
    found = (tariffs.figure(key, province, day) for key in tariffs.figure_keys())
    return "\n".join(figure.text for figure in found if figure and figure.confidence != "L")


def strangers(text, allowed):
    """The figures of a text that are not among those allowed."""
    shown = [*(f"{price}元" for price in PRICE.findall(text)), *HOURS.findall(text)]
    return [figure for figure in shown if figure not in allowed]


@pytest.mark.parametrize("place", PLACES)
def test_the_place_in_the_words_decides_and_not_the_account(service, place):
    for form, home in zip(FORMS, cycle(("湖北", "浙江", "西藏", "北京", "江苏")), strict=False):
        text = service.answer(form.format(place), home, TODAY).text
        assert strangers(text, in_force(PLACES[place], TODAY)) == [], (form, home, text)


@pytest.mark.parametrize(
    "province", ["山东", "浙江", "湖北", "河南", "江苏", "北京", "安徽", "福建", "内蒙古", "四川", "青海"]
)
def test_the_account_decides_where_the_words_name_no_place(service, province):
    for form in FORMS:
        text = service.answer(form.format(""), province, TODAY).text
        assert strangers(text, in_force(province, TODAY)) == [], (form, text)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2018年", date(2018, 12, 31)),
        ("2021年冬天那会儿", date(2021, 12, 31)),
        ("前年夏天", date(2024, 7, 15)),
        ("去年七月", date(2025, 7, 15)),
        ("21年的时候", date(2021, 12, 31)),
        ("八年前", date(2018, 12, 31)),
        ("2023年3月份", date(2023, 3, 15)),
    ],
)
def test_the_time_in_the_words_decides(service, said, day):
    for form, province in product(FORMS, ("山东", "湖北")):
        text = service.answer(said + form.format(""), province, TODAY).text
        assert strangers(text, in_force(province, day)) == [], (form, province, text)


@pytest.mark.parametrize("day", [date(2018, 5, 1), date(2021, 12, 10), date(2023, 8, 1), date(2026, 7, 1)])
def test_a_question_of_another_day_gets_the_figures_of_that_day(service, day):
    for form, province in product(FORMS, ("山东", "河南")):
        text = service.answer(form.format(""), province, day).text
        assert strangers(text, in_force(province, day)) == [], (form, province, text)


@pytest.mark.parametrize(
    "who",
    [
        "开面馆的",
        "我们厂里",
        "楼下奶茶店",
        "理发店",
        "网吧",
        "养猪场",
        "养牛场",
        "浇地抽水的",
        "公司办公室",
        "冷库",
        "我家开的饭店",
        "街边门市",
    ],
)
def test_a_shop_or_a_farm_never_gets_the_price_of_a_home(service, who):
    forms = ("一度电多少钱", "电费一度几毛", "谷电一度多少", "一个月用3000度要多少钱", "现在电价多少", "夜里几点便宜")
    for form, province in product(forms, ("山东", "浙江", "江苏", None)):
        text = service.answer(who + form, province, TODAY).text
        home = [tariffs.figure(key, province or "山东", TODAY) for key in HOME_KEYS]
        prices = {match for figure in home if figure for match in PRICE.findall(figure.text)}
        assert not prices & set(re.findall(r"\d+\.\d+", text)), (form, province, text)


def test_working_in_one_province_and_asking_for_another(service):
    for question in ("人在杭州上班，想问青岛那套老房子一档一度多少", "我在苏州打工，济宁老家的电一档几毛"):
        text = service.answer(question, "湖北", TODAY).text
        assert "0.5469" in text
        assert strangers(text, in_force("山东", TODAY)) == [], text


def test_provinces_without_figures_on_record_get_none(service):
    for place, form in product(("河南", "安徽"), ("{}一年用多少度进第二档", "{}二档的上限是多少度")):
        assert ENERGY.findall(service.answer(form.format(place), None, TODAY).text) == []


@pytest.mark.parametrize("where", ["充电站", "高速服务区的快充", "商场里的公共充电桩"])
def test_a_public_charging_station_never_gets_the_price_of_a_pile_at_home(service, where):
    for form, province in product(("{}一度电多少钱", "{}夜里充一度几毛"), ("湖北", "山东")):
        text = service.answer(form.format(where), province, TODAY).text
        assert PRICE.findall(text) == [], (form, province, text)


def test_what_is_added_for_a_higher_tier_does_not_pass_for_a_price(service):
    text = service.answer("赤峰农村电价几毛", None, TODAY).text
    assert not re.search(r"0\.05元|0\.30元", text), text
