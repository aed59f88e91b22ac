"""What the words of a question say: senses and their words, from the table ``senses.yml``."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml

_TABLE = Path(__file__).with_name("senses.yml")


def said(sense: str, text: str) -> str | None:
    """The first words of the text that have this sense; KeyError for a sense that is not in the table."""
    found = _patterns()[sense].search(text)
    return found[0] if found else None


def says(text: str, *senses: str) -> bool:
    """Whether the text has one of these senses."""
    return any(said(sense, text) is not None for sense in senses)


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    rows: dict[str, list[str]] = yaml.safe_load(_TABLE.read_text("utf-8"))
    return {sense: re.compile("|".join(" ".join(lines).split())) for sense, lines in rows.items()}
