"""Addresses: where one begins and ends in a sentence, and its parts."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields

from nlu.text.address_parts import (
    ANY_ESTATE,
    BEFORE,
    DOUBLE,
    ESTATE,
    FACILITY,
    KEEP,
    KIND,
    NAME,
    NO_PLACE,
    PARTS,
    REST,
    STANDS_ALONE,
    VAGUE,
    WORDS,
)
from nlu.text.areas import Area, area_at, find_areas
from nlu.text.normalize import normalize
from nlu.text.spans import Span

_LONGEST_NAME = 10
_BUILT = re.compile(r"[0-9栋幢座斋]|号楼|单元")
_LONE_BUILDING = re.compile(r".*(?:栋|幢|号楼|座|#|楼|斋|排|号)")
_DOUBLE = re.compile(DOUBLE)
# our estate, whichever it is: its name says nothing
_ANY_HOME = re.compile(
    r"[本整老新旧大小该此]?个?(?:小区|社区|安置[区房]|别墅区?|家属院|开发区|宿舍区?|大院|新区|城区|园区|厂区|校区|院|县城[东西南北]?区|村|庄|里|楼)"
)
# 南京路, 北京东路: a road with a city's name, not the city
_ROAD_OF_A_CITY = re.compile(r"[东西南北中]?(?:路|大道|大街|街(?!道)|巷|道)")
_OUR_HOME = re.compile(r"(?:小区|社区|[我你咱他]们?|们的|本院?|[里院家]|宿舍)的?$")
_FLOOR = re.compile(r"(?<![一二三四五六七八九十百第])[一二三四五六七八九](?=[楼层])")


@dataclass(frozen=True)
class Address:
    """An address by its parts, None where not given; houses ``number`` to ``number_end`` of one ``parity``."""

    province: str | None = None
    city: str | None = None
    district: str | None = None
    town: str | None = None
    village: str | None = None
    group: str | None = None
    road: str | None = None
    number: int | None = None
    number_end: int | None = None
    parity: str | None = None
    compound: str | None = None
    building: str | None = None
    unit: str | None = None
    floor: str | None = None
    room: str | None = None

    @property
    def is_precise(self) -> bool:
        """Whether a crew would find the place: a road with a number, a compound, or a village."""
        return bool((self.road and self.number) or self.compound or self.village)

    @property
    def is_empty(self) -> bool:
        """Whether no part is known."""
        return all(getattr(self, field.name) is None for field in fields(self))


def find_addresses(text: str) -> list[Span]:
    """Addresses of a normalised text; each begins at its province, city, district, road or compound."""
    found: list[Span] = []
    at = 0
    for start, area in _beginnings(text):
        if start < at:
            continue
        span = _address_from(text, start, area)
        if span:
            found.append(span)
            at = span.end
    return found


def parse_address(text: str) -> Address:
    """The parts of an address: 湖北省武汉市江汉区新华路80号-120号（双号） → number 80, number_end 120, parity even."""
    plain = _plain(re.sub(r"[()\s]", "", normalize(text).text))
    parity = "even" if "双号" in plain else "odd" if "单号" in plain else None
    area = area_at(plain, 0)
    if _ROAD_OF_A_CITY.match(plain, area.end) and plain[area.end - 1 : area.end] not in {"市", "区", "县", "省", "旗"}:
        area = Area(0, 0)
    rest = REST.match(plain, area.end)
    parts = {name: value or None for name, value in (rest.groupdict() if rest else {}).items()}
    if parts.get("triple"):
        parts["building"], parts["unit"], parts["room"] = str(parts["triple"]).split("-")
    number, end = _numbers(parts.get("number") or parts.get("compound_number"))
    return Address(
        province=area.province,
        city=area.city,
        district=area.district or _district_zone(parts.get("zone")),
        town=parts.get("town"),
        village=parts.get("village"),
        group=parts.get("group"),
        road=parts.get("road"),
        number=number,
        number_end=end,
        parity=parity,
        compound=parts.get("compound"),
        building=_digits(parts.get("building")),
        unit=_digits(parts.get("unit")),
        floor=_digits(parts.get("floor")),
        room=_digits(parts.get("room")) or parts.get("well"),
    )


def _district_zone(zone: str | None) -> str | None:
    """A zone before a road that is as good as a district (经开区); an estate or park (科技园) is none."""
    return zone if zone and zone.endswith(("开发区", "高新区", "经开区")) else None


def _beginnings(text: str) -> list[tuple[int, Area]]:
    """Where an address may begin, from left to right, with the province, city and district that stand there."""
    areas = find_areas(text)
    found = [(area.start, area) for area in areas]
    ends = [area.end for area in areas]
    for match in KIND.finditer(text):
        if any(area.start <= match.start() < area.end for area in areas):
            continue
        if match.start() in ends:  # 北京路: the road has the city's name
            if match.group()[-1] not in "路街道巷弄":
                continue
            found += [(area.start, Area(area.start, area.start)) for area in areas if area.end == match.start()]
        least = max([0, match.start() - _LONGEST_NAME, *(end for end in ends if end < match.start() - 1)])
        name = NAME.search(text, least, match.start())
        if STANDS_ALONE.fullmatch(match.group()):
            found.append((match.start(), Area(match.start(), match.start())))
        if name:
            start = _trimmed_start(text, name.start(), match.start())
            if start < match.start():
                found.append((start, Area(start, start)))
    if _BUILT.search(text):
        found += [_beginning_before(text, match) for match in PARTS.finditer(text)]
    return sorted(found, key=lambda pair: (pair[0], -pair[1].end))


def _beginning_before(text: str, parts: re.Match[str]) -> tuple[int, Area]:
    """Where the estate's name before its building begins (和平里4栋, 桃花源5-1-602), or else the building."""
    least = max(0, parts.start() - _LONGEST_NAME)
    name = ESTATE.search(text, least, parts.start())
    if name:
        start = _trimmed_start(text, name.start(), parts.start() - 1)
        start = parts.start() if _ANY_HOME.fullmatch(text, start, parts.start()) else start
        return start, Area(start, parts.start())
    start = parts.start()
    name = ANY_ESTATE.search(text, least, parts.start())
    named = _trimmed_start(text, name.start(), start) if name else start
    shortest = 4 if _LONE_BUILDING.fullmatch(parts.group()) else 2
    start = named if start - named >= shortest else start
    return start, Area(start, parts.start())


def _address_from(text: str, start: int, area: Area) -> Span | None:
    """The address that begins at ``start``, or None when what stands there is too vague to be one."""
    rest = REST.match(text, area.end)
    parts, end = _parts_of_a_place(rest) if rest else (set[str](), area.end)
    end = end if parts else area.end
    value = text[start:end].rstrip(" ,")
    named = parts & {"town", "village", "road", "compound"}
    built = bool(parts & {"building", "triple"}) or _DOUBLE.match(text, area.end) is not None
    estate = area.end - start >= 2 and not area.city and built
    # an answer to the question where; behind 我们小区 nobody knows which estate
    inside = _OUR_HOME.search(text, 0, start) is None and (
        ("building" in parts and bool(parts & {"unit", "room", "floor"}))
        or {"unit", "room"} <= parts
        or "triple" in parts
    )
    if not (named or estate or inside) or VAGUE.fullmatch(value) or NO_PLACE.fullmatch(_plain(value)):
        return None
    if parts <= {"road", "village", "town"} and not area.district and FACILITY.match(text, end):
        return None
    return Span("address", _plain(value), start, start + len(value))


def _parts_of_a_place(rest: re.Match[str]) -> tuple[set[str], int]:
    """The parts found and where they end: before the first whose name holds a word of the sentence going on."""
    parts, end = set[str](), rest.start()
    for name, value in rest.groupdict().items():
        if not value:
            continue
        if name in {"town", "village", "zone", "road", "compound"} and _word_end(value):
            break
        parts.add(name)
        end = rest.end(name)
    return parts, end


def _word_end(name: str) -> int:
    """Behind the last word of a sentence in a name; 0 when the name holds none."""
    name = name.replace("厂家属", "\0\0\0")  # 纺织厂家属院 holds no 厂家
    return next((at + 2 for at in range(len(name) - 2, -1, -1) if name[at : at + 2] in WORDS), 0)


def _plain(value: str) -> str:
    """An address as it is kept: no spaces, 一层 as 1层, 从12号到36号 as 12号到36号."""
    value = re.sub(r"[ ,]|(?<=[路街巷道弄])从(?=\d)", "", value)
    return _FLOOR.sub(lambda match: str("零一二三四五六七八九".index(match.group())), value)


def _trimmed_start(text: str, start: int, end: int) -> int:
    """Where the address begins within the run of characters found: behind verbs, pronouns and prepositions."""
    kept = KEEP.sub(lambda match: "\0" * len(match.group()), text[start : end + 2])[: end - start]  # 郑和|路
    leading = BEFORE.match(kept)
    return start + max(leading.end() if leading else 0, _word_end(kept))


def _digits(part: str | None) -> str | None:
    """The distinguishing part of a building, unit or room: 3栋 → 3, 501室 → 501, A座 → A."""
    if not part:
        return None
    match = re.match(r"\d{1,2}-\d{3,4}|[A-Za-z]?\d+[A-Za-z]?|[A-Za-z甲乙丙丁东西南北]", part)
    return match.group() if match else part


def _numbers(part: str | None) -> tuple[int | None, int | None]:
    if not part:
        return None, None
    values = [int(value) for value in re.findall(r"\d+", part)]
    ranged = (
        len(values) > 1
        and re.search(r"号?(?:-|到|至)\d+号", part) is not None
        and "附" not in part
        and values[1] > values[0]
    )
    return values[0], values[1] if ranged else None
