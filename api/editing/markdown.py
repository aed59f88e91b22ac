"""The Markdown of an article: read by the same code that reads the files of the knowledge base."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from knowledge import Article, Topic, read_article

_FRONT = re.compile(r"\A\ufeff?\s*---\n(.*?)\n---\n", re.DOTALL)
_SAFE_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST = 40_000  # characters of an article with its front matter; the longest shipped one has under 5,000


@dataclass(frozen=True, slots=True)
class Label:
    """What lists show of an article, read without checking the rest."""

    article_id: str
    topic: str
    title: str
    owner: str


def label_of(markdown: str) -> Label | None:
    """The label in a front matter; None when there is no front matter, no usable id or no known topic."""
    front = _FRONT.match(unix_lines(markdown))
    if front is None:
        return None
    article_id, topic = _line(front[1], "id"), _line(front[1], "topic")
    if not _SAFE_ID.fullmatch(article_id) or len(article_id) > 80 or topic not in set(Topic):
        return None
    return Label(article_id, topic, _line(front[1], "title")[:200], _line(front[1], "owner")[:80])


def parse(markdown: str) -> Article:
    """The checked article. Raises ArticleInvalid, caused by pydantic's ValidationError where fields are wrong."""
    label = label_of(markdown)
    with tempfile.TemporaryDirectory() as folder:  # the reader checks a file's place too, so it gets a file
        path = Path(folder) / (label.topic if label else "unknown") / f"{label.article_id if label else 'unknown'}.md"
        path.parent.mkdir()
        path.write_text(unix_lines(markdown), "utf-8")
        return read_article(path)


def unix_lines(markdown: str) -> str:
    """Line ends as the files have them: browsers and Windows editors send others."""
    return markdown.replace("\r\n", "\n").replace("\r", "\n")


def _line(front: str, field: str) -> str:
    found = re.search(rf"^{field}:[ \t]*(.*)$", front, re.MULTILINE)
    return found[1].strip().strip("'\"") if found else ""
