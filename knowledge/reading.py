"""Articles from their files: Markdown with front matter, one topic a file, ``<topic>/<id>.md``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from knowledge.article import Article
from knowledge.errors import ArticleInvalid

FENCE = "---"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DETAILS_BEGIN = "\n## "


@dataclass(frozen=True, slots=True)
class ArticleFolder:
    """What a folder held: the valid articles by id, and what is wrong with the others."""

    articles: tuple[Article, ...]
    problems: tuple[ArticleInvalid, ...]


def read_folder(folder: Path) -> ArticleFolder:
    """Read every ``*.md`` below the folder. One broken file does not take the others away; it is listed."""
    articles: dict[str, Article] = {}
    problems: list[ArticleInvalid] = []
    for path in article_files(folder):
        try:
            article = read_article(path)
            if article.id in articles:
                raise ArticleInvalid(path, "id", f"another file has the id {article.id} already")
        except ArticleInvalid as problem:
            problems.append(problem)
        else:
            articles[article.id] = article
    problems.extend(_broken_relations(folder, articles.values()))
    return ArticleFolder(tuple(articles.values()), tuple(problems))


def article_files(folder: Path) -> list[Path]:
    """The article files below a folder in a stable order; a README beside them is none."""
    return sorted(path for path in folder.rglob("*.md") if path.stem.lower() != "readme")


def read_article(path: Path) -> Article:
    """One article. Raises ArticleInvalid naming the file and the field."""
    header, body = _parts(path)
    answer, details = _split_body(body)
    try:
        article = Article.model_validate({**header, "answer": answer, "details": details})
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "front matter"
        raise ArticleInvalid(path, field, first["msg"]) from error
    _check_place(path, article)
    return article


def _parts(path: Path) -> tuple[dict[str, Any], str]:
    text = path.read_text("utf-8").lstrip("﻿")
    before, fence, rest = text.partition(FENCE + "\n")
    header, end, body = rest.partition("\n" + FENCE + "\n")
    if before.strip() or not fence or not end:
        raise ArticleInvalid(path, "file", "front matter must stand first, between two lines of ---")
    try:
        fields = yaml.load(header, Loader=_Loader)
    except yaml.YAMLError as error:
        raise ArticleInvalid(path, "front matter", f"not YAML: {error}") from error
    if not isinstance(fields, dict):
        raise ArticleInvalid(path, "front matter", "must be a list of fields, each `name: value`")
    return fields, body


def _split_body(body: str) -> tuple[str, str]:
    answer, heading, details = f"\n{body}".partition(DETAILS_BEGIN)
    return answer.strip(), (heading + details).strip()


def _check_place(path: Path, article: Article) -> None:
    if path.stem != article.id:
        raise ArticleInvalid(path, "id", f"{article.id} must be the file's name")
    if path.parent.name != article.topic.value:
        raise ArticleInvalid(path, "topic", f"{article.topic.value} must be the folder's name")


def _broken_relations(folder: Path, articles: Iterable[Article]) -> Iterator[ArticleInvalid]:
    known = {article.id: article for article in articles}
    asked: dict[str, Article] = {}
    for article in known.values():
        path = folder / article.topic.value / f"{article.id}.md"
        for other in article.related:
            if other not in known:
                yield ArticleInvalid(path, "related", f"there is no article {other}")
        for question in article.questions:
            first = asked.setdefault(question, article)
            if first is not article and set(first.provinces) & set(article.provinces):
                yield ArticleInvalid(path, "questions", f"{first.id} has the same question: {question}")
