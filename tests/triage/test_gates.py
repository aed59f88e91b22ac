"""A complaint needs its facts: how often, whose equipment, how many households, how long (facts.md §1.3)."""

from __future__ import annotations

import pytest

from nlu.text.normalize import normalize
from triage.gates import gates
from triage.observations import Observations

QUALITY = ("complaint/supply_quality", "opinion/supply_quality")


def opened(text: str, label: str) -> list[str]:
    seen = Observations(normalize(text).text)
    return [gate.id for gate in gates() if gate.opens(label, seen)]


def read(text: str) -> Observations:
    return Observations(normalize(text).text)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("两个月停了五次电", 5),
        ("这个月停电3次", 3),
        ("断电十一次", 11),
        ("已经第四次停电了", 4),
        ("停了两回", 2),
        ("老是停电", None),
    ],
)
def test_outages_are_counted(text: str, count: int | None) -> None:
    assert read(text).outages == count


@pytest.mark.parametrize(
    ("text", "days"),
    [("两个月停了五次", 60), ("五十三天内停七次", 53), ("这个月停电3次", 30), ("一周停三次", 7), ("停了三次", None)],
)
def test_the_span_is_read(text: str, days: int | None) -> None:
    assert read(text).days == days


@pytest.mark.parametrize(
    ("text", "several", "single"),
    [
        ("整个小区电压都低", True, False),
        ("十几户人家灯都暗", True, False),
        ("邻居家也一样", True, False),
        ("就我一家电压低", False, True),
        ("只有我家灯暗，邻居正常", False, True),
        ("我家电压低", False, False),
    ],
)
def test_households_are_told(text: str, several: bool, single: bool) -> None:
    assert (read(text).several_households, read(text).single_household) == (several, single)


def test_three_outages_in_two_months_open_the_gate_of_a_complaint() -> None:
    assert "outages.frequent" in opened("两个月停了三次电，都是你们线路跳闸", QUALITY[1])


def test_two_outages_are_an_opinion() -> None:
    ids = opened("两个月停了两次电", QUALITY[0])
    assert "outages.too_few" in ids
    assert "outages.frequent" not in ids


def test_outages_by_others_do_not_count() -> None:
    assert "outages.frequent" not in opened("两个月停了四次，都是挖断电缆", QUALITY[0])
    assert "outages.others" in opened("两个月停了四次电，都是挖断电缆", QUALITY[0])


def test_ten_outages_in_half_a_year_are_frequent_too() -> None:
    assert "outages.frequent" in opened("半年停了十次电", QUALITY[1])
    assert "outages.frequent" not in opened("一年停了三次电", QUALITY[1])


def test_a_complaint_without_a_count_asks_a_person() -> None:
    assert "outages.uncounted" in opened("老停电，我要投诉", QUALITY[0])


@pytest.mark.parametrize(
    ("text", "gate"),
    [
        ("我们村二十多户电压低了三个月，洗衣机都带不动", "voltage.several_long"),
        ("就我一家电压低了大半年，灯一直暗", "voltage.one_household_long"),
        ("今天灯一直闪，电压忽高忽低", "voltage.now"),
    ],
)
def test_voltage_goes_by_households_and_time(text: str, gate: str) -> None:
    assert [each for each in opened(text, "fault/power_quality") if each.startswith("voltage")] == [gate]


@pytest.mark.parametrize(
    ("text", "gate"),
    [
        ("抄表员推搡我母亲还骂脏话", "staff.serious"),
        ("柜员爱答不理，态度差", "staff.ordinary"),
        ("语气很差，不过没有骂人", "staff.ordinary"),
    ],
)
def test_rudeness_is_an_opinion_and_insult_a_complaint(text: str, gate: str) -> None:
    assert [each for each in opened(text, "opinion/staff") if each.startswith("staff")] == [gate]


def test_an_anonymous_complaint_asks_a_person() -> None:
    assert "anonymous" in opened("匿名投诉你们营业厅", "complaint/service")
