"""The figure of the right class, tier, period, season and voltage is shown, or none, however it is asked for."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import tariffs
from api.articles.seasons import in_season
from api.articles.service import AnswerService
from knowledge import KnowledgeBase

ROOT = Path(__file__).resolve().parents[3]
TODAY = date(2026, 11, 20)
FIGURE = re.compile(r"\d+(?:\.\d+)?元/千瓦时|\d{1,2}:00–(?:次日)?\d{1,2}:00")
PLACES = {
    "潍坊": "山东",
    "义乌": "浙江",
    "荆门": "湖北",
    "南阳": "河南",
    "徐州": "江苏",
    "北京海淀": "北京",
    "芜湖": "安徽",
    "泉州": "福建",
    "赤峰": "内蒙古",
}
# Key → forms; a month where the form names a season.
WANTED: tuple[tuple[str, int | None, tuple[str, ...]], ...] = (
    ("residential_tiered.price2", None, ("{}进了二档以后每度按多少钱收", "{}，二档，一度，多少钱")),
    ("residential_tiered.limit1_year", None, ("{}一档全年上限是多少", "{}一年用多少度进二档")),
    ("residential_tiered.limit2_month", None, ("{}二档每个月多少度",)),
    ("residential_tou.valley_price1", 7, ("{}夏天谷电多少钱一度",)),
    ("residential_tou.valley_price1", 1, ("{}冬天低谷一度多少",)),
    ("residential_tou.valley_price3", None, ("{}到了第三档，谷电一度几毛",)),
    ("residential_tou.peak_price2", None, ("{}二档峰电多少钱",)),
    ("residential_tou.valley_hours", 8, ("{}八月份谷段几点到几点",)),
    ("residential_tou.peak_hours", None, ("{}居民高峰从几点开始",)),
    ("combined.price_lt1kv", None, ("{}幼儿园一度电几毛钱", "{}几家合用一个表，一度多少钱")),
    ("combined.price_1_10kv", None, ("{}十千伏的合表电价多少",)),
    ("ev_tou.flat_price", None, ("{}家里的桩平段多少钱",)),
    ("ev_tou.tip_hours", None, ("{}私桩尖峰几点到几点",)),
    ("business_tou.valley_hours", None, ("{}我们店里谷段从几点开始",)),
    ("business_tou.tip_hours", 7, ("{}厂里七月尖峰是几点",)),
    ("business_tou.tip_hours", 3, ("{}厂里三月尖峰是几点",)),
    ("funds.price", None, ("{}企业交的政府性基金每度几分",)),
)
NOT_ON_RECORD = (
    "{}养殖场谷段几点开始",
    "{}果园抽水，谷电几毛",
    "{}商铺峰电一度多少钱",
    "{}写字楼二档电价",
    "{}民宿谷电多少钱",
    "{}公司里的充电桩一度几毛",
    "{}居民电费里基金一度多少",
    "{}系统运行费一度几分",
    "{}大工业需量电价多少",
)


@pytest.fixture(scope="module")
def service():
    return AnswerService(KnowledgeBase.load(ROOT / "knowledge" / "articles", ROOT / "models"))


def shown(key, province, month):
    figure = tariffs.figure(key, province, TODAY)
    return None if figure is None or figure.confidence == "L" else in_season(figure.text, month).split("（")[0]


@pytest.mark.parametrize("place", PLACES)
def test_the_very_figure_is_shown_or_its_gap_is_said(service, place):
    for key, month, forms in WANTED:
        figure = shown(key, PLACES[place], month)
        for form in forms:
            answer = service.answer(form.format(place), "四川", TODAY)
            assert answer.answerable == (figure is not None), (form, answer.text)
            assert figure is None or figure in answer.text, (form, figure, answer.text)
            assert figure or not FIGURE.search(answer.text), (form, answer.text)


@pytest.mark.parametrize("place", ["潍坊", "荆门", "义乌"])
def test_what_is_on_no_record_gets_no_figure_of_another(service, place):
    for form in NOT_ON_RECORD:
        answer = service.answer(form.format(place), None, TODAY)
        assert not answer.answerable, (form, answer.text)
        assert not FIGURE.search(answer.text), (form, answer.text)


def test_a_late_fee_is_counted_for_who_owes_it(service):
    assert "6.00元" in service.answer("小卖部欠300块电费晚交十天，违约金多少", "湖北", TODAY).text
    assert "3.00元" in service.answer("家里欠300块电费晚交十天，违约金多少", "湖北", TODAY).text
    assert "10.00元" in service.answer("养猪场欠了1000块，晚了5天，违约金要交多少", "湖北", TODAY).text


def test_another_standard_of_the_power_factor_is_not_offered_beside(service):
    text = service.answer("农业0.80标准最多能减收百分之几", None, TODAY).text
    assert "1.3%" in text
    assert "1.1%" not in text
