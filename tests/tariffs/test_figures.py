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


def test_every_key_has_a_figure_somewhere_today():
    empty = [
        key
        for key in figure_keys()
        if figure(key, None, TODAY) is None and not [figure(key, each, TODAY) for each in provinces_with(key, TODAY)]
    ]
    assert empty == []


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


def test_an_unknown_key_is_an_error_of_the_article():
    with pytest.raises(KeyError):
        figure("residential_tiered.price9", "湖北", TODAY)


def test_values_are_decimals_in_the_unit_of_the_text():
    found = figure("residential_tou.peak_price3", "山东", TODAY)
    assert (found.value, found.unit) == (Decimal("0.8769"), "元/千瓦时")
    assert figure("residential_tou.peak_hours", "山东", TODAY).value is None
