"""One name in two ways of writing: where a road, an estate or an office of an area is named in somebody's words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from api.outages.divisions import ends_in_division
from nlu.text.addresses import Address
from nlu.text.gazetteer import bare_name

KIND = re.compile(
    r"(?:小区|社区|花园小区|花园|家园|花苑|雅苑|新苑|佳苑|嘉苑|名苑|御苑|南苑|北苑|东苑|西苑|新村|新城|新居|公寓|大厦|广场|华庭|豪庭|公馆|名都|华府|御府|首府|雅居|"
    r"庄园|山庄|嘉园|佳园|家属院|家属区|家属楼|大院|宿舍楼|宿舍区|宿舍|生活区|片区|苑|园|居|庭|府|湾|郡|邸|城|轩|阁|墅|院)$"
)
_PLAIN_KIND = re.compile(r"(?:小区|社区|片区|商住楼|居民区|住宅区|居民楼)$")
_VILLAGE_KIND = re.compile(r"(?:村民委员会|村委会|行政村|自然村|村|屯|寨|庄|组|嘎查|湾|社区)$")
_TOWN_KIND = re.compile(r"(?:街道办事处|街道办|街道|街|镇|乡|苏木)$")
ROAD_KIND = r"(?:大道|大街|大路|公路|国道|省道|县道|胡同|路|街|巷|弄|道)"
_ROAD_ENDING = re.compile(rf"{ROAD_KIND}$")
_DIRECTION = re.compile(rf"[东西南北中上下](?={ROAD_KIND}$)")
_ALLEY = re.compile(r"[一-鿿\d]{0,4}?(?:巷|胡同|横街|支路|支街)|[一-鿿]{1,4}?弄")
_OTHER_KIND = re.compile(
    r"小区|社区|花园|家园|花苑|雅苑|新苑|佳苑|嘉苑|名苑|新村|公寓|大厦|广场|苑|园(?!区)|居(?!民|然)|庭|府|湾|郡|轩|阁|城|山庄"
)
_LONGER = re.compile(
    r"公寓|别墅|苑|府|广场|大厦|新村|新城|城(?!里)|酒店|大酒店|幼儿园|小学|学校|菜市场|商业街|商场|湾|里(?=\d)"
)
# behind a name without its kind: 丽景5栋, 丽景那边; not 丽景湾
_NAME_ENDS = re.compile(r"$|[^一-鿿]|[的那这里停没断在啥咋什有是又]|[东西南北]区|[一二三四五六七八九]")
_AFTER_ROAD = re.compile(
    r"道(?!\d)|小区|社区|家属|宿舍|小学|中学|学校|幼儿园|医院|市场|派出所|支行|营业|广场|新村|花园|公寓|车站|地铁|供电所|大厦"
)
# before a name: a word of talk, or nothing
TALK = re.compile(
    r"(?:^|[^一-鿿]|[我你他她俺咱额伲侬是在住到从的得家这那把给里边个栋号院区县市镇乡村省州盟旗路街巷道弄组社队勒嘞喺辣搁佇哋企兜厝厢蹲待呆屋头于去往跟和与来呢啊嗯呀吧了搁属说搬没叫就]|"
    r"街道|办事处|[查问看说等停]一?下|早上|晚上|城[东西南北]|老家|问问|查查|看看|请问|关于|客服|师傅|你好|您好|麻烦|片区|小区)$"
)
_SPEAKER = re.compile(r"(?:^|,)(?:我|俺|咱|额|阿拉|侬|伲|倪|倷|阮|尕)[一-鿿]{0,4}(?<![东西南北中上下前后老新大小])$")
_TURNED = re.compile(r"[东西南北中上下前后老新大小内外左右]$")
_RESIDENCE = re.compile(
    r"(?:教?职工|教师|员工|单位|老)?(?:家属大?院|家属区|家属楼|宿舍楼|宿舍区|宿舍大?院|宿舍|公寓|生活区|职工院|住宅楼)"
)
_SHORT = (
    ("第", ""),
    ("中学", "中"),
    ("小学", "小"),
    ("医院", "医"),
    ("银行", "行"),
    ("大学", "大"),
    ("校区", "区"),
    ("学院", "院"),
)
_OFFICE = re.compile(r"[舍中小医行大院局厂所站司]$|市场$|学校$|公司$|商场$|超市$")
_NUMERALS = str.maketrans("一二三四五六七八九", "123456789")


@dataclass(frozen=True, slots=True)
class Found:
    """A name at ``start:end`` of the words; ``is_sure``: the same for certain, not only much alike."""

    kind: str
    start: int
    end: int
    is_sure: bool = True
    is_alley: bool = False


def find(words: str, area: Address) -> Found | None:
    """The innermost name of an area's part that the words hold."""
    kinds = (kind for kind in ("compound", "village", "road") if getattr(area, kind))
    return next((found for kind in kinds if (found := _find_kind(words, kind, area))), None)


def _find_kind(words: str, kind: str, area: Address) -> Found | None:
    search = {"road": _roads, "compound": _compounds, "village": _villages}[kind]
    found = list(search(words, getattr(area, kind), area))
    return next((each for each in found if each.is_sure), found[0] if found else None)


def _roads(words: str, name: str, area: Address) -> Iterator[Found]:
    for way in ways_of_a_road(name):
        for start in _occurrences(words, way):
            end = start + len(way)
            before = words[:start]
            if _AFTER_ROAD.match(words, end) or _owned(before, area) is None:
                continue
            yield Found("road", start, end, is_alley=_ALLEY.match(words, end) is not None)
    bare = _ROAD_ENDING.sub("", name)
    for start in _occurrences(words, bare) if len(bare) >= 2 else ():
        if words[start + len(bare) : start + len(bare) + 1].isdigit() and _owned(words[:start], area):
            yield Found("road", start, start + len(bare), False)  # 新华88号


@lru_cache(maxsize=4096)
def ways_of_a_road(name: str) -> tuple[str, ...]:
    """平江路中张家巷 is also 中张家巷."""
    parts = re.findall(rf"[一-鿿A-Z\d]{{1,8}}?{ROAD_KIND}(?:[东西南北中]?\d{{1,2}}?段)?", name)
    return (name, parts[-1]) if len(parts) > 1 and "".join(parts) == name and len(parts[-1]) > 2 else (name,)


def base_of_a_road(name: str) -> str:
    """胜利东路 → 胜利路; a road without a direction stays, marked so that it is found nowhere."""
    base = _DIRECTION.sub("", name)
    return base if base != name and len(base) > 2 else "\0"


def _compounds(words: str, name: str, area: Address) -> Iterator[Found]:
    for way, is_whole in _ways_of_a_compound(name):
        for start in _occurrences(words, way):
            end = start + len(way)
            if not is_whole and re.match("小区|社区", words[end:]):
                yield Found("compound", start, end + 2, False)
                continue
            if not is_whole and not _NAME_ENDS.match(words, end):
                continue
            if _LONGER.match(words, end):  # 锦绣花园公寓 may be another estate than 锦绣花园
                yield Found("compound", start, end, False)
                continue
            if (before := _owned(words[:start], area)) is not None:
                yield Found("compound", start, end, before)
    if _is_office(name) and (short := _office_in(words, name)):
        yield short


@lru_cache(maxsize=4096)
def _ways_of_a_compound(name: str) -> tuple[tuple[str, bool], ...]:
    """In full, without 小区, and without what kind of estate it is; the last two only where no other kind follows."""
    ways = [(name, True)]
    plain = _PLAIN_KIND.sub("", name)
    if plain != name and len(plain) >= 2:
        ways.append((plain, KIND.search(plain) is not None))
    bare = KIND.sub("", plain)
    if bare != plain and len(bare) >= 2 and not _RESIDENCE.search(plain) and not re.search(rf"{ROAD_KIND}$", bare):
        ways.append((bare, False))
    return tuple(ways)


def least_of(kind: str, name: str) -> str:
    """What every way of writing a name has in it: 阳光 of 阳光花园小区, 解放路 of 解放路5段."""
    if kind == "road":
        return re.sub(r"\d+段$", "", ways_of_a_road(name)[-1])
    bare = _VILLAGE_KIND.sub("", name) if kind == "village" else _ways_of_a_compound(name)[-1][0]
    return bare if len(bare) >= 2 else name


def _villages(words: str, name: str, area: Address) -> Iterator[Found]:
    bare = _VILLAGE_KIND.sub("", name)
    for way in dict.fromkeys((name, bare if len(bare) >= 2 else name)):
        for start in _occurrences(words, way):
            end = start + len(way)
            if way != name and (_OTHER_KIND.match(words, end) or re.match(r"[路街巷道镇乡]", words[end:])):
                continue
            if (before := _owned(words[:start], area)) is not None:
                yield Found("village", start, end, before)


def _owned(before: str, area: Address) -> bool | None:
    """Whether the name begins here: None for 大|宋佛村, False behind an unknown word (绿地|明珠花园)."""
    if TALK.search(before) or _SPEAKER.search(before) or ends_in_division(before, area):
        return True
    if any(
        len(key) >= 2 and before.endswith(key)
        for key in (bare_name(area.district), bare_name(area.city), bare_town(area.town))
    ):
        return True
    return None if _TURNED.search(before) else False


def bare_town(town: str | None) -> str:
    """A town's name without 镇 or 街道."""
    return _TOWN_KIND.sub("", town or "")


def _occurrences(words: str, name: str) -> Iterator[int]:
    at = words.find(name)
    while at >= 0:
        yield at
        at = words.find(name, at + 1)


def _is_office(name: str) -> bool:
    return bool(_RESIDENCE.search(name) or _OFFICE.search(shortened(name)))


@lru_cache(maxsize=4096)
def shortened(name: str) -> str:
    """第六中学 → 6中, 建设银行延安路职工宿舍 → 建设行延安路舍."""
    plain = _RESIDENCE.sub("舍", name)
    for full, short in _SHORT:
        plain = plain.replace(full, short)
    return plain.translate(_NUMERALS)


def _office_in(words: str, name: str) -> Found | None:
    """An office, school or its flats by a shorter name: 矿中家属院 for 矿务局中学家属院."""
    full, road = _without_road(shortened(name))
    whole, _ = _without_road(_RESIDENCE.sub("舍", name).replace("第", "").translate(_NUMERALS))
    for match in re.finditer(r"[一-鿿\d]{2,16}", _RESIDENCE.sub("舍", words)):
        said, said_road = _without_road(shortened(match.group()))
        for start in range(len(said) - 1):
            for end in range(len(said), start + 1, -1):
                piece = said[start:end]
                if (
                    piece[-1] == full[-1]
                    and (not road or road in said_road)
                    and (is_short_for(piece, full) or is_short_for(piece, whole))
                ):
                    if start and said[start - 1].isdigit():
                        continue
                    place = words.find(match.group()[:2])
                    tail = _end_of_office(words, piece)
                    return Found("compound", max(place, 0), tail)
    return None


def _end_of_office(words: str, piece: str) -> int:
    """Behind the office in the words as heard."""
    residence = _RESIDENCE.search(words)
    if piece.endswith("舍") and residence:
        return residence.end()
    at = words.rfind(piece[-1])
    return at + 1 if at >= 0 else len(words)


def _without_road(name: str) -> tuple[str, str]:
    road = re.search(r"(?<=[行局司厂])[一-鿿]{2,4}?路", name) or re.match(r"[一-鿿]{2,6}?路", name)
    return (name.replace(road.group(), ""), road.group()) if road else (name, "")


def is_short_for(piece: str, full: str) -> bool:
    """Whether all characters of a short name stand in the full one, in order, from its first or a later word on."""
    digits = re.findall(r"\d+", piece)
    if digits != re.findall(r"\d+", full) or len(piece) < 2:
        return False
    begins = [0, *(2,) * (len(full) > 5 and piece[0] == full[2])]
    return any(full[at] == piece[0] and _in_order(piece, full[at:]) for at in begins)


def _in_order(piece: str, full: str) -> bool:
    rest = iter(full)
    return all(character in rest for character in piece)


def is_another_office(words: str, area: Address) -> bool:
    """Whether an office of the same kind as the area's is named (十六中 for 第六中学), which is not the area's."""
    name = area.compound
    if not name or not _is_office(name):
        return False
    last = shortened(name)[-1]
    said = shortened(_RESIDENCE.sub("舍", words))
    at = said.find(last)
    return at > 0 and find(words, area) is None
