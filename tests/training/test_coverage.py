"""The coverage sheet: what is missing is named."""

from __future__ import annotations

from training.corpus import Row, Task
from training.coverage import shortages, table

LABELS = ("query_bill", "out_of_scope")
ROWS = (*(Row(f"第{n}条", "query_bill", "person") for n in range(3)), Row("天气", "out_of_scope", "scope"))
TASK = Task("intents", ROWS, LABELS, LABELS)
SHEET = {
    "least": {"utterances": 3, "out_of_scope": 2},
    "plans": {"person": {"of": ["utterances"]}, "voice": {"of": ["utterances"]}, "notes": {"of": ["tickets"]}},
}


def test_missing_lines_and_plans_are_named() -> None:
    assert list(shortages([TASK], SHEET)) == [
        "utterances: out_of_scope has 1 lines, 2 are wanted",
        "utterances: plan scope is not described",
        "utterances: plan voice has no lines",
    ]


def test_the_table_counts_every_label_by_plan() -> None:
    assert list(table(TASK)) == ["utterances\tperson\tscope\tall", "query_bill\t3\t0\t3", "out_of_scope\t0\t1\t1"]
