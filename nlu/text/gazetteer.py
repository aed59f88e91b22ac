"""China's provinces, cities and counties, read once (``data/places.tsv``), and the key that two names of one share."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from nlu.text.tables import rows, words_by_kind

WORDS = words_by_kind("place_words.tsv")
# what kind of division it is; 州 only of a longer name, since 徐州 and 达州 are whole ones
_KIND = re.compile(r"(?:特别行政区|自治[区州县旗]|地区|省|市|区|县|盟|旗|(?<=..)州)$")
_PEOPLES = re.compile(rf"(?:{'|'.join(WORDS['people'])})*$")
# everyday names of zones: 经开区 is the 经济技术开发区, 高新区 the 高新技术(产业)开发区
_ZONES = (
    (re.compile("(?:经济开发|经开)$"), "经济技术开发"),
    (re.compile("(?:(?:高新|新)技术(?:产业)?开发|高新)$"), "高新技术开发"),
)
_ZONE_KEYS = tuple(key for _, key in _ZONES)


@dataclass(frozen=True, slots=True)
class Division:
    """A province, a city of one or a county of one, by their keys (湖北, 武汉, 江汉); ``name``: in full."""

    province: str | None
    city: str | None
    county: str | None
    name: str

    @property
    def names(self) -> frozenset[str]:
        """What it is called: 恩施土家族苗族自治州, 恩施州 or 恩施."""
        key = self.county or self.city or self.province or self.name
        return frozenset({self.name, key, f"{key}州" if self.name.endswith("自治州") else key})


@lru_cache(maxsize=1)
def divisions() -> tuple[Division, ...]:
    """All of them, provinces before their cities before their counties."""
    return tuple(dict.fromkeys(_read()))


def divisions_called(name: str) -> tuple[Division, ...]:
    """Those of that name, in full or by their key: 朝阳 is a city and a district of two others."""
    return _by_name().get(name, ())


@lru_cache(maxsize=8192)
def bare_name(name: str | None) -> str:
    """A division's name without what kind it is, as people write it: 海西蒙古族藏族自治州 and 海西州 → 海西."""
    if not name:
        return ""
    kind = _KIND.search(name)
    plain = name[: kind.start()] if kind else name
    if kind and kind.group().startswith("自治"):
        plain = _PEOPLES.sub("", plain) or plain
    return plain if len(plain) >= 2 else name


@lru_cache(maxsize=8192)
def key_of(name: str | None) -> str:
    """What all names of one division have in common: its bare name, a zone's in full (经开区 → 经济技术开发)."""
    key = bare_name(name)
    for everyday, full in _ZONES:
        key = everyday.sub(full, key)
    return key


def zone_of(name: str | None) -> str | None:
    """What kind of zone it is (东湖高新区 → 高新技术开发); None for other divisions."""
    key = key_of(name)
    return next((zone for zone in _ZONE_KEYS if key.endswith(zone)), None)


def _read() -> Iterator[Division]:
    for province, city, counties in rows("places.tsv"):
        keys = key_of(province), key_of(city) or None
        yield Division(keys[0], None, None, province)
        if city:
            yield Division(*keys, None, city)
        yield from (Division(*keys, key_of(county), county) for county in counties.split("|") if county)


@lru_cache(maxsize=1)
def _by_name() -> dict[str, tuple[Division, ...]]:
    called: defaultdict[str, list[Division]] = defaultdict(list)
    for each in divisions():
        for name in each.names:
            called[name].append(each)
    return {name: tuple(found) for name, found in called.items()}
