"""Whether a place lies in a part of an outage's area."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from api.outages.areas import Spot
from api.places import Fit, same_area, same_name, stem
from nlu.text.addresses import Address
from nlu.text.numbers import number_of

_TOWN_ENDINGS = re.compile(r"(街道办事处|街道|街|镇|乡|苏木)$")
_ROAD_END = re.compile(r"(路|街|道|巷|胡同|弄)$")
_PHASE = re.compile(r"([A-Z]|[一二三四五六七八九十\d东西南北])[期区]$")
NAMED = ("village", "road", "compound")
INSIDE = ("building", "unit", "floor", "room")


def lies_in(place: Spot, area: Sequence[Spot]) -> Fit:
    """Whether ``place`` lies in any part of ``area``; UNSURE when it may, but says too little."""
    verdicts = [covers(place, part) for part in area]
    if Fit.YES in verdicts:
        return Fit.YES
    return Fit.UNSURE if Fit.UNSURE in verdicts else Fit.NO


def covers(place: Spot, part: Spot) -> Fit:
    """Whether ``place`` lies in one ``part`` of an area."""
    here, area = place.address, _without_glued_area(part.address, part.address)
    here = _without_glued_area(here, area)
    if not same_area(here, area):
        return Fit.NO
    verdicts = [_named_fit(place, part, here, area), _town_fit(here, area), _group_fit(here, area)]
    verdicts += [_same(getattr(here, name), getattr(area, name)) for name in INSIDE]
    if area.compound and here.compound == area.compound:
        verdicts.append(Fit.YES)
    if Fit.NO in verdicts:
        return Fit.NO
    return Fit.UNSURE if Fit.UNSURE in verdicts else Fit.YES


def _named_fit(place: Spot, part: Spot, here: Address, area: Address) -> Fit:
    """The village, road or compound; of an area without any, the district must be known to be the same."""
    if not any(getattr(area, name) for name in NAMED):
        if area.district and not here.district:
            return Fit.UNSURE
        return Fit.YES
    if area.compound and here.compound:
        if _within_compound(here.compound, area.compound):
            return Fit.YES
        if not _within_compound(area.compound, here.compound):
            same_house = area.number is not None and here.number == area.number and same_road(here.road, area.road)
            return Fit.UNSURE if same_house else Fit.NO
        return Fit.UNSURE
    if area.village:
        return _village_fit(here, area)
    if area.road and here.road:
        if not same_road(here.road, area.road):
            return Fit.NO
        numbers = _number_fit(place, part)
        # a compound on this road: only its own house number tells that the place is in it
        return Fit.UNSURE if area.compound and area.number is None and numbers is Fit.YES else numbers
    return Fit.NO if here.is_precise else Fit.UNSURE


def _within_compound(inner: str, outer: str) -> bool:
    """Whether one compound is the other or a phase of it: 家和小区二期 lies in 家和小区."""
    return inner == outer or _PHASE.sub("", inner) == outer


def _village_fit(here: Address, area: Address) -> Fit:
    if here.village is None:
        return Fit.NO if here.is_precise else Fit.UNSURE
    return Fit.YES if _village(here.village) == _village(area.village) else Fit.NO


def _village(name: str | None) -> str:
    return (name or "").replace("村委会", "村").removesuffix("村")


def same_road(one: str | None, other: str | None) -> bool:
    """Whether two names mean one road: 平江路中张家巷 and 中张家巷 do, 新华路 and 西新华路 do not."""
    if not one or not other:
        return False
    longer, shorter = sorted((one, other), key=len, reverse=True)
    return longer == shorter or (longer.endswith(shorter) and bool(_ROAD_END.search(longer.removesuffix(shorter))))


def _number_fit(place: Spot, part: Spot) -> Fit:
    here, area = place.address, part.address
    if area.number is None and area.parity is None:
        return Fit.YES
    if here.number is None:
        return Fit.UNSURE
    first = area.number or 0
    last = area.number_end or area.number or here.number
    if area.parity and (here.number % 2 == 0) != (area.parity == "even"):
        return Fit.NO
    if not first <= here.number <= last:
        return Fit.NO
    if area.number_end is None and area.number is not None and place.is_lane != part.is_lane:
        return Fit.UNSURE  # 1228弄 is a lane, 1228号 a house
    return _house_fit(place, part)


def _house_fit(place: Spot, part: Spot) -> Fit:
    """The house in a lane."""
    if part.house is None:
        return Fit.YES
    if place.house is None:
        return Fit.UNSURE
    return Fit.YES if part.house <= place.house <= (part.house_end or part.house) else Fit.NO


def _town_fit(here: Address, area: Address) -> Fit:
    if area.town is None:
        return Fit.YES
    if here.town is not None:
        if _TOWN_ENDINGS.sub("", here.town) == _TOWN_ENDINGS.sub("", area.town):
            return Fit.YES
        # people name the wrong sub-district; a road or compound of the name is there all the same
        return Fit.UNSURE if same_road(here.road, area.road) or _same_compound(here, area) else Fit.NO
    if same_road(here.road, area.road) or _same_compound(here, area):
        return Fit.YES
    is_near = area.village and here.district and _village(here.village) == _village(area.village)
    return Fit.YES if is_near else Fit.UNSURE


def _same_compound(here: Address, area: Address) -> bool:
    return area.compound is not None and here.compound == area.compound


def _group_fit(here: Address, area: Address) -> Fit:
    if area.group is None:
        return Fit.YES
    if here.group is None:
        return Fit.UNSURE
    return Fit.YES if _group_number(here.group) == _group_number(area.group) else Fit.NO


def _group_number(group: str) -> int | str:
    """三组, 第3村民小组 and 3社 are the same group of a village."""
    found = re.search(r"\d+|[一二三四五六七八九十]+", group)
    if not found:
        return group
    return int(found[0]) if found[0].isdigit() else (number_of(found[0]) or found[0])


def _same(given: str | None, wanted: str | None) -> Fit:
    if wanted is None:
        return Fit.YES
    if given is None:
        return Fit.UNSURE
    return Fit.YES if given.upper() == wanted.upper() else Fit.NO


def _without_glued_area(here: Address, area: Address) -> Address:
    """济南历下文化东路: the district without its 区 was read as part of the road."""
    if not here.road or here.district:
        return here
    for name in (area.district, area.city):
        plain = stem(name)
        if plain and here.road.startswith(plain) and len(here.road) > len(plain) + 2 and area.road:
            rest = here.road.removeprefix(plain)
            if same_road(rest, area.road) and same_name(name, plain):
                return replace(here, road=rest, district=area.district)
    return here
