"""A form changes in an article what was changed in the form, and not a letter more."""

from pathlib import Path

import pytest

from api.editing.fields import DraftFields, read_fields, write_fields
from api.editing.markdown import parse

SHIPPED = sorted(path for path in Path("knowledge/articles").rglob("*.md") if path.stem.lower() != "readme")
TEXT = next(path for path in SHIPPED if path.stem == "late-fee-business").read_text("utf-8")


def test_every_shipped_article_goes_through_the_form_letter_by_letter():
    for path in SHIPPED:
        text = path.read_text("utf-8")
        fields = read_fields(text)
        assert fields is not None, path
        assert write_fields(fields, text) == text
        assert parse(write_fields(fields)) == parse(text)  # also without the text it came from


def test_a_changed_field_changes_its_lines_only():
    fields = read_fields(TEXT)
    changed = fields.model_copy(update={"title": "逾期: 企业怎么办", "provinces": ["湖北", "湖南"]})
    lines = [line for line in write_fields(changed, TEXT).splitlines() if line not in TEXT.splitlines()]
    assert lines == ["title: '逾期: 企业怎么办'", "provinces: [湖北, 湖南]"]


@pytest.mark.parametrize(
    "title",
    ["是", "yes", "null", "2026-11-20", "123", "- 一条", "# 号", "{花括号}", "'引号'", '说"好"', "冒号：和: 都有"],
)
def test_what_yaml_could_take_for_something_else_stays_text(title):
    fields = read_fields(TEXT).model_copy(update={"title": title, "questions": [title] * 2})
    again = read_fields(write_fields(fields, TEXT))
    assert (again.title, again.questions) == (title, [title] * 2)
    assert parse(write_fields(again.model_copy(update={"questions": read_fields(TEXT).questions}), TEXT)).title == title


def test_an_unfinished_draft_has_fields_too():
    fields = read_fields(
        "---\nid: new-one\ntopic: payment\nquestions: 一句\nreview_by: 明年\n---\n答案\n\n## 说明\n细节\n"
    )
    assert (fields.id, fields.questions, fields.review_by) == ("new-one", ["一句"], "明年")
    assert (fields.answer, fields.details) == ("答案", "细节")


def test_a_heading_of_its_own_below_the_answer_is_kept():
    fields = DraftFields(id="a", answer="答案", details="## 怎么办\n一步\n\n## 再一步\n二步")
    again = read_fields(write_fields(fields))
    assert (again.answer, again.details) == (fields.answer, fields.details)


@pytest.mark.parametrize("text", ["没有信息", "---\n- 列表\n---\n答案\n", "---\na: [\n---\n答案\n"])
def test_what_is_no_front_matter_can_only_be_edited_as_text(text):
    assert read_fields(text) is None


def test_fields_that_nobody_knows_stay_in_the_text_until_a_person_takes_them_out():
    text = TEXT.replace("owner: 营销部\n", "owner: 营销部\nauthor: 小吴\n")
    assert "author: 小吴\n" in write_fields(read_fields(text).model_copy(update={"title": "新"}), text)
