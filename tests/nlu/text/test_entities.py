"""What is said in a message is found, with values normalised and places in the text as sent."""

from __future__ import annotations

import itertools
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.text.entities import extract_entities

TODAY = date(2026, 11, 20)
LINES = [
    line.split("\t")
    for line in (Path(__file__).parent / "entities.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("text", "expected"), LINES, ids=[text for text, _ in LINES])
def test_a_message_gives_its_entities(text: str, expected: str) -> None:
    found = ";".join(f"{entity.name}={entity.value}" for entity in extract_entities(text, TODAY))
    assert found == expected


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("電費三百一十八块四！！", "三百一十八块四"),
        ("户号 ４２０１ ０６００ ０１", "４２０１ ０６００ ０１"),
        ("我住在新華路八十八號三棟", "新華路八十八號三棟"),
        ("上個月的", "上個月"),
    ],
)
def test_an_entity_stands_where_it_was_sent(text: str, shown: str) -> None:
    found = extract_entities(text, TODAY)
    assert [text[entity.start : entity.end] for entity in found] == [shown]


@given(st.lists(st.sampled_from([text for text, _ in LINES] + list("，。 的了在1三月号楼")), max_size=6))
def test_any_mixture_gives_entities_apart_and_inside(parts: list[str]) -> None:
    text = "".join(parts)
    found = extract_entities(text, TODAY)
    assert all(0 <= entity.start < entity.end <= len(text) and entity.value for entity in found)
    assert all(left.end <= right.start for left, right in itertools.pairwise(found))


def test_a_month_is_read_against_the_day_of_asking() -> None:
    values = {today: extract_entities("十二月的", today)[0].value for today in (date(2026, 12, 1), date(2026, 11, 30))}
    assert values == {date(2026, 12, 1): "2026-12", date(2026, 11, 30): "2025-12"}


def test_last_month_of_january_is_december_of_last_year() -> None:
    assert extract_entities("上个月", date(2026, 1, 5))[0].value == "2025-12"


@pytest.mark.parametrize(
    ("text", "today", "value"),
    [
        ("31号", date(2026, 3, 31), "2026-03-31"),
        ("12月31号停的电", date(2026, 1, 1), "2025-12-31"),
        ("上个月31号", date(2026, 8, 2), "2026-07-31"),
        ("昨天", date(2028, 3, 1), "2028-02-29"),
    ],
)
def test_days_at_the_edges_of_months_and_years(text: str, today: date, value: str) -> None:
    assert extract_entities(text, today)[0].value == value


@pytest.mark.parametrize("text", ["2月30号", "上个月31号", "2026-02-29"])
def test_a_day_that_does_not_exist_is_no_date(text: str) -> None:
    assert not [entity for entity in extract_entities(text, date(2026, 12, 5)) if entity.name == "date"]
