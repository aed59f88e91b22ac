"""The tables contradict neither themselves nor each other, and a wrong one is named when it is loaded."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tariffs import InvalidTable
from tariffs.catalogue import FILES, TABLES, read_rows, row_on, rows_of
from tariffs.evaluate import score_bills
from tariffs.schedules import LateFeeRow, TieredRow, TimeOfUseRow

TODAY = date(2026, 11, 20)


def test_every_table_file_is_loaded_and_every_row_has_a_source():
    assert {path.name for path in TABLES.glob("*.yml")} == set(FILES.values())
    assert all(row.source and row.confidence for kind in FILES for row in rows_of(kind))


def test_no_row_stands_for_all_times():
    assert [row.id for kind in FILES for row in rows_of(kind) if not (row.effective_from or row.not_before)] == []


def test_time_of_use_surcharges_are_the_steps_of_the_tiers():
    for tou in rows_of(TimeOfUseRow):
        tiered = row_on(TieredRow, tou.province, TODAY)
        if tiered.is_complete:
            assert [tiered.prices[0] + each for each in tou.surcharges] == list(tiered.prices[1:])


def row(name, prices):
    common = "province: 湖北, customer_class: r, settlement: year, source: s, confidence: H"
    return f"- {{id: {name}, prices: [{prices}], {common}}}\n"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (LateFeeRow, "- {id: a}"),
        (LateFeeRow, "- {id: a\n"),
        (TieredRow, row("a", "'0.6', '0.5', '0.9'")),
        (TieredRow, row("a", "'0.5'") + row("b", "'0.5'")),
    ],
)
def test_a_wrong_table_is_refused_with_its_name(tmp_path, kind, text):
    path = tmp_path / "wrong.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidTable, match=r"wrong\.yml"):
        read_rows(kind, path)


def test_the_scorer_counts_what_is_exact_and_shows_what_is_not(tmp_path):
    late = {"category": "residential", "amount": "300", "due_date": "2026-06-25", "pay_date": "2026-07-15"}
    cases = [
        {"id": "a", "kind": "late_fee", "input": late, "expect": {"total": "6.00"}},
        {"id": "b", "kind": "late_fee", "input": late, "expect": {"total": "5.00", "accept_totals": ["5.00", "6.00"]}},
        {"id": "c", "kind": "late_fee", "input": late, "expect": {"total": "5.99"}},
        {"id": "d", "kind": "late_fee", "input": {}, "expect": {"total": "5.99"}},
    ]
    path = tmp_path / "bills.jsonl"
    path.write_text("\n".join(json.dumps(case) for case in cases), encoding="utf-8")
    score = score_bills(path)
    assert (score["cases"], score["exact"]) == (4, 2)
    assert [each["id"] for each in score["wrong"]] == ["c", "d"]
