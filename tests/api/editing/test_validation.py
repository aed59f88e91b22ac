"""What is wrong with an article is said in Chinese, with the field and the remedy."""

import re
from datetime import date

import pytest

from api.editing.validation import problems_of
from knowledge import read_folder
from tests.api.editing.conftest import sample
from tests.knowledge.test_reading import SAMPLES

TODAY = date(2026, 11, 20)
OTHERS = read_folder(SAMPLES).articles
TEXT = sample("sample-late-fee")
QUESTIONS = TEXT[TEXT.index("questions:\n") : TEXT.index("\n---\n", 5)]


def problems(text, article_id="sample-late-fee"):
    return problems_of(text, article_id, OTHERS, TODAY)[1]


def test_a_good_article_has_no_problems():
    assert problems(TEXT) == []


@pytest.mark.parametrize(
    ("old", "new", "field", "said"),
    [
        ("confidence: H", "confidence: L", "confidence", "不在可选的值里"),
        ("topic: late_fee", "topic: late_fee\nprovinces: [湖北省]", "provinces", "不认识的省份：湖北省"),
        ("topic: late_fee", "topic: late_fee\nprovinces: [all, 湖北]", "provinces", "不能写在一起"),
        ("review_by: 2027-05-31", "review_by: 明年", "review_by", "不是日期"),
        ("review_by: 2027-05-31", "review_by: 2026-01-01", "review_by", "已过"),
        ("source: 《电力供应与使用条例》第三十九条\n", "", "source", "缺少这一项"),
        ("owner: 营销部", "owner: 营销部\nauthor: 小吴", "author", "不认识这一项"),
        (QUESTIONS, "questions: [违约金怎么算]", "questions", "只有 1 条，至少要 12 条"),
        ("- 违约金\n", "- 违约金怎么算\n", "questions", "例句重复：违约金怎么算"),
        ("{{tariff:late_fee.minimum}}", "{{tariff:nothing}}", "answer", "没有这个数字"),
        ("{{tariff:late_fee.minimum}}", "{{电价}}", "answer", "看不懂的引用：{{电价}}"),
        ("{{tariff:late_fee.minimum}}", "1元", "answer", "手写的数字：1元"),
        ("owner: 营销部", "owner: 营销部\nrelated: [nowhere]", "related", "没有条目 nowhere"),
        ("owner: 营销部", "owner: 营销部\nsteps: [查账单]", "steps", "1 条处理步骤"),
        ("id: sample-late-fee", "id: another", "id", "编号应为 sample-late-fee"),
        ("title: ", "title: [", "front matter", "无法读取"),
        ("逾期交费", "【待填写】逾期交费", "answer", "待填写"),
        ("逾期交费", "逾期交费" * 60, "answer", "最多 220 个字"),
        (
            "owner: 营销部",
            "owner: 营销部\neffective_from: 2026-05-01\neffective_to: 2026-01-01",
            "effective_to",
            "早于",
        ),
    ],
)
def test_each_mistake_names_its_field_and_remedy_in_chinese(old, new, field, said):
    assert old in TEXT
    found = problems(TEXT.replace(old, new))
    assert any(each.field == field and said in each.problem for each in found), found
    assert all(re.search("[一-鿿]", each.problem) and re.search("[一-鿿]", each.remedy) for each in found)


def test_all_mistakes_are_named_at_once():
    broken = TEXT.replace("confidence: H", "confidence: X").replace("review_by: 2027-05-31", "review_by: 明年")
    assert {"confidence", "review_by"} <= {each.field for each in problems(broken)}


def test_a_question_that_another_article_has_is_named():
    other = next(each for each in OTHERS if each.id != "sample-late-fee")
    found = problems(TEXT.replace("- 违约金\n", f"- {other.questions[0]}\n"))
    assert other.id in found[0].problem
