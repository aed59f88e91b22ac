"""Whether a place lies in a part of an outage's area.

1. The part's name is looked for in the words of the place (``naming``), its divisions before it (``divisions``).
2. Divisions that contradict, or another road, estate or village: not inside. Nothing named: not sure.
3. What stands behind the name (``premises``) is compared level by level with what the part is limited to.
4. The customer's own address fills what the words leave out: the city, and the levels above those they name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from api.outages.divisions import compared, is_elsewhere
from api.outages.naming import Found, bare_town, base_of_a_road, find, is_another_office
from api.outages.premises import LEVELS, Premises, Run, fit_of_level, premises_of
from api.outages.spots import Spot
from api.places import Fit
from nlu.text.addresses import Address

_EITHER = re.compile(r"还是|或者|或是|要么|要不|不是.{1,8}就是")
_OWN = re.compile(
    r"(?:我|俺|咱|额|阿拉|伲|侬|自)(?:们|个)?(?:家|屋|这|小区|村|楼|院|住|公司|店)|家里|屋里|屋头|家中|本小区|我们$|这边|这里"
)
# seen from there, not there itself
_BESIDE = re.compile(
    r"对面|旁边|隔壁|后头|后面|后边|背后|边上|斜对|往[东西南北前后里]|附近|一带|周边|中段|[东西南北]段|[东西南北]头|前面|不远"
)
_HAMLET = re.compile(r"的?[一-鿿]{1,6}?(?:屯|寨|庄|围|湾|组|自然村|坪|坡|沟|塘|岭)")
NAMED = ("village", "road", "compound")


def lies_in(place: Spot, area: Sequence[Spot]) -> Fit:
    """Whether ``place`` lies in any part of ``area``; UNSURE when it may, but says too little."""
    verdicts = [covers(place, part) for part in area]
    if Fit.YES in verdicts:
        return Fit.YES
    return Fit.UNSURE if Fit.UNSURE in verdicts else Fit.NO


def covers(place: Spot, part: Spot) -> Fit:
    """Whether ``place`` lies in one ``part`` of an area."""
    verdict = _covers(place, part)
    if verdict is not Fit.YES:
        return verdict
    if part.is_vague:
        return Fit.UNSURE
    return {Fit.YES: Fit.NO, Fit.NO: Fit.YES}.get(lies_in(place, part.excluded), Fit.UNSURE)


def _covers(place: Spot, part: Spot, given: Premises | None = None) -> Fit:
    found = find(place.words, part.address)
    if found is None and not _names_anything(place, part):
        return _at_home(place, part)
    if contradiction := _elsewhere(place, part, found):
        return contradiction
    if found is None:
        return _without_name(place, part)
    premises = premises_of(place.words[found.end :], is_numbered=found.kind == "road")
    premises = given.completed_by(premises) if given else _with_home(premises, place, part)
    verdicts = [*_limits(premises, place, part, found), _town_fit(place, part, found)]
    if not (found.is_sure or _is_at_home(place, part)) or _is_beside(place.words[found.end :], premises):
        verdicts.append(Fit.UNSURE)
    return _all(verdicts)


def _is_at_home(place: Spot, part: Spot) -> bool:
    found = find(place.home.words, part.address) if place.home else None
    return found is not None and found.is_sure


def _all(verdicts: Sequence[Fit]) -> Fit:
    if Fit.NO in verdicts:
        return Fit.NO
    return Fit.UNSURE if Fit.UNSURE in verdicts else Fit.YES


def _names_anything(place: Spot, part: Spot) -> bool:
    own = place.address
    if own.road or own.compound or own.village or own.town:
        return True
    if is_another_office(place.words, part.address):
        return True
    named = compared(place.words, part.address)
    return bool(named.spans) and place.home is None


def _at_home(place: Spot, part: Spot) -> Fit:
    """82号, 3栋2单元, 我家: the road or estate is that of the customer's own address."""
    home = place.home
    named = compared(place.words, part.address)
    if named.contradicts:
        return Fit.NO
    if home is None or not (place.premises.runs or _OWN.search(place.words)) or _BESIDE.search(place.words):
        return Fit.UNSURE
    return _covers(replace(home, home=None), part, place.premises)


def _elsewhere(place: Spot, part: Spot, found: Found | None) -> Fit | None:
    """NO for another city or district, UNSURE where both are named as alternatives, None where nothing contradicts."""
    mask = (found.start, found.end) if found else (0, 0)
    named = compared(place.words, part.address, mask)
    if named.contradicts:
        return Fit.UNSURE if named.is_either and _EITHER.search(place.words) else Fit.NO
    home = place.home
    if home is None or named.has_city:
        return None
    is_same_place = not named.has_district and found is not None and find(home.words, part.address) is not None
    area = part.address if is_same_place else replace(part.address, district=None)
    return Fit.NO if is_elsewhere(home.address, area) else None


def _with_home(premises: Premises, place: Spot, part: Spot) -> Premises:
    """What the words leave out, where the customer's own address is in the same estate or road."""
    found = find(place.home.words, part.address) if place.home else None
    if found is None or place.home is None or (premises.get("number") and found.kind == "road"):
        return premises
    own = premises_of(place.home.words[found.end :], is_numbered=found.kind == "road")
    return premises.completed_by(own)


def _limits(premises: Premises, place: Spot, part: Spot, found: Found) -> Iterator[Fit]:
    """Level by level; a road's house numbers say nothing of an estate that is named itself."""
    area, is_either = part.address, _EITHER.search(place.words) is not None
    if found.is_alley:
        yield Fit.YES if part.has_alleys else Fit.NO if part.premises.get("number") or area.parity else Fit.UNSURE
        return
    if found.kind == "village" and area.compound:
        yield Fit.NO if _HAMLET.match(place.words, found.end) else Fit.UNSURE
    for level in LEVELS:
        wanted, given = part.premises.get(level), premises.get(level)
        if level == "number" and found.kind != "road" and area.road:
            continue
        if level == "building" and not given and found.kind != "road":
            given = premises.get("number")  # 蕉南新村13号 is its building 13
        if level == "number" and not given and found.kind != "road":
            given = premises.get("building")
        if level == "building" and given and any(run.letter for run in wanted) and not given[0].letter:
            given = (
                tuple(Run(block.letter, run.first, run.last) for block in premises.get("phase") for run in given)
                or given
            )
        if level == "floor" and wanted and not given:
            given = tuple(Run("", run.first // 100, run.first // 100) for run in premises.get("room") if run.first)
        yield fit_of_level(given, wanted, is_either=is_either)
    if area.parity and found.kind != "road":
        yield _side(premises.get("building") or premises.get("number"), area.parity)  # 1-15号楼单号
    if found.kind == "road":
        yield from _on_the_road(premises, part)


def _on_the_road(premises: Premises, part: Spot) -> Iterator[Fit]:
    area = part.address
    if area.parity:
        yield _side(premises.get("building") if part.premises.get("building") else premises.get("number"), area.parity)
    if area.compound and not part.premises.get("number"):
        yield Fit.UNSURE  # an estate on this road: only its own house number tells that the place is in it
    wanted = part.premises.get("number")
    if wanted and wanted[0].first == wanted[0].last and premises.is_lane != part.premises.is_lane:
        yield Fit.UNSURE  # 1228弄 is a lane, 1228号 a house


def _side(given: tuple[Run, ...], parity: str) -> Fit:
    """The side of the street, by the house's own number."""
    if not given or given[0].first is None:
        return Fit.UNSURE
    return Fit.YES if (given[0].first % 2 == 0) == (parity == "even") else Fit.NO


def _is_beside(tail: str, premises: Premises) -> bool:
    clause = tail.split(",", 1)[0][:12]
    beside = _BESIDE.search(clause)
    return bool(beside) and not (
        premises.get("number") and beside and beside.group() in {"附近", "一带", "周边", "后面", "往里"}
    )


def _town(words: str, town: str | None) -> bool:
    """Whether a town is named, with or without 镇."""
    bare = bare_town(town)
    return bool(town) and (str(town) in words or (len(bare) >= 2 and bare in words))


def _town_fit(place: Spot, part: Spot, found: Found) -> Fit:
    """Another town has another village of that name; a road or estate of the name is there all the same."""
    area, own = part.address, place.address
    if area.town is None or _town(place.words, area.town):
        return Fit.YES
    if own.town and not own.town.endswith(("街", "场")):
        return Fit.NO if found.kind == "village" else Fit.UNSURE
    if found.kind != "village":
        return Fit.YES
    home = place.home
    if home and _town(home.words, area.town):
        return Fit.YES
    if home and find(home.words, area):
        return Fit.NO if home.address.town else Fit.YES
    return Fit.YES if compared(place.words, area, (found.start, found.end)).has_district else Fit.UNSURE


def _without_name(place: Spot, part: Spot) -> Fit:
    """The part's own name is not in the words: a whole town or district, or something else is named."""
    area, own = part.address, place.address
    if not any(getattr(area, name) for name in NAMED):
        return _in_whole(place, area)
    if area.town and own.town and not _town(place.words, area.town) and area.village:
        return Fit.NO
    if area.road and base_of_a_road(area.road) in place.words:
        return Fit.UNSURE  # 胜利路 for 胜利东路
    if any(name and name in part.words for name in ((own.road or "")[-4:], own.compound, own.village)):
        return Fit.UNSURE  # part of a longer name
    if area.village:
        return Fit.NO if own.village or own.road or own.compound else Fit.UNSURE
    if area.compound and not area.road and own.compound is None and own.road and not own.number:
        return Fit.UNSURE
    if own.road or own.compound or own.village:
        return Fit.NO
    return Fit.NO if is_another_office(place.words, area) else Fit.UNSURE


def _in_whole(place: Spot, area: Address) -> Fit:
    named = compared(place.words, area)
    if area.town:
        if _town(place.words, area.town):
            return Fit.YES
        return Fit.NO if place.address.town and not place.address.town.endswith("街") else Fit.UNSURE
    return Fit.YES if named.has_district or (area.district is None and named.has_city) else Fit.UNSURE
