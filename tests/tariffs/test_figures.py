"""Figures for texts: the right one for the province and the day, or none."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tariffs import figure, figure_keys, provinces_with

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("key", "province", "text", "confidence"),
    [
        ("residential_tiered.price1", "湖北", "0.558元/千瓦时", "M"),
        ("residential_tiered.limit1_year", "山东省", "2520千瓦时", "H"),
        ("residential_tiered.limit1_year", "河南", "2160千瓦时", "L"),
        ("residential_tiered.price2", "河南", "0.61元/千瓦时", "M"),
        ("residential_tou.valley_price2", "浙江", "0.338元/千瓦时", "H"),
        ("residential_tou.heating_valley_price1", "山东", "0.3469元/千瓦时", "H"),
        ("residential_tou.heating_valley_hours", "山东", "20:00–次日8:00", "H"),
        ("residential_tou.valley_hours", "江苏", "21:00–次日8:00", "M"),
        ("quota.extra_kwh_month", "湖北", "100千瓦时", "H"),
        ("quota.free_kwh_month", "山东", "15千瓦时", "H"),
        ("quota.tiers_shift", "浙江", "第一、二档上限同时提高", "L"),
        ("ev_tou.tip_hours", "湖北", "20:00–22:00", "H"),
        ("late_fee.other_rate_later_years", "湖北", "每日3‰", "H"),
        ("power_factor.standard_agricultural", None, "0.80", "H"),
        ("two_part.demand_excess_ratio", None, "105%", "H"),
        ("funds.price", "湖北", "0.0452元/千瓦时", "M"),
    ],
)
def test_a_figure_reads_well_and_carries_its_confidence(key, province, text, confidence):
    found = figure(key, province, TODAY)
    assert (found.text, found.confidence) == (text, confidence)
    assert found.source


def test_every_key_has_a_figure_somewhere():
    """Today, or in August 2026 for what is published month by month."""

    def is_known(key, day):
        return figure(key, None, day) or any(figure(key, each, day) for each in provinces_with(key, day))

    assert [key for key in figure_keys() if not (is_known(key, TODAY) or is_known(key, date(2026, 8, 15)))] == []


def test_a_price_of_one_month_is_not_shown_in_another():
    assert figure("agency_purchase.purchase", "上海", date(2026, 8, 31)).text == "0.428899元/千瓦时"
    assert figure("agency_purchase.purchase", "上海", date(2026, 9, 1)) is None
    assert figure("transmission.two_part_ge220kv", "湖北", TODAY).text == "0.0694元/千瓦时"
    assert figure("transmission.two_part_ge220kv", "湖北", date(2026, 7, 31)) is None
    assert figure("agency_purchase.left_market_multiplier", None, TODAY).text == "1.5倍"


def test_a_provincial_figure_needs_its_province():
    assert figure("residential_tiered.price1", None, TODAY) is None
    assert figure("ev_tou.valley_price", "山东", TODAY) is None
    assert provinces_with("ev_tou.valley_price", TODAY) == ["湖北"]


def test_figures_follow_the_day():
    assert figure("business_tou.ratio", "河南", date(2024, 5, 31)).text.startswith("高峰1.64")
    assert figure("business_tou.ratio", "河南", date(2024, 6, 1)).text.startswith("高峰1.72")
    assert figure("business_tou.ratio", "湖北", date(2024, 4, 30)) is None
    assert figure("residential_tou.heating_valley_price1", "山东", date(2022, 1, 1)) is None
    assert figure("residential_tiered.price1", "山东", date(2026, 7, 29)).source == "鲁发改价格〔2019〕509号"
    assert figure("residential_tiered.price1", "山东", date(2026, 7, 30)).source == "鲁发改价格〔2026〕556号"
    assert figure("residential_tiered.price1", "山东", date(2019, 6, 30)) is None
    assert figure("funds.price", "湖北", date(2025, 12, 31)) is None


def test_a_day_before_the_tables_begin_has_no_figure():
    for province in ("湖北", "浙江", "江苏", "北京", "河南"):
        assert figure("residential_tiered.price1", province, date(2022, 1, 1)) is not None
        assert figure("residential_tiered.price1", province, date(2021, 12, 31)) is None
    assert figure("combined.price_lt1kv", "浙江", date(2005, 1, 1)) is None
    assert figure("late_fee.residential_rate", None, date(1995, 12, 31)) is None
    assert figure("power_factor.standard_large", None, date(1982, 12, 31)) is None
    assert provinces_with("residential_tiered.price1", date(2001, 6, 1)) == []


def test_every_figure_says_from_when_it_holds():
    for key in figure_keys():
        for province in (None, *provinces_with(key, TODAY)):
            found = figure(key, province, TODAY)
            assert found is None or found.effective_from or found.not_before
    assert figure("residential_tiered.price1", "山东", date(2025, 7, 1)).validity == "自2019-07-01起执行，至2026-07-29"
    assert figure("residential_tiered.price1", "湖北", TODAY).validity == "自2022年起有效（起始日未载明）"


def test_hours_and_prices_that_change_in_the_heating_season_name_both():
    hours = figure("residential_tou.peak_hours", "山东", TODAY)
    assert hours.text == "8:00–22:00（采暖季11月—次年3月为8:00–20:00）"
    valley = figure("residential_tou.valley_price1", "山东", TODAY)
    assert valley.text == "0.3769元/千瓦时（采暖季11月—次年3月为0.3469元/千瓦时）"
    assert valley.value == Decimal("0.3769")
    assert figure("residential_tou.peak_price1", "山东", TODAY).text == "0.5769元/千瓦时"
    assert figure("residential_tou.valley_hours", "山东", date(2021, 12, 1)).text == "22:00–次日8:00"


def test_an_unknown_key_is_an_error_of_the_article():
    with pytest.raises(KeyError):
        figure("residential_tiered.price9", "湖北", TODAY)


def test_values_are_decimals_in_the_unit_of_the_text():
    found = figure("residential_tou.peak_price3", "山东", TODAY)
    assert (found.value, found.unit) == (Decimal("0.8769"), "元/千瓦时")
    assert figure("residential_tou.peak_hours", "山东", TODAY).value is None
