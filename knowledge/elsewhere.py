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
    return bool(_patterns()["always"].search(_plain(question)))


def names_others(question: str) -> bool:
    """Whether the question names another company's matter and nothing of ours; an honest one may do so in passing."""
    text, patterns = _plain(question), _patterns()
    return bool(patterns["subjects"].search(text)) and not patterns["ours"].search(text)


def _plain(question: str) -> str:
    return "".join(normalized(question).split())


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    rows: dict[str, str] = yaml.safe_load(_DATA.read_text("utf-8"))
    return {name: re.compile("".join(words.split())) for name, words in rows.items()}
