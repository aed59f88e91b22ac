"""Where a text points to, and whether one place lies inside another: for outages, units, merging and identity."""

from __future__ import annotations

import re
from dataclasses import replace
from enum import Enum
from functools import lru_cache

from nlu.text.addresses import Address, find_addresses, parse_address
from nlu.text.normalize import normalize

# Everyday names of zones: 经开区 is the 经济技术开发区, 高新区 the 高新技术(产业)开发区; stems, without 区
ZONE_NAMES = (
    (re.compile("(经济开发|经开)$"), "经济技术开发"),
    (re.compile("((高新|新)技术(产业)?开发|高新)$"), "高新技术开发"),
)
NAMELESS_ZONES = frozenset({"经济技术开发", "高新技术开发"})
AREA_ENDINGS = ("特别行政区", "自治区", "自治州", "省", "市", "区", "县", "盟")


class Fit(Enum):
    """Whether a place lies in an area. UNSURE: what is known of the place does not decide it."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


@lru_cache(maxsize=4096)
def locate(text: str) -> Address:
    """The address in a text, which may be the address alone or a sentence around it; empty when there is none."""
    whole = _located(text)
    if whole.is_precise:
        return whole
    spans = find_addresses(normalize(text).text)
    found = [_located(span.value) for span in spans]
    return next((each for each in found if each.is_precise), found[0] if found and whole.is_empty else whole)


def _located(text: str) -> Address:
    return _after_street(_with_county(parse_address(text)), text)


def completed(text: str, home: str) -> str:
    """An address that leaves out its city (新华路88号3栋), with the area of the customer's own home before it."""
    place, own = locate(text), locate(home)
    if knows_city(place) or not (place.road or place.compound or place.village):
        return text
    is_near = any(getattr(own, part) and getattr(place, part) == getattr(own, part) for part in ("road", "village"))
    district = own.district if is_near else None
    return f"{own.city or ''}{district or ''}{text}"


def _with_county(address: Address) -> Address:
    """A county named like its city (新乡县翟坡镇): the 县 that was left before the town belongs to the district."""
    if address.district or not address.city or not (address.town or "").startswith("县"):
        return address
    return replace(address, district=f"{address.city}县", town=str(address.town)[1:])


def _after_street(address: Address, text: str) -> Address:
    """A street that is a township (纱帽街兴三路15号): the road with the number follows it."""
    if not address.road or address.number or address.road not in text:
        return address
    rest = parse_address(text.partition(address.road)[2])
    if not rest.road:
        return address
    return replace(rest, province=address.province, city=address.city, district=address.district, town=address.road)


def stem(name: str | None) -> str:
    """A place's name without what kind of place it is: 武汉市 → 武汉; a zone's in full: 经开区 → 经济技术开发."""
    if not name:
        return ""
    ending = next((each for each in AREA_ENDINGS if len(name) > len(each) + 1 and name.endswith(each)), "")
    plain = name.removesuffix(ending)
    for everyday, full in ZONE_NAMES:
        plain = everyday.sub(full, plain)
    return plain


def same_name(one: str | None, other: str | None) -> bool:
    """Whether two area names may mean the same place; an unknown one contradicts nothing."""
    first, second = stem(one), stem(other)
    return not first or not second or first.endswith(second) or second.endswith(first)


def same_area(one: Address, other: Address) -> bool:
    """Whether province, city and district do not contradict each other."""
    return all(same_name(getattr(one, part), getattr(other, part)) for part in ("province", "city", "district"))


def knows_city(address: Address) -> bool:
    """Whether the address says in which city it is: road names and plain zones (经开区) repeat from city to city."""
    return bool(address.city or (address.district and stem(address.district) not in NAMELESS_ZONES))


def fit(place: Address, area: Address) -> Fit:
    """Whether ``place`` lies in ``area``, which may be a range of house numbers on one side of a road."""
    if not same_area(place, area):
        return Fit.NO
    verdicts = [
        _same_part(getattr(place, part), getattr(area, part)) for part in ("town", "village", "road", "compound")
    ]
    if area.road and place.road == area.road:
        verdicts = [Fit.YES, _number_fit(place, area)]
    verdicts += [_same_part(getattr(place, part), getattr(area, part)) for part in ("building", "unit")]
    if Fit.NO in verdicts:
        return Fit.NO
    return Fit.UNSURE if Fit.UNSURE in verdicts else Fit.YES


def _same_part(given: str | None, wanted: str | None) -> Fit:
    if wanted is None:
        return Fit.YES
    if given is None:
        return Fit.UNSURE
    return Fit.YES if given == wanted else Fit.NO


def _number_fit(place: Address, area: Address) -> Fit:
    if area.number is None:
        return Fit.YES
    if place.number is None:
        return Fit.UNSURE
    last = area.number_end or area.number
    on_side = area.parity is None or (place.number % 2 == 0) == (area.parity == "even")
    return Fit.YES if area.number <= place.number <= last and on_side else Fit.NO
