"""Reading where an outage is: an area as the utility writes it, in parts; and a place as a customer writes it.

An area is one or several parts (新华路80号-120号（双号）、青年路2号-30号); a part leaves out what it shares with the
one before. A part that can only be read half is refused: it would tell the wrong people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from functools import lru_cache

from api.places import AREA_ENDINGS, knows_city, locate
from nlu.text.addresses import Address
from nlu.text.normalize import normalize

MOST_BUILDINGS = 200
_TO = r"(?:-|—|–|~|～|至|到)"
_KINDS = r"(?:号楼|栋|幢|座|单元|村民小组|小组|组|社(?!区)|队)"
_SEPARATOR = re.compile(r"[、;,]|(?<=[号弄院栋幢村组路街巷)])(?:以及|及)")
_LIST = re.compile(rf"(?<!\d)(?:\d{{1,4}}(?:{_TO}\d{{1,4}})?[、,])+\d{{1,4}}(?:{_TO}\d{{1,4}})?(?P<kind>{_KINDS}|号)")
_RUN = re.compile(rf"(?<!\d)(?P<first>\d{{1,3}}){_KINDS}?{_TO}(?P<last>\d{{1,3}})(?P<kind>{_KINDS})")
_SIDE = r"(?:单双号|双单号|单号|双号|单数号?|双数号?)"
_SIDE_FIRST = re.compile(rf"(?<!\d)(?P<side>{_SIDE})侧?(?P<numbers>\d+.*)$")
_RANGE = re.compile(rf"(?<!\d)(\d{{1,5}})号?{_TO}(\d{{1,5}})(?!\d)号?(?!{_KINDS}|[弄楼室])")
_LANE = re.compile(
    rf"(?:(?P<lane_first>\d{{1,5}})弄?{_TO})?(?P<lane>\d{{1,5}})弄(?:(?P<first>\d{{1,4}})号?(?:{_TO}(?P<last>\d{{1,4}})号)?)?"
)
_JOINED = re.compile(r"[路街巷道](?:和(?![平谐顺睦兴美安泰悦畅])|与|跟)")
_VAGUE = re.compile(
    r"附近|周边|一带|部分|以[东南西北上下内外前后]|[东南西北]侧|之间|左右|沿线|等地?$|若干|大部|个别|零星|相关|交叉"
)
_PLAIN = re.compile(
    rf"{_SIDE}|号楼|单元|大院|维吾尔|壮族|回族|省|市|号|弄|院|栋|幢|座|楼|室|层|全部|全段|整个|全村|全区|全市|全县|"
    r"居民|用户|住户|客户|范围|片区|区域|至|到|[\dA-Za-z()\[\]\-—–~～.\s#]"
)
# what a later part takes over from the one before, by the first thing that it names itself
_SHARED = {
    "town": ("province", "city", "district"),
    "village": ("province", "city", "district", "town"),
    "group": ("province", "city", "district", "town", "village"),
    "road": ("province", "city", "district", "town"),
    "number": ("province", "city", "district", "town", "village", "road"),
    "compound": ("province", "city", "district", "town"),
    "building": ("province", "city", "district", "town", "village", "road", "number", "compound"),
    "unit": ("province", "city", "district", "town", "village", "road", "number", "compound", "building"),
}


class UnreadableArea(ValueError):
    """An area that does not say clearly whom it concerns; the message is Chinese and says what is missing."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place or a part of an area: its address, and for a lane (弄) the houses in it."""

    address: Address
    is_lane: bool = False
    house: int | None = None
    house_end: int | None = None


@lru_cache(maxsize=8192)
def read_place(text: str) -> Spot:
    """Where a customer's address or sentence points to; an empty address when to nothing."""
    return _spot(text)


@lru_cache(maxsize=2048)
def read_area(text: str) -> tuple[Spot, ...]:
    """The parts of an area, as far as they can be read."""
    return tuple(spot for spot, _ in _read(text))


def check_area(text: str, *, needs_limits: bool = True) -> None:
    """Refuse an area that could concern the wrong people. Raises UnreadableArea.

    ``needs_limits``: whether the address alone decides who is concerned (no list of transformers or accounts).
    """
    parts = list(_read(text))
    if not parts or not knows_city(parts[0][0].address):
        raise UnreadableArea("要写明省、市、区（县），例如“湖北省武汉市江汉区新华路80号-120号（双号）”")
    if not needs_limits:
        return
    for spot, words in parts:
        if joined := _JOINED.search(words):
            raise UnreadableArea(f"“{joined[0]}”是几处还是一处看不清，几处请用顿号分开，或另给台区、户号清单")
        if vague := _VAGUE.search(words):
            raise UnreadableArea(f"“{vague[0]}”说不准范围，请写明起止门牌、小区或村组，或另给台区、户号清单")
        if left := _left_over(words, spot.address):
            raise UnreadableArea(f"看不懂“{left}”，请写明起止门牌、小区或村组，或另给台区、户号清单")


def _read(text: str) -> Iterator[tuple[Spot, str]]:
    """Each part with its words."""
    before: Address | None = None
    plain = normalize(text).text.replace(":", "")
    for words in _SEPARATOR.split(_LIST.sub(_each_with_its_kind, plain)):
        for single in _single_buildings(words):
            spot = _spot(single)
            address = _continued(spot.address, before) if before else spot.address
            if address == Address() or (before and address == before):
                continue
            before = address
            yield replace(spot, address=address), single


def _each_with_its_kind(match: re.Match[str]) -> str:
    """1、3-4、7栋 as 1栋、3-4栋、7栋."""
    numbers = re.split(r"[、,]", match[0].removesuffix(match["kind"]))
    return "、".join(number + match["kind"] for number in numbers)


def _spot(text: str) -> Spot:
    plain = re.sub(r"\s", "", normalize(text).text)
    lane = _LANE.search(plain)
    if lane is None:
        return Spot(locate(_in_order(plain)))
    house, last = lane["first"], lane["last"]
    number, end = int(lane["lane_first"] or lane["lane"]), int(lane["lane"]) if lane["lane_first"] else None
    address = locate(f"{plain[: lane.start()]}{number}号{plain[lane.end() :]}")
    address = replace(address, number=number, number_end=end)
    return Spot(address, True, int(house) if house else None, int(last) if last else None)


def _in_order(text: str) -> str:
    """双号80-120 as 80号-120号(双号), the way that addresses are read."""
    turned = _SIDE_FIRST.sub(lambda match: f"{match['numbers']}({match['side']})", text)
    turned = turned.replace("单双号", "").replace("双单号", "").replace("单数", "单号").replace("双数", "双号")
    return _RANGE.sub(r"\1号-\2号", turned).replace("号号", "号")


def _single_buildings(words: str) -> Iterator[str]:
    """1-3栋 as 1栋, 2栋 and 3栋; groups of a village and units likewise."""
    match = _RUN.search(words)
    if match is None or not 0 < int(match["last"]) - int(match["first"]) < MOST_BUILDINGS:
        yield words
        return
    for number in range(int(match["first"]), int(match["last"]) + 1):
        yield f"{words[: match.start()]}{number}{match['kind']}{words[match.end() :]}"


def _continued(part: Address, before: Address) -> Address:
    if part.city or part.district:
        return part if part.city else replace(part, province=before.province, city=before.city)
    first = next((name for name in _SHARED if getattr(part, name) is not None), None)
    if first is None:
        return part
    return replace(part, **{name: getattr(before, name) for name in _SHARED[first] if getattr(part, name) is None})


def _left_over(words: str, address: Address) -> str:
    """What of a part was not understood."""
    left = words
    for each in fields(address):
        value = getattr(address, each.name)
        if isinstance(value, str) and each.name != "parity":
            left = left.replace(value, "", 1)
    for ending in AREA_ENDINGS[:3]:
        left = left.replace(ending, "")
    return _PLAIN.sub("", left)
