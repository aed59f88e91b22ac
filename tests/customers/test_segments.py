"""Segments: the demonstration customers land where their stories say, by figures and register tags, not by name."""

from __future__ import annotations

import dataclasses
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from customers import ModelMissing, segment
from customers.population import AS_OF as POPULATION_DAY
from customers.population_records import generate
from customers.segment_model import SegmentModel
from customers.segmentation import segment_each
from tests.customers.builders import AS_OF, HOUSEHOLD_KWH, demo, household, months_of


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("李秀英", "special_service"),
        ("恒驰", "high_value_stable"),
        ("好邻便利店", "growth_potential"),
        ("何勇", "high_risk"),
        ("王建国", "basic_needs"),
        ("周敏", "basic_needs"),
        ("张伟", "basic_needs"),
        ("陈静", "basic_needs"),
        ("孙晓梅", "basic_needs"),
        ("吴迪", "basic_needs"),
        ("郑凯", "basic_needs"),
        ("赵铁柱", "special_service"),
    ],
)
def test_demonstration_customers_land_where_their_story_says(name, expected):
    record = demo()[name]
    assert segment(record, AS_OF).segment == expected
    renumbered = dataclasses.replace(record, account_number="0000000000")
    assert segment(renumbered, AS_OF).segment == expected


def test_every_result_has_three_plain_chinese_reasons_and_its_day():
    for record in demo().values():
        result = segment(record, AS_OF)
        assert len(set(result.reasons)) == 3
        assert all("\u4e00" <= reason[0] <= "\u9fff" for reason in result.reasons)
        assert result.to_wire()["as_of"] == "2026-11-20"


def test_two_unpaid_bills_are_risk_even_without_a_reminder():
    assert segment(household(overdue=2), AS_OF).segment == "high_risk"
    assert segment(household(overdue=0), AS_OF).segment == "basic_needs"


def test_one_odd_month_is_not_growth():
    odd = (*HOUSEHOLD_KWH[:-1], 400)
    assert segment(household(odd), AS_OF).segment == "basic_needs"
    rising = [round(kwh * 1.6 ** (position / 12)) for position, kwh in enumerate(HOUSEHOLD_KWH)]
    assert segment(household(tuple(rising)), AS_OF).segment == "growth_potential"


def test_special_service_comes_from_the_register_only():
    low_use = tuple(kwh // 4 for kwh in HOUSEHOLD_KWH)
    assert segment(household(low_use), AS_OF).segment == "basic_needs"
    tagged = segment(household(low_use, tags=("disabled",)), AS_OF)
    assert tagged.segment == "special_service"
    assert "disabled" in tagged.tags


def test_thin_or_old_records_are_unknown():
    assert segment(household(HOUSEHOLD_KWH[:5]), date(2026, 3, 1)).segment == "unknown"
    assert segment(household(), date(2027, 6, 1)).segment == "unknown"
    assert segment(household(()), AS_OF).segment == "unknown"
    assert len(segment(household(()), AS_OF).reasons) == 3


def test_months_after_the_day_are_not_looked_at():
    late = household(overdue=2)
    assert segment(late, date(2026, 5, 1)).segment == "basic_needs"


def test_a_customer_without_use_is_still_placed():
    idle = household(tuple([0] * 13))
    assert segment(idle, AS_OF).segment == "basic_needs"


def test_all_segments_occur_in_the_generated_population():
    found = Counter(result.segment for result in segment_each(list(generate(600, seed=7)), POPULATION_DAY))
    assert {"high_value_stable", "growth_potential", "basic_needs", "special_service", "high_risk"} <= set(found)
    assert found["basic_needs"] > 300


def test_the_population_follows_from_its_seed():
    assert list(generate(5, seed=1)) == list(generate(5, seed=1))
    assert list(generate(5, seed=1)) != list(generate(5, seed=2))


def test_a_missing_or_broken_model_says_what_to_do(tmp_path):
    with pytest.raises(ModelMissing, match=r"customers\.fit"):
        SegmentModel.load(tmp_path)
    (tmp_path / "model.json").write_text("{", encoding="utf-8")
    with pytest.raises(ModelMissing, match=r"customers\.fit"):
        SegmentModel.load(tmp_path)


def test_demand_meters_and_missing_online_shares_do_not_disturb():
    record = household(months=months_of(max_demand_kw=Decimal(3)), online_share=Decimal("0.9"))
    result = segment(record, AS_OF)
    assert result.segment == "basic_needs"
    assert "online" in result.tags
