import json
from datetime import date
from pathlib import Path

from knowledge.evaluate import read_questions, retrieval, score

OWN = Path(__file__).with_name("questions.jsonl")


def test_our_own_questions_are_many_and_some_have_no_answer():
    questions = read_questions(OWN)
    assert len(questions) >= 120
    assert sum(not question.answerable for question in questions) >= 40
    assert len({question.question for question in questions}) == len(questions)


def test_scores_tell_right_answers_refusals_and_wrong_figures_apart(tmp_path):
    rows = [
        {"id": "1", "question": "甲", "as_of": "2026-11-20", "topic": "a", "answerable": True, "must": [["0\\.5"]]},
        {"id": "2", "question": "乙", "as_of": "2026-11-20", "topic": "a", "answerable": True, "must": [["0\\.6"]],
         "must_not": ["0\\.7"]},
        {"id": "3", "question": "丙", "as_of": "2026-11-20", "topic": "b", "answerable": False, "must": [["抱歉"]]},
    ]  # fmt: skip
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    texts = {"甲": (True, "0.5元"), "乙": (True, "0.6元，不是0.7元"), "丙": (False, "抱歉")}
    scores = score(read_questions(path), lambda question, _province, _day: texts[question])
    assert scores.answered_right == 0.5
    assert scores.refused_right == 1.0
    assert round(scores.wrong_figures, 3) == 0.333
    assert scores.by_topic() == {"a": 0.5, "b": 1.0}


def test_examples_left_out_are_mostly_found_again(base):
    found = retrieval(base)
    assert found.first >= 0.6
    assert found.among_three >= 0.8


def test_a_day_is_passed_to_the_callable():
    days = []
    score(read_questions(OWN)[:1], lambda _question, _province, day: (days.append(day), (True, ""))[1])
    assert days == [date(2026, 11, 20)]
