"""Deadlines follow the type, the area and the calendar."""

from datetime import datetime

import pytest

from api.tickets.deadlines import NAMES, deadlines_of
from api.workdays import after_working_days, working_days_between
from triage import Taxonomy, limit

FRIDAY = datetime.fromisoformat("2026-11-20T16:50:00+08:00")


def due(type, category, area="urban", text="", at=FRIDAY):
    return {name: moment for name, moment in deadlines_of(type, category, area, text, at).to_wire().items() if moment}


@pytest.mark.parametrize(
    ("area", "arrive", "restore"),
    [("urban", "17:35", "19:50"), ("rural", "18:20", "20:50"), ("remote", "18:50", "20:50")],
)
def test_a_fault_is_reached_by_area(area, arrive, restore):
    found = due("fault", "low_voltage", area)
    assert found == {
        "dispatch": "2026-11-20T16:52:00+08:00",
        "arrive": f"2026-11-20T{arrive}:00+08:00",
        "restore": f"2026-11-20T{restore}:00+08:00",
    }


@pytest.mark.parametrize(
    ("type", "category", "text", "expected"),
    [
        ("complaint", "service", "", {"contact": "11-21T16:50", "reply": "11-27T23:59"}),
        ("report", "theft", "", {"reply": "12-04T23:59"}),
        ("opinion", "staff", "", {"reply": "12-04T23:59"}),
        ("enquiry", "policy", "", {"reply": "11-25T23:59"}),
        ("enquiry", "praise", "", {"reply": "11-26T23:59"}),
        ("request", "anomaly_check", "表快", {"reply": "11-27T23:59"}),
        ("request", "anomaly_check", "冰箱烧坏了", {"arrive": "11-21T16:50", "reply": "11-27T23:59"}),
        ("request", "service_demand", "交清了请复电", {"restore": "11-21T16:50", "reply": "11-27T23:59"}),
        ("request", "connection", "", {"reply": "11-27T23:59"}),
    ],
)
def test_other_tickets_are_answered_in_working_days(type, category, text, expected):
    found = due(type, category, text=text)
    assert found.pop("dispatch") == "2026-11-20T17:10:00+08:00"
    assert {name: moment[5:16] for name, moment in found.items()} == expected


def test_an_urge_has_ten_minutes_and_what_is_not_ours_has_none():
    assert due("follow_up", "urge") == {"dispatch": "2026-11-20T17:00:00+08:00"}
    assert due("other", "unrelated") == {}


def test_every_category_has_deadlines_that_can_be_computed():
    for label in Taxonomy.load().labels:
        for area in ("urban", "rural", "remote"):
            assert set(due(*label.split("/"), area)) <= set(NAMES)


def test_the_figures_are_those_of_the_limits():
    assert limit("fault.arrive.urban", FRIDAY.date()).value == 45
    assert limit("complaint.reply", FRIDAY.date()).value == 5


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-09-30T09:00", 1, "2026-10-08"),  # National Day: 1–7 October off
        ("2026-09-18T09:00", 2, "2026-09-21"),  # Sunday 20 September is worked
        ("2026-11-21T09:00", 1, "2026-11-23"),  # filed on a Saturday
        ("2026-12-31T23:00", 1, "2027-01-01"),  # a year whose holidays are not published: Monday to Friday
    ],
)
def test_working_days_know_the_holidays(start, days, end):
    moment = after_working_days(datetime.fromisoformat(f"{start}:00+08:00"), days)
    assert moment.isoformat() == f"{end}T23:59:59+08:00"


def test_working_days_between():
    day = lambda text: datetime.fromisoformat(text).date()  # noqa: E731
    assert working_days_between(day("2026-11-19"), day("2026-11-20")) == 1
    assert working_days_between(day("2026-11-20"), day("2026-11-22")) == 0
    assert working_days_between(day("2026-11-22"), day("2026-11-20")) == 0
