"""Where a text points to, and whether one place lies inside another: for outages, units, merging and identity."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from functools import lru_cache

from nlu.text.addresses import Address, find_addresses, parse_address
from nlu.text.gazetteer import divisions_called, key_of, zone_of
from nlu.text.normalize import normalize

MUNICIPALITIES = frozenset({"北京", "上海", "天津", "重庆"})


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
    city = own.city or (f"{own.province}市" if own.province in MUNICIPALITIES else "")
    return f"{city}{district or ''}{text}"


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


def same_name(one: str | None, other: str | None) -> bool:
    """Whether two area names may mean the same place; an unknown one contradicts nothing."""
    first, second = key_of(one), key_of(other)
    return not first or not second or first.endswith(second) or second.endswith(first)


def same_area(one: Address, other: Address) -> bool:
    """Whether province, city and district do not contradict each other."""
    return all(same_name(getattr(one, part), getattr(other, part)) for part in ("province", "city", "district"))


def knows_city(address: Address) -> bool:
    """Whether an address says in which city it is: road names and plain zones (经开区) repeat from city to city."""
    key = key_of(address.district)
    is_district = bool(key) and key != zone_of(address.district)
    return bool(address.city or is_district or address.province in MUNICIPALITIES)


def area_key(address: Address) -> str:
    """Its district however it is written, with the city where it needs one: 朝阳区 and 经开区 are in several."""
    district = key_of(address.district)
    is_alone = district != zone_of(district) and len(divisions_called(address.district or "")) <= 1
    return district if district and is_alone else key_of(address.city or address.province) + district
