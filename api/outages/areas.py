"""Reading where an outage is: an area as the utility writes it, in parts; and a place as a customer writes it.

An area is one or several parts (新华路80号-120号（双号）、青年路2号-30号); a part leaves out what it shares with the
one before. A part that can only be read half is refused: it would tell the wrong people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from api.outages.divisions import with_parents
from api.outages.hearing import about_oneself, heard
from api.outages.naming import KIND, ROAD_KIND
from api.outages.premises import LEVELS, Premises, premises_of, starts_at
from api.outages.spots import Spot
from api.places import knows_city, locate
from nlu.text.addresses import Address
from nlu.text.areas import area_at

_KINDS = r"(?:号楼|栋|幢|座|单元|村民小组|小组|组|社(?!区)|队|期|区|弄|门)"
_ENTRY = r"[A-Z]?\d{0,4}[甲乙丙丁]?(?:-[A-Z]?\d{0,4})?"
_LIST = re.compile(
    rf"(?<![\dA-Z])(?:(?=[A-Z\d])[A-Z]?\d{{0,4}}[甲乙丙丁]?(?:-[A-Z]?\d{{1,4}})?[、,和])+(?=[A-Z\d]){_ENTRY}(?P<kind>{_KINDS}|号)"
)
_SEPARATOR = re.compile(
    r"[、;,。]|(?<=[号弄院栋幢座楼元村组社队路街巷道苑园区期)])(?:以及|及(?!其)|(?:和|与)(?![平谐顺睦兴美安泰悦畅]))"
)
_SIDE = r"(?:单双号|双单号|单双数|单号|双号|单数号?|双数号?|奇数号?|偶数号?)侧?"
_EXCEPT = re.compile(
    r"\((?P<a>[^()]*?)(?:除外|不停电?|不受影响|不在内)\)|\((?:不含|不包括|除)(?P<b>[^()]*?)(?:以?外)?\)|(?:除了?)(?P<c>.+?)(?:以外|之外|外)(?:的?(?:全部|所有|其余|其他|各).*)?$|[,](?:不含|不包括)(?P<d>.+)$"
)
VAGUE = re.compile(
    r"附近|周边|一带|部分|交叉(?:路?口)?(?:处)?|以[东西南北上下内外前后]|[东南西北]侧|之间|左右|等地?$|若干|大部|个别|零星|相关|路口(?:处)?|"
    r"局部|至[一-鿿]{1,8}段?$|[一-鿿]{2,}[-至到][一-鿿]{2,}|(?<![一二三四五六七八九十\d])[东西南北中上下]段|镇区$|集镇$|街上$"
)
_BRACKETS = re.compile(r"\(([^()]*)\)")  # 云峰新苑(一期、三期), 海星路(永昌街至飞天街段)
_HAS_NUMBER = re.compile(r"\d号")
# 宜棉小区(原棉纺厂家属院): either name
_ALSO = re.compile(r"\((?:原|即|又名|又称|俗称|现)(?:为|名|称)?([^()]+)\)(?=$|[、,;])")
_ZONE = re.compile(r"[一-鿿]{2,4}(?:新区|开发区|高新区|经开区|示范区)(?=[一-鿿])")
_SECTION = re.compile(r"(?<=[路街道巷])[一-鿿]{2,7}?(?:路|街|巷|道|桥|口|学|场)口?(?:至|到|-).+$")
_WHOLE = re.compile(
    r"(?<!\d)(?:村民|居民)小组$|(?:镇区|街区)?(?:及|和)?(?:下辖|所辖|所属)(?:各|的|全部|所有)?(?:村|社区|村屯|村组)*|(?:全|整个?)(?:镇|乡|村|县|区|市|街道?|路|线|段|境|部|体|院|小区|域|屯|场)|沿线|沿街|"
    r"(?:全部|所有|各)?(?:居民|用户|住户|客户|商铺|商户|门面|门店|单位|村民|村组|村屯)+|范围内?|辖区|区域|\(全部\)|各村|楼栋|楼幢|门牌号?|两侧|两边"
)
_ALL_VILLAGES = re.compile(
    r"(?:镇区|街区|集镇)?(?:以及|及|和)(?:其)?(?:下辖|所辖|所属|辖区)?(?:各|的|全部|所有)+(?:自然|行政)?(?:村组|村屯|村民|村|社区)+"
)
_ALLEYS = re.compile(r"(?:及|和|含|包括)(?:其|各)?(?:支巷|支路|支弄|小巷|巷弄|里弄|背街小巷|附属巷道|周边支巷)")
_DISTRICT = re.compile(
    r"(?<=市)(?:[东西城郊矿]区|[一-鿿]县|[一-鿿]{2,5}?(?<![小社园厂校宅学街片矿库景辖一二三四五六七八九十东西南北中])(?:区|县|旗))(?=[一-鿿]|$)(?!城|道)"
)
_TOWN = re.compile(
    r"(?:[一-鿿]{1,7}?(?:街道办事处|街道办|街道|苏木|镇(?![江平海远安宁原康沅雄巴赉坪城区]?(?:路|街|巷|大道))|(?<!下)乡(?![村路街])|[林农牧渔盐茶]场(?!路|街|小区)|地区))(?!办?公?楼)"
)
_VILLAGE = re.compile(
    r"[一-鿿]{1,8}?(?:村委会|(?<!新)村(?!路|街|巷|道|镇|乡)|(?:屯|寨|(?<!山)庄)(?![路街里园])村?|嘎查|(?:坳|坪|塘|湾)(?:村|(?=\d+[组社队]|$)))(?!小区|花园|公寓|社区|家园)"
)
_ROAD = re.compile(
    rf"(?:[GSXY]?\d{{1,3}}(?=国道|省道|县道|乡道))?[一-鿿]{{0,9}}?{ROAD_KIND}(?![口坊心里])(?<!一街道)(?:[东西南北中]?\d{{1,2}}?段|[东西南北中](?=\d))?(?:(?=[\d(]|$|[单双奇偶全沿东西南北中附甲乙丙丁])|(?=[一-鿿]{{2,}}))"
)
_NOT_A_ROAD = re.compile(
    r"社区|小区|宿舍|家属|小学|中学|幼儿园|医院|市场|派出所|支行|营业|广场|新村|局|公司|集团|街道|公寓(?!\d*号)|花园"
)
_TOO_SHORT = re.compile(rf"^{ROAD_KIND}$")
_JOINED = re.compile(r"[路街巷道](?:和(?![平谐顺睦兴美安泰悦畅])|与|跟)[一-鿿]{2,}[路街巷道]")
_READABLE = re.compile(
    r"(?:村|屯|寨|庄|嘎查|里|弄|学|院|场|厂|矿|局|所|站|园|苑|区|城|楼|坊|厦|寓|府|居|庭|湾|墅|舍|公司|商场|中心|委会|港|岸|洲|郡|邸|轩|阁|都|坡|围|湾)$"
)
_SHARED = {
    "town": ("province", "city", "district"),
    "village": ("province", "city", "district", "town"),
    "road": ("province", "city", "district", "town"),
    "compound": ("province", "city", "district", "town"),
    "premises": ("province", "city", "district", "town", "village", "road", "compound"),
}


class UnreadableArea(ValueError):
    """An area that does not say clearly whom it concerns; the message is Chinese and says what is missing."""


@lru_cache(maxsize=8192)
def read_place(text: str) -> Spot:
    """Where a customer's address or sentence points to; an empty address when to nothing."""
    words = about_oneself(heard(text))
    return Spot(locate(words), words, premises_of(words))


@lru_cache(maxsize=2048)
def read_area(text: str) -> tuple[Spot, ...]:
    """The parts of an area, as far as they can be read."""
    return tuple(_read(text))


def check_area(text: str, *, needs_limits: bool = True) -> None:
    """Refuse an area that could concern the wrong people. Raises UnreadableArea.

    ``needs_limits``: whether the address alone decides who is concerned (no list of transformers or accounts).
    """
    parts = list(_read(text))
    if not parts or not knows_city(parts[0].address):
        raise UnreadableArea("要写明省、市、区（县），例如“湖北省武汉市江汉区新华路80号-120号（双号）”")
    if not needs_limits:
        return
    if joined := _JOINED.search(heard(text)):
        raise UnreadableArea(f"“{joined[0]}”是几处还是一处看不清，几处请用顿号分开，或另给台区、户号清单")
    for spot in parts:
        if vague := VAGUE.search(spot.words):
            raise UnreadableArea(f"“{vague[0]}”说不准范围，请写明起止门牌、小区或村组，或另给台区、户号清单")
        name = spot.address.compound
        if name and not spot.premises.runs and not _READABLE.search(name):
            raise UnreadableArea(f"看不懂“{name}”，请写明起止门牌、小区或村组，或另给台区、户号清单")


def _read(text: str) -> Iterator[Spot]:
    """Each part; exceptions belong to all parts before them in the same clause."""
    plain = _side_behind(_ALL_VILLAGES.sub("", heard(text)))
    before: Spot | None = None
    for words in _parts_of(plain):
        spot = _part(words, before)
        if spot is None:
            continue
        before = spot
        yield replace(spot, is_vague=True) if "交叉" in plain and not spot.premises.runs else spot


def _parts_of(plain: str) -> Iterator[str]:
    """Split at list marks outside brackets; 1、3-4、7栋 as 1栋, 3-4栋 and 7栋; what is excepted stays with its part."""
    kept: list[str] = []

    def hidden(match: re.Match[str]) -> str:
        kept.append(match.group())
        return f"\1{len(kept) - 1}\2"

    shown = _EXCEPT.sub(hidden, plain)
    shown = _ALSO.sub(r"、\1", shown)
    shown = _BRACKETS.sub(lambda match: "部分" if VAGUE.search(match[1]) else match[1], shown)
    shown = _LIST.sub(_each_with_its_kind, shown)
    for words in _SEPARATOR.split(shown):
        yield re.sub("\1(\\d+)\2", lambda match: kept[int(match[1])], words)


def _each_with_its_kind(match: re.Match[str]) -> str:
    numbers = re.split(r"[、,和]", match[0].removesuffix(match["kind"]))
    return "、".join(number + match["kind"] for number in numbers)


def _side_behind(text: str) -> str:
    """双号80-120 as 80-120双号; brackets around a side dropped."""
    plain = re.sub(rf"\(({_SIDE})\)", r"\1", text)
    return re.sub(rf"(?<!\d)(?<!号)(?P<side>{_SIDE})(?P<numbers>\d+(?:号?-\d+)?号?)", r"\g<numbers>\g<side>", plain)


def _part(words: str, before: Spot | None) -> Spot | None:
    excepted = _EXCEPT.search(words)
    main = _EXCEPT.sub("", words) if excepted else words
    side = re.search(_SIDE, main)
    has_alleys = _ALLEYS.search(main) is not None
    vague = VAGUE.search(main)
    is_vague = vague is not None and not (
        vague.group()[-1] == "段" and len(vague.group()) == 2 and _HAS_NUMBER.search(main)
    )
    body = _ALLEYS.sub("", re.sub(_SIDE, "", main))
    address, premises = _names(_WHOLE.sub("", VAGUE.sub("", _SECTION.sub("", body)) if is_vague else body))
    address = replace(address, parity=_parity(side.group() if side else ""))
    if before:
        address, premises = _continued(address, premises, before)
    if address == Address() or (before and (address, premises) == (before.address, before.premises)):
        return None
    spot = Spot(with_parents(address), main, premises, is_vague, has_alleys)
    return replace(spot, excluded=_exceptions(excepted, spot)) if excepted else spot


def _exceptions(match: re.Match[str], main: Spot) -> tuple[Spot, ...]:
    text = next(value for value in match.groups() if value)
    spots = [_part(words, replace(main, premises=Premises())) for words in _parts_of(text)]
    return tuple(spot for spot in spots if spot)


def _parity(side: str) -> str | None:
    if not side or "单双" in side or "双单" in side:
        return None
    return "odd" if side[0] in "单奇" else "even"


def _names(text: str) -> tuple[Address, Premises]:
    """The names of a part, outermost first, and the numbers behind them."""
    area = area_at(text, 0)
    at, district = area.end, area.district
    if not district and (own := _DISTRICT.match(text, at)) and not own.group().endswith("县城"):
        district, at = own.group(), own.end()  # 攀枝花市东区, 吕梁市临县, 中山市石岐区
    if area.city and not district and (second := area_at(text, at)).city and second.start == at:
        district, at = second.city, second.end  # 丰城市 of 宜春市
    parts = Address(province=area.province, city=area.city, district=district)
    if zone := _ZONE.match(text, at):  # 袁州区宜阳新区, 河北省雄安新区容城县
        county = area_at(text, zone.end())
        at = max(zone.end(), county.end)
        parts = replace(parts, district=district or county.district)
    town = _TOWN.match(text, at)
    at = town.end() if town else at
    village = _VILLAGE.match(text, at)
    at = village.end() if village else at
    parts = replace(parts, town=town and town.group(), village=village and village.group())
    road, at, premises = _road(text, at)
    rest = text[at:]
    begins = starts_at(rest)
    name = rest[:begins].strip("的()-") if rest else ""
    if name:
        premises = Premises({**premises.runs, **premises_of(rest[begins:]).runs}, premises.is_lane)
    return replace(parts, road=road, compound=name or None), premises


def _road(text: str, at: int) -> tuple[str | None, int, Premises]:
    """The road and any alley off it, with the house numbers; where an estate's name may follow."""
    start, end = at, at
    while (match := _ROAD.match(text, end)) and not _NOT_A_ROAD.match(text, match.end()):
        if _TOO_SHORT.match(match.group()) and end == start:
            break
        end = match.end()
    if end == start:
        rest = text[at:]
        return None, at, premises_of(rest) if starts_at(rest) == 0 else Premises()
    numbers = re.match(r"(?:附?\d[\d\-号甲乙丙丁之弄附]*(?:院|大院)?(?![栋幢座楼单期区组]))?", text[end:])
    behind = numbers.group() if numbers else ""
    rest = text[end + len(behind) :]
    if not re.match(r"[一-鿿]{2}", rest) or starts_at(rest) == 0:
        return text[start:end], len(text), premises_of(text[end:], is_numbered=True)
    return text[start:end], end + len(behind), premises_of(behind, is_numbered=True)


def _continued(part: Address, premises: Premises, before: Spot) -> tuple[Address, Premises]:
    """A part with what it shares with the one before."""
    earlier = before.address
    if part.city or part.district:
        return (part if part.city else replace(part, province=earlier.province, city=earlier.city)), premises
    first = next((name for name in ("town", "village", "road", "compound") if getattr(part, name)), "premises")
    if first == "premises":
        outer = LEVELS.index(next((level for level in LEVELS if premises.get(level)), "phase"))
        kept = {level: runs for level, runs in before.premises.runs.items() if LEVELS.index(level) < outer}
        premises = Premises(
            {**kept, **premises.runs}, premises.is_lane or (before.premises.is_lane and "number" in kept)
        )
    shared = _SHARED[first]
    if first == "compound" and earlier.village and earlier.compound and not KIND.search(str(part.compound)):
        shared = (*shared, "village")  # 黄坑村上围、下围
    return replace(part, **{name: getattr(earlier, name) for name in shared if getattr(part, name) is None}), premises
