"""Which one figure a question asks for: class of customer, item, tier, period, voltage."""

import pytest

from api.articles.wanted import Payer, payer_named, wanted_figure


@pytest.mark.parametrize(
    ("question", "payer", "key"),
    [
        ("德州夏天二档的谷电一度多少", Payer.home, "residential_tou.valley_price2"),
        ("镇江三档峰电价格", Payer.home, "residential_tou.peak_price3"),
        ("没开峰谷一档多少钱", Payer.home, "residential_tiered.price1"),
        ("一档全年上限是多少", Payer.home, "residential_tiered.limit1_year"),
        ("一个月用多少度会到三档", Payer.home, "residential_tiered.limit2_month"),
        ("晚上几点以后电便宜", Payer.home, "residential_tou.valley_hours"),
        ("厂里夜里开机，谷段几点到几点", Payer.business, "business_tou.valley_hours"),
        ("我们武汉的厂尖峰是哪个时段", Payer.business, "business_tou.tip_hours"),
        ("工商业峰谷比价是多少", Payer.business, "business_tou.ratio"),
        ("企业交的基金每度几分", Payer.business, "funds.price"),
        ("私桩尖峰几点到几点", Payer.pile, "ev_tou.tip_hours"),
        ("家里的桩平段一度几毛", Payer.pile, "ev_tou.flat_price"),
        ("幼儿园一度电几毛", Payer.shared, "combined.price_lt1kv"),
        ("十千伏供电的小区总表，合表一度多少", Payer.shared, "combined.price_1_10kv"),
        ("农村合表一度多少", Payer.shared, "combined.price_rural"),
        ("220千伏两部制输配电价多少", Payer.business, "transmission.two_part_ge220kv"),
        ("鱼塘欠电费，一天违约金千分之几", Payer.farm, "late_fee.other_rate_in_year"),
        ("公司去年的电费拖到今年，违约金一天多少", Payer.business, "late_fee.other_rate_later_years"),
        ("我家违约金一天千分之几", Payer.home, "late_fee.residential_rate"),
    ],
)
def test_the_figure_is_named_by_its_key(question, payer, key):
    wanted = wanted_figure(question)
    assert wanted is not None
    assert (wanted.payer, wanted.keys[0]) == (payer, key)


@pytest.mark.parametrize(
    "question",
    [
        "鸡舍夜里用电有没有谷价，几点开始",
        "养猪场电费一度几毛",
        "开饭店的，谷电多少钱",
        "写字楼二档电价",
        "单位里的充电桩谷段一度几毛",
        "大工业需量电价多少",
        "居民电费里基金一度多少",
        "系统运行费一度几分",
    ],
)
def test_what_no_table_holds_has_no_key(question):
    wanted = wanted_figure(question)
    assert wanted is not None
    assert wanted.keys == ()


@pytest.mark.parametrize(
    "question",
    [
        "为什么峰电贵",
        "峰电一档多少，谷电一档多少",
        "二档比一档贵多少",
        "工商业一度电的价钱都包含哪几块",
        "养鸡场照明用的是什么电价",
        "二档加价国家规定至少加几分",
        "功率因数低于标准怎么罚",
        "我用了2400度，三档还差多少",
        "峰谷怎么申请",
        "一个月用300度要多少钱",
    ],
)
def test_a_reason_a_sum_or_several_figures_are_no_single_one(question):
    assert wanted_figure(question) is None


@pytest.mark.parametrize(
    ("text", "payer"),
    [
        ("我家开的饭店", Payer.business),
        ("小区电梯", Payer.shared),
        ("商铺和居民电价", None),
        ("大棚里抽水", Payer.farm),
        ("公司停车场的充电桩", Payer.other_pile),
        ("我姥姥家", Payer.home),
    ],
)
def test_who_pays_is_read_from_the_words(text, payer):
    assert payer_named(text) == payer
