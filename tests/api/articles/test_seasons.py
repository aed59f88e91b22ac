"""Of a figure that differs by season only the season is shown that is asked about."""

from datetime import date

import pytest

from api.articles.seasons import in_season, month_asked_about

TODAY = date(2026, 11, 20)
HOURS = "8:00–22:00（采暖季11月—次年3月为8:00–20:00）"
TIP = "7、8月20:00–22:00，其他月份18:00–20:00"


@pytest.mark.parametrize(
    ("question", "month"),
    [
        ("夏天晚上几点最贵", 7),
        ("冬季谷段几点", 1),
        ("8月份尖峰是几点", 8),
        ("现在谷电几点开始", 11),
        ("谷电几点开始", None),
        ("夏天和冬天一样吗", None),
        ("7月和12月的谷段", None),
    ],
)
def test_the_month_that_is_asked_about(question, month):
    assert month_asked_about(question, TODAY) == month


@pytest.mark.parametrize(
    ("text", "month", "shown"),
    [
        (HOURS, 1, "8:00–20:00（采暖季11月—次年3月）"),
        (HOURS, 7, "8:00–22:00"),
        (HOURS, None, HOURS),
        (TIP, 8, "20:00–22:00（7、8月）"),
        (TIP, 12, "18:00–20:00（7、8月以外）"),
        ("0.558元/千瓦时", 8, "0.558元/千瓦时"),
    ],
)
def test_a_figure_in_its_season(text, month, shown):
    assert in_season(text, month) == shown


def test_the_tables_write_seasons_as_they_are_read_here():
    import tariffs

    assert (
        in_season(tariffs.figure("residential_tou.peak_hours", "山东", TODAY).text, 1)
        == "8:00–20:00（采暖季11月—次年3月）"
    )
    assert in_season(tariffs.figure("business_tou.tip_hours", "湖北", TODAY).text, 8) == "20:00–22:00（7、8月）"
