"""Questions that belong to other companies: water, gas, telephones, shops. They use our words for their own matters."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml

from knowledge.wording import normalized

_DATA = Path(__file__).with_name("data") / "elsewhere.yml"


def is_elsewhere(question: str) -> bool:
    """Whether the question surely is another company's matter."""
    return _has(question, "always")


def names_others(question: str) -> bool:
    """Whether the question is about what other companies do, and names nothing of ours."""
    return _has(question, "subjects") and not _has(question, "ours")


def mentions_others(question: str) -> bool:
    """Whether words of other matters come up, perhaps in passing, and nothing of ours."""
    return _has(question, "passing") and not _has(question, "ours")


def _has(question: str, kind: str) -> bool:
    return bool(_patterns()[kind].search(_plain(question)))


def _plain(question: str) -> str:
    return "".join(normalized(question).split())


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    rows: dict[str, str] = yaml.safe_load(_DATA.read_text("utf-8"))
    return {name: re.compile("".join(words.split())) for name, words in rows.items()}
