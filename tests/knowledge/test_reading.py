"""Articles are checked when they are read, and what is wrong names the file and the field."""

import shutil
from pathlib import Path

import pytest

from knowledge import ArticleInvalid, read_article, read_folder

SAMPLES = Path(__file__).with_name("articles")
RESET = Path("tiered_tariff/sample-tier-reset.md")


def changed(tmp_path, old, new):
    """A copy of the sample article with one text replaced."""
    target = tmp_path / RESET
    target.parent.mkdir(parents=True)
    text = (SAMPLES / RESET).read_text("utf-8")
    assert old in text
    target.write_text(text.replace(old, new, 1), "utf-8")
    return target


def refused_field(path):
    with pytest.raises(ArticleInvalid) as caught:
        read_article(path)
    assert str(path) in str(caught.value)
    return caught.value.field


def test_the_samples_are_valid():
    found = read_folder(SAMPLES)
    assert len(found.articles) == 8
    assert found.problems == ()


def test_an_article_keeps_its_fields_and_its_answer_apart_from_its_details():
    article = read_article(SAMPLES / "tiered_tariff/sample-tier-limits.md")
    assert article.needs_province
    assert article.answer.startswith("居民用电按全年累计分三档")
    assert article.details.startswith("## 说明")
    assert article.references("tariff") == (
        "residential_tiered.price1", "residential_tiered.limit1_year", "residential_tiered.price2",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("title: 阶梯电量什么时候清零\n", "", "title"),
        ("topic: tiered_tariff", "topic: tarif", "topic"),
        ("topic: tiered_tariff", "topic: meter", "topic"),
        ("id: sample-tier-reset", "id: other-name", "id"),
        ("id: sample-tier-reset", "id: Sample_Reset", "id"),
        ("confidence: H", "confidence: L", "confidence"),
        ("review_by: 2027-05-31", "review_by: soon", "review_by"),
        ("owner: 营销部", "owner: 营销部\nprovinces: [湖北省]", "provinces"),
        ("owner: 营销部", "owner: 营销部\nprovinces: [all, 湖北]", "provinces"),
        ("owner: 营销部", "owner: 营销部\nsecret: yes", "secret"),
        ("  - 阶梯清零\n", "", "questions"),
        ("  - 阶梯清零\n", "  - 阶梯什么时候清零\n", "questions"),
        ("重新从第一档算起", "每度{{tariff residential}}", "answer"),
        ("重新从第一档算起", "每度{{price:residential}}", "answer"),
        ("重新从第一档算起", "每度{{tariff:residential_tiered.price1}", "answer"),
        ("重新从第一档算起", "长" * 221, "answer"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, old, new, field):
    assert refused_field(changed(tmp_path, old, new)) == field


def test_validity_that_ends_before_it_begins_is_refused(tmp_path):
    dates = "owner: 营销部\neffective_from: 2026-01-01\neffective_to: 2025-01-01"
    with pytest.raises(ArticleInvalid, match="lies before"):
        read_article(changed(tmp_path, "owner: 营销部", dates))


def test_a_file_without_front_matter_is_refused(tmp_path):
    path = tmp_path / "note.md"
    path.write_text("只是一段话\n", "utf-8")
    assert refused_field(path) == "file"


def test_a_broken_file_does_not_take_the_others_away(tmp_path):
    shutil.copytree(SAMPLES, tmp_path / "articles")
    (tmp_path / "articles/meter/sample-meter-test.md").write_text("---\nid: [\n---\n", "utf-8")
    found = read_folder(tmp_path / "articles")
    assert len(found.articles) == 7
    assert [problem.path.name for problem in found.problems] == ["sample-meter-test.md"]


def test_a_relation_to_nothing_and_a_question_in_two_articles_are_reported(tmp_path):
    shutil.copytree(SAMPLES, tmp_path / "articles")
    path = tmp_path / "articles/late_fee/sample-late-fee.md"
    text = path.read_text("utf-8").replace("  - 违约金\n", "  - 阶梯清零\n")
    path.write_text(text.replace("owner: 营销部", "owner: 营销部\nrelated: [nothing]"), "utf-8")
    problems = {problem.field: problem.problem for problem in read_folder(tmp_path / "articles").problems}
    assert "nothing" in problems["related"]
    assert "阶梯清零" in problems["questions"]
