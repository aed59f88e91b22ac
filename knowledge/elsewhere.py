"""Questions that belong to other companies: water, gas, telephones, shops. They use our words for their own matters."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml

from knowledge.wording import normalized

_DATA = Path(__file__).with_name("data") / "elsewhere.yml"


def is_elsewhere(question: str) -> bool:
    """Whether the question names another company's matter and nothing of ours."""
    text = "".join(normalized(question).split())
    patterns = _patterns()
    if patterns["always"].search(text):
        return True
    return bool(patterns["subjects"].search(text)) and not patterns["ours"].search(text)


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    rows: dict[str, str] = yaml.safe_load(_DATA.read_text("utf-8"))
    return {name: re.compile("".join(words.split())) for name, words in rows.items()}
