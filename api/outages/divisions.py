"""Provinces, cities and districts as people name them: 哈尔滨道里, 格尔木, 洞口 (a county), without 市, 区 or 县."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from api.places import MUNICIPALITIES
from nlu.text.addresses import Address
from nlu.text.gazetteer import Division, divisions, divisions_called, key_of, zone_of

_ZONE = re.compile(r"[一-鿿]{0,5}?(?:新区|开发区|高新区|经开区|保税区)")
# a name goes on: 北京中路, 和平路, 长安花园, 南京饭店
_GOES_ON = re.compile(
    r"[东西南北中一二三四五六七八九\d]{0,2}(?:路|街(?!道)|大街|大道|道|巷|里|胡同|弄)|小区|花园|花苑|家园|苑|公寓|大厦|广场|饭店|宾馆|酒店|医院|"
    r"中学|小学|大学|学院|银行|商场|超市|菜|面|话|人(?!民)|人家|新村|家属|宿舍|村(?!镇)|寨|庄|山庄|镇|乡"
)
_BEFORE = re.compile(
    r"(?:^|[,。的是在住到我家俺咱额这那从于跟和往去个客服师傅你好呢啊嗯里外头归属搁勒嘞喺辣佇厝屋市省州])$"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A division named at ``start:end``: what it may be."""

    start: int
    end: int
    text: str
    meant: tuple[Division, ...]


@dataclass(frozen=True, slots=True)
class Divisions:
    """Which divisions a text names, compared with an area: any that contradict it, and whether city or district fit."""

    contradicts: bool = False
    is_either: bool = False
    has_city: bool = False
    has_district: bool = False
    spans: tuple[tuple[int, int], ...] = ()


@lru_cache(maxsize=16384)
def compared(words: str, area: Address, mask: tuple[int, int] = (0, 0)) -> Divisions:
    """The divisions in ``words`` against those of ``area``; what stands in ``mask`` is a road's or an estate's name."""
    fits, contradictions, spans = list[Named](), list[Named](), list[tuple[int, int]]()
    district, city = bool(area.district and area.district in words), False
    for named in _named(words, area, mask):
        spans.append((named.start, named.end))
        own = [each for each in named.meant if _is_of(each, area)]
        (fits if own else contradictions).append(named)
        district |= any(each.county and area.district is not None for each in own)
        city |= any((each.city and not each.county) or each.province in MUNICIPALITIES for each in own)
        city |= bool(own) and len(divisions_called(named.text)) == 1 and own[0].county is not None
    return Divisions(bool(contradictions), bool(contradictions and fits), city, district, tuple(spans))


def _named(words: str, area: Address, mask: tuple[int, int]) -> Iterator[Named]:
    at = last = 0
    while at < len(words) - 1:
        if mask[0] <= at < mask[1]:
            at = mask[1]
            continue
        limit = mask[0] if at < mask[0] else len(words)
        found = _at(words, at, limit, area, is_joined=limit == mask[0] < mask[1], is_next=0 < last == at)
        if found:
            last = found.end
            yield found
        at = found.end if found else at + 1


def _at(words: str, at: int, limit: int, area: Address, *, is_joined: bool, is_next: bool) -> Named | None:
    for size in range(min(11, limit - at), 1, -1):
        text = words[at : at + size]
        meant = _meant(text, area, is_adjacent=is_joined and at + size == limit)
        if meant and ((size > 2 and text[-1] in "省市区县州盟旗") or _is_short(words, at, at + size, limit, is_joined)):
            return Named(at, at + size, text, meant)
    zone = _ZONE.match(words, at, limit)
    if zone and (is_next or _BEFORE.search(words, 0, at)):
        return Named(at, zone.end(), zone.group(), (Division(None, None, key_of(zone.group()), zone.group()),))
    return None


def _is_short(words: str, start: int, end: int, limit: int, is_joined: bool) -> bool:
    """Whether a name without 市 or 区 stands where a division does, and no longer name goes on behind it."""
    if is_joined and end == limit:
        return bool(_BEFORE.search(words, 0, start)) or end - start >= 2
    return bool(_BEFORE.search(words, 0, start)) and not _GOES_ON.match(words, end)


def _meant(text: str, area: Address, *, is_adjacent: bool) -> tuple[Division, ...]:
    """What a name may stand for; a district without 区 or 县 only beside the area's own (东方 and 瑞金 are words)."""
    return tuple(
        each
        for each in divisions_called(text)
        if each.county is None
        or text == each.name
        or (is_adjacent and each.name.endswith("市"))
        or _is_beside(each, area)
    )


def _is_beside(each: Division, area: Address) -> bool:
    return _alike(each.province, area.province) and _alike(each.city, area.city)


def _alike(one: str | None, other: str | None) -> bool:
    """Whether two names may mean one division; an unknown one contradicts nothing."""
    first, second = key_of(one), key_of(other)
    return not first or not second or first == second


def _is_of(each: Division, area: Address) -> bool:
    """Whether an area lies in a division, or may: an unknown part contradicts nothing."""
    if not _alike(each.province, area.province):
        return False
    if each.county:
        zone = zone_of(each.name)
        is_zone = zone is not None and zone == zone_of(area.district)
        own = area.district or (area.city if each.name.endswith("市") else None)
        return is_zone or _alike(each.county, own)
    return each.city is None or _alike(each.city, area.city or (area.district if not area.city else None))


def ends_in_division(words: str, area: Address) -> bool:
    """Whether words end in a division, the area's or one beside it: 丰台, 南昌东湖."""
    sizes = range(2, min(11, len(words)) + 1)
    return any(_meant(words[-size:], area, is_adjacent=True) for size in sizes)


def is_elsewhere(address: Address, area: Address) -> bool:
    """Whether an address on record is of another province, city or district than an area."""
    own, other = with_parents(address), with_parents(area)
    pairs = ((getattr(own, level), getattr(other, level)) for level in ("province", "city", "district"))
    return any(not _alike(one, two) for one, two in pairs)


@lru_cache(maxsize=8192)
def names_city(words: str) -> bool:
    """Whether words name any division: an area of another city of that name is compared all the same."""
    if compared(words, Address()).spans:
        return True
    cities = (
        (at, each) for each in divisions() if each.city and not each.county and (at := words.find(each.city)) >= 0
    )
    return any(not _GOES_ON.match(words, at + len(str(each.city))) for at, each in cities)


def with_parents(address: Address) -> Address:
    """A county-level city that stands without its city (利川市) is the district of its prefecture (恩施州)."""
    meant = [each for each in divisions_called(address.city or "") if each.county]
    if len(meant) != 1 or address.district:
        return address
    return replace(address, province=address.province or meant[0].province, city=meant[0].city, district=address.city)
