"""The articles as they stand in the repository: complete, referenced, and free of figures typed by hand."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

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


def test_there_are_at_least_130_articles_and_three_on_every_topic_begun():
    counted = Counter(article.topic for article in ARTICLES)
    assert len(ARTICLES) >= 130
    assert [topic for topic, count in counted.items() if count < 3] == []


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
