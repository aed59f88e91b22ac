"""The articles as they stand in the repository: complete, referenced, and free of figures typed by hand."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import yaml

import tariffs
from knowledge import REFERENCE, Article, Topic, read_article

ROOT = Path(__file__).resolve().parents[2]
LIMITS = yaml.safe_load((ROOT / "triage" / "data" / "limits.yml").read_text("utf-8"))
LIMIT_TEXTS = {row["key"]: row["text"] for row in LIMITS}
KNOWN = {"tariff": set(tariffs.figure_keys()), "limit": set(LIMIT_TEXTS)}
FILES = {path: read_article(path) for path in sorted((ROOT / "knowledge" / "articles").glob("*/*.md"))}
ARTICLES = tuple(FILES.values())
SOONEST_REVIEW = min(article.review_by for article in ARTICLES)

WRITTEN_ON = date(2026, 11, 21)
# The sections of the domain facts, and for each a word (a pattern) that some title holds.
MATTERS = {
    "1 tickets": "投诉 举报 意见 建议 表扬 催办 撤销 回访 派单 12398",
    "2 promises": "十项承诺 首问 一次性告知 到现场 可靠率 电压合格率 营业厅办一件",
    "3.1 tiers": "阶梯电价 清零 过户后阶梯 多人口 低保 合表 卡表 房东 租客 折算",
    "3.2 provinces": "山东居民 浙江居民 河南居民 湖北居民 江苏居民 北京居民 安徽居民 内蒙古",
    "3.3 charging": "充电桩 湖北.*充电|充电.*湖北 公共|公用 服务费",
    "3.4 business": "代理购电 分时 基金 组成|构成 改类|用电类别",
    "3.5 two parts": "两部制 基本电费 需量 暂停|减容 需量电价的优惠",
    "3.6 power factor": "功率因数|力调 考核标准|标准 居民",
    "3.7 agriculture": "农业",
    "4 bills": "账单 倍率 换了?(新|块|电)?表 估 退 违约金 停电会提前|欠费停电 多久会停电 允许合闸 余额 发票 专票 家电",
    "5 outages": "计划停电|停电.*提前 有序用电|限电 临时 先看什么 漏电保护 空开 电线|断线 触电|电 水 发电机",
    "6 connections": "居民新装 高压新装 过户 更名 销户 移表|挪位置 分户 增容 临时用电 充电桩|装桩 三零 光伏 并网 三相",
    "7 customers": "推荐|为什么 峰谷 上门 老 残",
    "8 law": "隐私 删除 泄露 录音 未成年 同意 机器",
}

UNITS = "元|角|度|千瓦|千伏|伏|天|日|小时|分钟|秒|个?工作日|周|年|个?月|%|％|‰|倍|折|次|米|人|户|岁|档|点|[::]"
BARE_FIGURE = re.compile(rf"\d+(?:\.\d+)?\s*(?:{UNITS})|(?<![〔\d])0\.\d+")
COMMAND = re.compile(r"(?:(?<!直)说(?:一声)?|告诉我|问一句)“([^”]+)”")
BY_MONTH = "查某年某月的账单"  # a pattern, said with a month
NOISE = re.compile(r"[\W_]+")
LIMIT_FIELDS = "key value unit text meaning source confidence region effective_from effective_to"


def shown(article: Article) -> str:
    return REFERENCE.sub(lambda match: LIMIT_TEXTS.get(match[2], "0.0000元/千瓦时"), article.answer)


def bare_figures(article: Article) -> list[str]:
    return BARE_FIGURE.findall(REFERENCE.sub("", article.answer))


def unknown_figures(article: Article) -> list[str]:
    found = REFERENCE.finditer(f"{article.answer}\n{article.details}")
    return [match[0] for match in found if match[2] not in KNOWN[match[1]]]


def test_there_are_at_least_260_articles_and_seven_on_every_topic():
    counted = Counter(article.topic for article in ARTICLES)
    assert len(ARTICLES) >= 260
    assert [topic.value for topic in Topic if counted[topic] < 7] == []


@pytest.mark.parametrize("matter", MATTERS)
def test_every_matter_of_our_facts_has_its_article(matter):
    """What customers can ask of each section of the domain facts, by a word that its article's title must hold."""
    titles = "\n".join(article.title for article in ARTICLES)
    assert [word for word in MATTERS[matter].split() if not re.search(word, titles)] == []


def test_every_article_is_to_be_reviewed_at_a_time_to_come():
    assert [article.id for article in ARTICLES if article.review_by <= WRITTEN_ON] == []


def test_no_answer_rests_on_a_figure_that_is_not_verified():
    """Confidence L is never said: neither by an article itself nor by a figure of a province that it is about."""
    assert {article.confidence for article in ARTICLES} <= {"H", "M"}
    unverified = [
        (article.id, key)
        for article in ARTICLES
        for province in article.provinces
        if article.is_local
        for key in article.references("tariff")
        if (figure := tariffs.figure(key, province, WRITTEN_ON)) and figure.confidence == "L"
    ]
    assert unverified == []


def test_no_two_articles_share_an_id():
    counted = Counter(article.id for article in ARTICLES)
    assert [article_id for article_id, count in counted.items() if count > 1] == []


def test_every_file_lies_where_its_id_and_topic_say():
    assert [path for path, article in FILES.items() if path.parts[-2:] != (article.topic, f"{article.id}.md")] == []


def test_every_article_has_twelve_or_more_different_questions():
    plain = {article.id: {NOISE.sub("", question) for question in article.questions} for article in ARTICLES}
    assert {article_id: len(questions) for article_id, questions in plain.items() if len(questions) < 12} == {}


def test_no_example_question_belongs_to_two_articles():
    owners: dict[str, set[str]] = {}
    for article in ARTICLES:
        for question in article.questions:
            owners.setdefault(NOISE.sub("", question), set()).add(article.id)
    assert {question: ids for question, ids in owners.items() if len(ids) > 1} == {}


def test_every_answer_fits_a_phone_with_its_figures_in_place():
    lengths = {article.id: len(shown(article)) for article in ARTICLES}
    assert {article_id: length for article_id, length in lengths.items() if not 20 <= length <= 220} == {}


def test_figures_in_answers_are_references():
    assert {article.id: bare_figures(article) for article in ARTICLES if bare_figures(article)} == {}


def test_a_figure_typed_by_hand_is_seen():
    typed = ["每度0.558元", "3个工作日内", "提前7天", "8:00开始", "标准是0.90"]
    assert all(BARE_FIGURE.search(text) for text in typed)
    assert not BARE_FIGURE.search("请拨打95598，依据鲁发改价格〔2019〕509号")


def test_what_an_article_tells_customers_to_say_is_understood():
    """A command that does not exist is a promise that is not kept: each stands among the examples of the dialogue."""
    files = [*(ROOT / "bot" / "data" / "nlu").glob("*.yml"), ROOT / "corpus" / "utterances.tsv"]
    examples = "".join(path.read_text("utf-8") for path in files)
    said = {(article.id, command) for article in ARTICLES for command in COMMAND.findall(article.answer)}
    unknown = {(name, command) for name, command in said if command not in examples} - {("bill-history", BY_MONTH)}
    assert len(said) >= 8
    assert unknown == set()


def test_every_reference_names_a_known_figure():
    assert {article.id: unknown_figures(article) for article in ARTICLES if unknown_figures(article)} == {}


def test_related_articles_exist_and_are_others():
    ids = {article.id for article in ARTICLES}
    strays = {article.id: set(article.related) - (ids - {article.id}) for article in ARTICLES}
    assert {article_id: stray for article_id, stray in strays.items() if stray} == {}


def test_an_article_for_all_provinces_with_provincial_figures_asks_for_the_province():
    provincial = {key for key in KNOWN["tariff"] if tariffs.provinces_with(key, SOONEST_REVIEW)}
    differing = [article for article in ARTICLES if set(article.references("tariff")) & provincial]
    assert [article.id for article in differing if not (article.needs_province or article.is_local)] == []


def test_agents_get_two_to_five_short_steps_or_none():
    assert [article.id for article in ARTICLES if len(article.steps) not in {0, 2, 3, 4, 5}] == []
    assert [article.id for article in ARTICLES if any(len(step) > 40 for step in article.steps)] == []


def test_a_refusal_begins_with_a_plain_no():
    refusals = [article for article in ARTICLES if article.topic is Topic.refusal]
    assert [article.id for article in refusals if not article.answer.startswith("抱歉")] == []


def test_every_limit_has_its_source_and_says_how_sure_we_are():
    assert [row["key"] for row in LIMITS if set(row) != set(LIMIT_FIELDS.split())] == []
    assert [row["key"] for row in LIMITS if not (row["source"] and row["meaning"] and row["text"])] == []
    assert {row["confidence"] for row in LIMITS} <= {"H", "M"}
