"""The evaluation report: its figures by hand on few rows, and a page that opens without network."""

import json
import re
from datetime import date

from knowledge import GoldenQuestion
from knowledge.evaluate import Outcome as Answered
from knowledge.evaluate import Scores
from ops.evaluate import figures
from ops.evaluate.knowledge import question_sets, shown
from ops.evaluate.outcomes import Outcome
from ops.evaluate.report import Section, write_report


def outcome(accepted, ranking, style="terse", text="电费多少"):
    return Outcome(text, style, tuple(accepted), tuple(ranking))


GOLDEN = GoldenQuestion("d1", "一档多少钱", "山东", date(2026, 11, 20), "figures", True, (("0\\.5469",),), ())
ANSWERED_RIGHT = Answered(GOLDEN, True, "第一档0.5469元/千瓦时。")
ROWS = [
    outcome(["a"], [("a", 0.9), ("b", 0.1)]),
    outcome(["a"], [("b", 0.6), ("a", 0.4)], text="<b>户号</b>忘了"),
    outcome(["b", "a"], [("a", 0.8), ("b", 0.2)], "dialect"),
    outcome(["b"], [("b", 0.7), ("c", 0.3)], "dialect"),
]


def test_an_alternative_label_counts_as_right_and_rows_count_under_it():
    assert figures.accuracy(ROWS) == 0.75
    by_label = {each.label: each for each in figures.label_figures(ROWS)}
    assert by_label["a"].rows == 3
    assert by_label["a"].recall == 0.6667
    assert by_label["b"].precision == 0.5


def test_confusions_carry_the_texts():
    assert figures.confusions(ROWS) == [figures.Confusion("a", "b", 1, ("<b>户号</b>忘了",))]


def test_a_right_second_place_counts_among_the_first_two():
    assert figures.first(ROWS, 1) == 0.75
    assert figures.first(ROWS, 2) == 1.0


def test_calibration_compares_confidence_with_the_share_of_right_answers():
    points = figures.calibration(ROWS)
    assert [(point.x, point.y) for point in points] == [(0.6, 0.0), (0.7, 1.0), (0.8, 1.0), (0.9, 1.0)]
    assert figures.calibration_error(ROWS) == 0.3


def test_the_surest_part_comes_first_on_the_coverage_curve():
    curve = figures.coverage_curve(ROWS, steps=4)
    assert [(point.x, point.y) for point in curve] == [(0.25, 0), (0.5, 0), (0.75, 0), (1.0, 0.25)]


def test_slices_show_the_weakest_voice_first():
    assert [each.style for each in figures.slices(ROWS)] == ["terse", "dialect"]


def test_the_page_needs_no_network_and_escapes_what_people_wrote(tmp_path):
    section = Section("intents", "own", {"accuracy": 0.75}, ROWS, {"stock DIET": ROWS})
    knowledge = {"questions / fourth": shown(Scores([ANSWERED_RIGHT]))}
    rest = {"knowledge": knowledge, "others": {"bills": {"exact": 40}}, "ablation": {}}
    page = write_report(tmp_path, [section], rest).read_text("utf-8")
    assert "知识问答" in page
    assert "<b>户号</b>" not in page
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", page)
    stored = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert [row["what"] for row in stored["sections"][0]["against_stock"]] == ["ours", "stock DIET"]


def test_every_set_of_questions_says_whether_it_was_tuned_on():
    names = [name for name, _ in question_sets()]
    assert [name for name in names if not name.endswith(("tuned on", "judged only"))] == []
    assert len(names) >= 6


def test_the_figures_of_a_set_say_how_many_questions_they_rest_on():
    found = shown(Scores([ANSWERED_RIGHT]))
    assert (found["answerable"], found["to_be_refused"], found["answered_right"]) == (1, 0, 1.0)
