"""Features mean what they say: built from records by hand, and held against a second implementation."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from customers.decision import segments
from customers.local import add, columns_from, create_tables, fill, write_folder
from customers.population import AS_OF, Population
from customers.record_engine import RecordEngine
from customers.records import Contact, Reading
from customers.segment_model import segment_model
from ops.bench.segments_in_pandas import segments_in_pandas
from tests.customers.builders import household, months_of

FIGURES = ("yearly_kwh", "value", "growth", "volatility", "online_share", "arrears")


@pytest.fixture(scope="module")
def engine():
    return RecordEngine(segment_model())


@pytest.fixture
def features_of(engine):
    return lambda record, as_of=AS_OF: engine.portray([record], as_of)[0].features


def test_a_second_implementation_says_the_same_of_every_customer(tmp_path):
    import duckdb

    connection = duckdb.connect()
    create_tables(connection)
    add(connection, Population.draw(3000, seed=9).tables())
    write_folder(connection, tmp_path)
    fill(connection, {"seasons": segment_model().season_columns()})
    ours = columns_from(connection, segments(AS_OF, segment_model()).order_by("account_number"))
    theirs = segments_in_pandas(tmp_path, AS_OF, segment_model()).sort_index()
    assert list(ours["segment"]) == list(theirs["segment"])
    for name in FIGURES:
        assert list(ours[name]) == pytest.approx(theirs[name].tolist(), abs=1e-6, nan_ok=True)


def test_interval_readings_tell_the_shape_of_the_load(features_of):
    evenings = household(readings=readings(lambda hour: 2.0 if 18 <= hour < 22 else 0.5))
    found = features_of(evenings)
    energy = 4 * 2.0 + 20 * 0.5
    assert found.evening_share == pytest.approx(8 / energy, abs=1e-6)
    assert found.valley_share == pytest.approx(8 * 0.5 / energy, abs=1e-6)
    assert found.load_factor == pytest.approx(energy / 24 / 2.0, abs=1e-6)
    assert found.daily_variation == 0


def test_a_few_days_of_readings_say_nothing(features_of):
    found = features_of(household(readings=readings(lambda _: 1.0, days=13)))
    assert (found.valley_share, found.evening_share, found.load_factor) == (None, None, None)


def test_what_the_register_and_the_meter_say_comes_before_readings(features_of):
    record = household(readings=readings(lambda _: 1.0), valley_share=Decimal("0.4"))
    assert features_of(record).valley_share == 0.4
    measured = household(months=months_of(peak_kwh=Decimal(75), valley_kwh=Decimal(25)))
    assert features_of(measured).valley_share == pytest.approx(25 * 13 / 2660, abs=1e-6)


def test_contacts_of_the_last_year_tell_needs_and_channel(features_of):
    contacts = (
        Contact(date(2026, 11, 1), "complaint", is_online=False),
        Contact(date(2026, 10, 1), "report_outage", is_online=True),
        Contact(date(2026, 9, 1), "fault", is_online=True),
        Contact(date(2026, 8, 1), "apply_pv", is_online=True),
        Contact(date(2025, 11, 20), "fault", is_online=True),
        Contact(date(2026, 11, 21), "complaint", is_online=True),
    )
    found = features_of(household(contacts=contacts, complaints=1))
    assert (found.complaints, found.fault_contacts, found.new_energy_contacts) == (2, 2, 1)
    assert found.online_share == 0.75


def test_bills_paid_late_weigh_like_reminders_and_not_twice(features_of):
    late = tuple(dataclasses.replace(month, days_late=9, paid_online=True) for month in months_of())
    assert features_of(household(months=late)).arrears == 1.0
    assert features_of(household(months=late, reminders=4)).arrears == 1.0
    assert features_of(household(months=late)).online_share == 1.0


def test_a_missing_month_does_not_shift_the_others(features_of):
    whole = features_of(household())
    gap = features_of(household(months=tuple(month for month in months_of() if month.month != "2026-04")))
    assert gap.months == 12
    assert gap.growth == pytest.approx(whole.growth, abs=0.03)


def test_only_the_last_thirteen_calendar_months_count(features_of):
    old = tuple(
        dataclasses.replace(month, month=month.month.replace("202", "201"), overdue=True) for month in months_of()
    )
    assert features_of(household(months=old + months_of())) == features_of(household())


def readings(kwh, days=30):
    begin = datetime(2026, 10, 1)
    moments = [begin + timedelta(minutes=30 * step) for step in range(48 * days)]
    return tuple(Reading(moment, kwh(moment.hour) / 2) for moment in moments)
