"""Which province a question is about: prices and rules differ from one to the next."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml

_DATA = Path(__file__).with_name("data") / "places.yml"
# 北京路, 山东银行: a street, a bank, a school or a dish carries the name without being there.
_NOT_A_PLACE = r"(?!(?:[东西南北中一二三四五]{0,2}(?:路|大街|大道|街道?|巷|胡同)|银行|大学|证券|饭店|烤鸭|时间))"
_DENIED = re.compile(r"(?:不是|不在|并非|离开|从|不住)$")


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Place name to province."""
    table: dict[str, list[str]] = yaml.safe_load(_DATA.read_text("utf-8"))
    return {name: province for province, names in table.items() for name in names}


PROVINCES: frozenset[str] = frozenset(_names().values())


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(_names(), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(map(re.escape, longest_first))}){_NOT_A_PLACE}")


def provinces_in(text: str) -> tuple[str, ...]:
    """The provinces named in a text, themselves or by a city, in order, each once; 不是浙江 does not count."""
    found = (match for match in _pattern().finditer(text) if not _DENIED.search(text[: match.start()]))
    return tuple(dict.fromkeys(_names()[match.group()] for match in found))


def province_of(text: str) -> str | None:
    """The one province a text names; None when it names none or several."""
    named = provinces_in(text)
    return named[0] if len(named) == 1 else None


def short_name(province: str | None) -> str | None:
    """湖北省 and 湖北 alike as 湖北; None when it is no province of China."""
    if not province:
        return None
    return province if province in PROVINCES else province_of(province)


def strip_places(text: str) -> str:
    """The text without its place names: where somebody lives says nothing about what they ask."""
    return _pattern().sub("", text)
