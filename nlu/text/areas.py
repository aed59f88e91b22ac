"""Provinces, cities and counties by name: where they stand in a text, and the province that a text speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from nlu.text.gazetteer import WORDS, Division, divisions
from nlu.text.spans import Span

_ZONE = re.compile(r"[一-鿿]{2,6}?(?:新区|开发区|高新区)")
_COLLOQUIAL, _ABBREVIATIONS = (dict(word.split("=") for word in WORDS[kind]) for kind in ("colloquial", "abbreviation"))
_ABBREVIATION = re.compile(rf"(?<![一-鿿])([{''.join(_ABBREVIATIONS)}])(?=电|发改|省|价)")
_STREET = re.compile("|".join(WORDS["street"]))


@dataclass(frozen=True)
class Area:
    """Province (short name), city and district that stand at ``start:end``; None where not named."""

    start: int
    end: int
    province: str | None = None
    city: str | None = None
    district: str | None = None


@dataclass(frozen=True)
class _Names:
    """Names by their first character, longest first, with what each belongs to."""

    provinces: dict[str, str]
    cities: dict[str, str]
    counties: dict[str, str]
    lengths: dict[str, tuple[int, ...]]
    beginnings: frozenset[str]


def find_provinces(text: str) -> list[Span]:
    """Provinces named, or told by a city: 湖北, 武汉的阶梯电价 → 湖北; not 武汉路."""
    found = [
        Span("province", area.province, area.start, area.end)
        for area in find_areas(text)
        if area.province and not _STREET.match(text, area.end)
    ]
    found += [Span("province", _ABBREVIATIONS[match[1]], *match.span()) for match in _ABBREVIATION.finditer(text)]
    return found


@lru_cache(maxsize=8)  # addresses and provinces ask one after the other
def find_areas(text: str) -> tuple[Area, ...]:
    """The areas named in a normalised text, from left to right."""
    beginnings = _names().beginnings
    found, end = list[Area](), 0
    for at in [at for at in range(len(text) - 1) if text[at : at + 2] in beginnings]:
        area = area_at(text, at) if at >= end else None
        if area and area.end > at:
            found.append(area)
            end = area.end
    return tuple(found)


def area_at(text: str, start: int) -> Area:
    """The province, city and district that stand at ``start``; an empty area when none does."""
    names = _names()
    at = start
    province_name = _longest(text, at, names.provinces)
    at += len(province_name)
    city_name = _longest(text, at, names.cities)
    if len(_longest(text, at, names.counties)) > len(city_name):  # 新乡县 is no 新乡
        city_name = ""
    at += len(city_name)
    district = _longest(text, at, names.counties)
    at += len(district)
    if not district and city_name.endswith("州"):
        district = _county_city(text, at)
        at += len(district)
    if not district and city_name:
        zone = _ZONE.match(text, at)
        district, at = (zone.group(), zone.end()) if zone else ("", at)
    province = names.provinces.get(province_name) or names.cities.get(city_name) or names.counties.get(district)
    return Area(start, at, province or None, city_name or None, district or None)


def _county_city(text: str, at: int) -> str:
    """A city that belongs to a prefecture (恩施州利川市), where one stands at ``at``."""
    name = _longest(text, at, _names().cities)
    return name if name.endswith("市") else ""


def _longest(text: str, at: int, known: dict[str, str]) -> str:
    for length in _names().lengths.get(text[at : at + 1], ()):
        name = text[at : at + length]
        if name in known:
            return name
    return ""


@lru_cache(maxsize=1)
def _names() -> _Names:
    provinces, cities, counties = dict(_COLLOQUIAL), dict[str, str](), dict[str, str]()
    for each in divisions():
        if each.county:
            _add_county(each, cities, counties)
        else:
            known = cities if each.city else provinces
            for name in each.names:
                known.setdefault(name, each.province or "")
    taken = {*provinces, *WORDS["everyday"]}
    cities = {name: province for name, province in cities.items() if name not in taken}
    lengths: dict[str, set[int]] = {}
    for name in (*provinces, *cities, *counties):
        lengths.setdefault(name[0], set()).add(len(name))
    ordered = {first: tuple(sorted(sizes, reverse=True)) for first, sizes in lengths.items()}
    beginnings = frozenset(name[:2] for name in (*provinces, *cities, *counties))
    return _Names(provinces, cities, counties, ordered, beginnings)


def _add_county(county: Division, cities: dict[str, str], counties: dict[str, str]) -> None:
    """A county only in full (新乡县, 义乌市); its province only where the name is unique."""
    name, province = county.name, county.province or ""
    if name.endswith("市"):
        cities.setdefault(name, province)
    elif len(name) >= 3 and name not in WORDS["generic"]:
        counties[name] = "" if counties.get(name, province) != province else province
