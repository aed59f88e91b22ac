"""Which province a question is about: prices and rules differ from one to the next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from nlu.segmentation import segment

_FOLDER = Path(__file__).with_name("data")
# 北京路, 山东银行: a street, a bank, a school or a dish carries the name without being there.
_NOT_A_PLACE = re.compile(
    r"(?:[东西南北中一二三四五]{0,2}(?:路|大街|大道|街道?|巷|胡同)|银行|大学|证券|饭店|烤鸭|时间|小吃|花园|"
    r"小区(?!里|的|电梯|路灯|楼道|水泵|泵房|公共|总表|合表|物业|地下|车库|照明|自用|充电|私桩|装桩))"
)
_DENIED = re.compile(r"(?:不是|不在|并非|离开|从|不住)$")
# 人在杭州上班: where somebody works is not where the flat is that they ask about.
_WORKS_BEHIND = re.compile(r"(?:这边|这里|那边)?(?:上班|打工|工作|务工|做工|上学|读书|念书|出差|当兵|做生意)")
# What makes an everyday word (开封, 天门) the place: what stands right before or behind it.
_PLACE_BEHIND = re.compile(
    r"(?:县|市(?!场|面|价)|区|那?边|这边|这里|那里|老家|农村|乡下|居民|电价|电费|阶梯|峰谷|合表|低保|五保|充电|私桩|工商业|基金|一户|超过|[一1]年|全年|每年|每月|每个月|自家|自己家|我家|用[到了]?多少|[一1]度|每度|"
    r"(?:的)?第?[一二三]档|的(?:居民|电|房|人|阶梯|谷|峰|桩)|(?:开了)?[峰谷]|(?:晚上|夜里|白天|半夜|冬天|夏天|冬季|夏季)[^，。]{0,6}(?:电|谷|峰|便宜)|人(?!员|工))"
)
_PLACE_BEFORE = re.compile(r"(?:在|住|老家|家[在住]?|我是|搬到|回|来自|问的是|我们|咱|省)$")


@dataclass(frozen=True, slots=True)
class _Names:
    """Province by place name; ``counties`` must be whole words, ``everyday`` ones stand among words of place.

    ``lengths``: of the names that begin with two characters, longest first.
    """

    provinces: dict[str, str]
    counties: frozenset[str]
    everyday: frozenset[str]
    lengths: dict[str, tuple[int, ...]]


@lru_cache(maxsize=1)
def _names() -> _Names:
    known = _read("places.yml")
    counties = yaml.safe_load((_FOLDER / "counties.yml").read_text("utf-8"))
    certain = {name: province for province, names in counties["certain"].items() for name in names.split()}
    everyday = {name: province for province, names in counties["everyday"].items() for name in names.split()}
    provinces = {**everyday, **certain, **known}  # what we wrote ourselves goes first
    lengths: dict[str, set[int]] = {}
    for name in provinces:
        lengths.setdefault(name[:2], set()).add(len(name))
    ordered = {beginning: tuple(sorted(sizes, reverse=True)) for beginning, sizes in lengths.items()}
    found = frozenset({**everyday, **certain}) - frozenset(known)
    return _Names(provinces, found, frozenset(everyday) - frozenset(known), ordered)


def _read(name: str) -> dict[str, str]:
    table: dict[str, list[str]] = yaml.safe_load((_FOLDER / name).read_text("utf-8"))
    return {name: province for province, names in table.items() for name in names}


PROVINCES: frozenset[str] = frozenset(_read("places.yml").values())


def provinces_in(text: str) -> tuple[str, ...]:
    """The provinces named in a text, themselves or by a city or county, in order, each once.

    不是浙江 does not count, nor where somebody only works when another place is named.
    """
    named = [place for place in _places(text) if not _DENIED.search(text[: place[0]])]
    homes = [place for place in named if not _WORKS_BEHIND.match(text, place[1])]
    return tuple(dict.fromkeys(province for _, _, province in homes or named))


def province_of(text: str) -> str | None:
    """The one province a text names; None when it names none or several."""
    named = provinces_in(text)
    return named[0] if len(named) == 1 else None


def short_name(province: str | None) -> str | None:
    """湖北省 and 湖北 alike as 湖北; None when it is no province of China."""
    if not province:
        return None
    return province if province in PROVINCES else province_of(province)


@lru_cache(maxsize=512)
def strip_places(text: str) -> str:
    """The text without its place names: where somebody lives says nothing about what they ask."""
    kept, end = [], 0
    for start, after, _ in _places(text):
        kept.append(text[end:start])
        end = after
    return "".join([*kept, text[end:]])


def _places(text: str) -> Iterator[tuple[int, int, str]]:
    """Where places stand (start, end) and their provinces, from left to right, the longest name first."""
    names, at = _names(), 0
    while at < len(text):
        sizes = names.lengths.get(text[at : at + 2])  # of the names that begin so: none, nearly everywhere
        end = next((at + size for size in sizes if _is_place(text, at, at + size)), at) if sizes else at
        if end > at:
            yield at, end, names.provinces[text[at:end]]
        at = max(end, at + 1)


def _is_place(text: str, start: int, end: int) -> bool:
    name, names = text[start:end], _names()
    if name not in names.provinces or _NOT_A_PLACE.match(text, end):
        return False
    if name not in names.counties:
        return True
    is_likely = name not in names.everyday or _PLACE_BEHIND.match(text, end) or _PLACE_BEFORE.search(text[:start])
    return bool(is_likely) and {start, end} <= _borders(text)


@lru_cache(maxsize=32)
def _borders(text: str) -> frozenset[int]:
    """Where words begin and end: 金湖 is no county in 基金湖北."""
    spans = [(start, end) for _, start, end in segment(text)]
    covered = {place for start, end in spans for place in range(start + 1, end)}
    return frozenset(range(len(text) + 1)) - covered
