"""Whether an article may be published: the schema of the Markdown files, and the rules that its text must keep."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from pydantic import ValidationError

import tariffs
import triage
from api.editing.fields import read_fields, unchecked
from api.editing.markdown import LONGEST, parse
from api.editing.wording import TO_BE_WRITTEN, Problem, of_schema, of_sentence
from knowledge import REFERENCE, Article, ArticleInvalid

_UNITS = "元|角|度|千瓦|千伏|伏|天|日|小时|分钟|秒|个?工作日|周|年|个?月|%|％|‰|倍|折|次|米|人|户|岁|档|点|[::]"
_TYPED_FIGURE = re.compile(rf"\d+(?:\.\d+)?\s*(?:{_UNITS})|(?<![〔\d])0\.\d+")
_NOISE = re.compile(r"[\W_]+")
LONGEST_STEP = 40


def problems_of(
    markdown: str, article_id: str | None, others: Iterable[Article], on: date
) -> tuple[Article | None, list[Problem]]:
    """The article when the schema accepts it, and everything that keeps it from being published.

    ``article_id``: what it must be called (None for a new one); ``others``: the articles in force.
    """
    if len(markdown) > LONGEST:
        return None, [Problem("file", f"内容超过 {LONGEST} 个字符", "一个条目只写一个问题，其余的另建条目")]
    try:
        article = parse(markdown)
    except ArticleInvalid as error:
        return None, _of_unfinished(markdown, _of_reader(error), article_id, others, on)
    return article, list(_of_content(article, article_id, [each for each in others if each.id != article.id], on))


def _of_unfinished(
    markdown: str, found: list[Problem], article_id: str | None, others: Iterable[Article], on: date
) -> list[Problem]:
    """Also what the fields that the schema accepts say wrong, so that a writer hears everything at once."""
    fields = read_fields(markdown)
    if fields is None:
        return found
    faulty = {each.field.partition(".")[0] for each in found}
    article = unchecked(fields)
    more = _of_content(article, article_id, [each for each in others if each.id != article.id], on)
    return [*found, *(each for each in more if each.field not in faulty)]


def _of_reader(error: ArticleInvalid) -> list[Problem]:
    cause = error.__cause__
    if isinstance(cause, ValidationError):
        return list(dict.fromkeys(of_schema(dict(each)) for each in cause.errors()))
    return [of_sentence(error.field, error.problem)]


def _of_content(article: Article, article_id: str | None, others: Sequence[Article], on: date) -> Iterator[Problem]:
    if article_id and article.id != article_id:
        yield Problem("id", f"编号应为 {article_id}，写的是 {article.id}", "编号发布后不能改；要换编号请另建条目")
    if article.review_by and article.review_by <= on:  # an unfinished one may have none
        yield Problem("review_by", f"复核日期 {article.review_by} 已过", "写一个以后的日期")
    for field in ("title", "source", "owner", "answer", "details"):
        if TO_BE_WRITTEN in getattr(article, field):
            yield Problem(field, f"还有 {TO_BE_WRITTEN} 的地方", "写好内容，去掉这个记号")
    yield from _of_neighbours(article, others)
    yield from _of_figures(article, on)
    yield from _of_steps(article)
    if article.is_refusal and not article.answer.startswith("抱歉"):
        yield Problem("answer", "拒答条目要先说不能办", "以“抱歉”开头")


def _of_neighbours(article: Article, others: Sequence[Article]) -> Iterator[Problem]:
    known = {each.id for each in others}
    for other in article.related:
        if other not in known:
            yield Problem("related", f"没有条目 {other}", "改成已发布条目的编号，或先发布那一条")
    asked = {_NOISE.sub("", question): each for each in others for question in each.questions}
    for question in article.questions:
        if same := asked.get(_NOISE.sub("", question)):
            yield Problem("questions", f"条目 {same.id}（{same.title}）已有同样的例句：{question}", "删去或换一种说法")


def _of_figures(article: Article, on: date) -> Iterator[Problem]:
    keys = {"tariff": set(tariffs.figure_keys()), "limit": set(triage.limit_keys())}
    for match in REFERENCE.finditer(f"{article.answer}\n{article.details}"):
        if match[2] not in keys[match[1]]:
            yield Problem("answer", f"没有这个数字：{match[0]}", "对照电价表和时限表检查键名；没有的先加进表里")
    for typed in dict.fromkeys(found[0] for found in _TYPED_FIGURE.finditer(REFERENCE.sub("", article.answer))):
        yield Problem("answer", f"手写的数字：{typed}", "改成 {{tariff:键}} 或 {{limit:键}}，价格变动时才会跟着变")
    local = [key for key in article.references("tariff") if key in keys["tariff"] and tariffs.provinces_with(key, on)]
    if local and not (article.needs_province or article.is_local):
        yield Problem("needs_province", f"{local[0]} 各省不同", "写 needs_province: true，或限定 provinces")
    yield from _missing_in_provinces(article, on)


def _missing_in_provinces(article: Article, on: date) -> Iterator[Problem]:
    for province in article.provinces if article.is_local else ():
        for key in article.references("tariff"):
            found = tariffs.figure(key, province, on)
            if found is None or found.confidence == "L":
                yield Problem("provinces", f"{province}没有可以引用的 {key}", "去掉这个省，或去掉这个数字")


def _of_steps(article: Article) -> Iterator[Problem]:
    if len(article.steps) not in {0, 2, 3, 4, 5}:
        yield Problem("steps", f"有 {len(article.steps)} 条处理步骤", "写 2 至 5 条，或整项删去")
    for step in article.steps:
        if len(step) > LONGEST_STEP:
            yield Problem("steps", f"处理步骤太长：{step[:20]}…", f"每条不超过 {LONGEST_STEP} 个字")
