"""Provinces, cities and counties by name: where they stand in a text, and the province that a text speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from nlu.text.spans import Span

_TABLE = Path(__file__).parent / "data" / "places.tsv"
_SUFFIX = re.compile(
    r"(?:壮族|回族|维吾尔|土家族|苗族|藏族|羌族|彝族|朝鲜族|蒙古族|蒙古(?=自治州)|布依族|侗族|傣族|景颇族|白族|哈尼族|傈僳族|哈萨克|柯尔克孜)*"
    r"(?:自治区|自治州|特别行政区|省|市|地区|盟)$"
)
# city names that are everyday words, or streets everywhere, when they stand without 市
_AMBIGUOUS = frozenset(
    [
        "大理",
        "海东",
        "海南",
        "海北",
        "海西",
        "黄南",
        "安康",
        "保山",
        "吉安",
        "东方",
        "和田",
        "通化",
        "白银",
        "中山",
        "昌都",
        "山南",
        "朝阳",
        "中卫",
        "平凉",
        "百色",
        "来宾",
        "河池",
        "自贡",
        "普洱",
        "万宁",
        "文昌",
        "三明",
        "宣城",
        "金华",
        "鹤岗",
        "大庆",
        "安庆",
        "长治",
        "长春",
        "永州",
        "宁德",
        "铜川",
        "德州",
        "开封",
        "东营",
        "黄山",
    ]
)
_ZONE = re.compile(r"[一-鿿]{2,6}?(?:新区|开发区|高新区)")
_GENERIC = frozenset({"老城区", "新城区", "城中区"})
_COLLOQUIAL = {"帝都": "北京", "魔都": "上海", "内蒙": "内蒙古", "蒙西": "内蒙古", "蒙东": "内蒙古"}
# abbreviations only where a word of tariffs or the grid follows (鄂电, 鲁发改), else 鲁 and 豫 are surnames and streets
_ABBREVIATIONS = {
    "鄂": "湖北",
    "鲁": "山东",
    "浙": "浙江",
    "豫": "河南",
    "苏": "江苏",
    "皖": "安徽",
    "闽": "福建",
    "赣": "江西",
    "湘": "湖南",
    "粤": "广东",
    "冀": "河北",
    "沪": "上海",
    "渝": "重庆",
    "陕": "陕西",
}
_ABBREVIATION = re.compile(rf"(?<![一-鿿])([{''.join(_ABBREVIATIONS)}])(?=电|发改|省|价)")
_STREET = re.compile(
    r"大道|大街|[东南西北中]?[一二三四五]?[路街巷道里]|人家|花园|小区|菜|银行|白药|米线|拉面|板面|烤鸭|火锅|[小烩拌拉刀]面|米粉|凉皮|鸡饭|热干面|小吃|包子|烧饼|烧烤|口音|话(?!费)"
    r"|大学|学院|理工|师范|医院|中学|小学|机场|卫视|大姨|大爷|大妈|大哥|大姐|老乡|姑娘|小伙|媳妇|女婿"
)


@dataclass(frozen=True)
class Area:
    """Province (short name), city and district that stand at ``start:end``; None where not named."""

    start: int
    end: int
    province: str | None = None
    city: str | None = None
    district: str | None = None


@dataclass(frozen=True)
class _Names:
    """Names by their first character, longest first, with what each belongs to."""

    provinces: dict[str, str]
    cities: dict[str, str]
    counties: dict[str, str]
    lengths: dict[str, tuple[int, ...]]
    beginnings: frozenset[str]


def find_provinces(text: str) -> list[Span]:
    """Provinces named, or told by a city: 湖北, 武汉的阶梯电价 → 湖北; not 武汉路."""
    found = [
        Span("province", area.province, area.start, area.end)
        for area in find_areas(text)
        if area.province and not _STREET.match(text, area.end)
    ]
    found += [Span("province", _ABBREVIATIONS[match[1]], *match.span()) for match in _ABBREVIATION.finditer(text)]
    return found


@lru_cache(maxsize=8)  # addresses and provinces ask one after the other
def find_areas(text: str) -> tuple[Area, ...]:
    """The areas named in a normalised text, from left to right."""
    beginnings = _names().beginnings
    found, end = list[Area](), 0
    for at in [at for at in range(len(text) - 1) if text[at : at + 2] in beginnings]:
        area = area_at(text, at) if at >= end else None
        if area and area.end > at:
            found.append(area)
            end = area.end
    return tuple(found)


def area_at(text: str, start: int) -> Area:
    """The province, city and district that stand at ``start``; an empty area when none does."""
    names = _names()
    at = start
    province_name = _longest(text, at, names.provinces)
    at += len(province_name)
    city_name = _longest(text, at, names.cities)
    if len(_longest(text, at, names.counties)) > len(city_name):  # 新乡县 is no 新乡
        city_name = ""
    at += len(city_name)
    district = _longest(text, at, names.counties)
    at += len(district)
    if not district and city_name.endswith("州"):
        district = _county_city(text, at)
        at += len(district)
    if not district and city_name:
        zone = _ZONE.match(text, at)
        district, at = (zone.group(), zone.end()) if zone else ("", at)
    province = names.provinces.get(province_name) or names.cities.get(city_name) or names.counties.get(district)
    return Area(start, at, province or None, city_name or None, district or None)


def _county_city(text: str, at: int) -> str:
    """A city that belongs to a prefecture (恩施州利川市), where one stands at ``at``."""
    name = _longest(text, at, _names().cities)
    return name if name.endswith("市") else ""


def _longest(text: str, at: int, known: dict[str, str]) -> str:
    for length in _names().lengths.get(text[at : at + 1], ()):
        name = text[at : at + length]
        if name in known:
            return name
    return ""


@lru_cache(maxsize=1)
def _names() -> _Names:
    provinces, cities, counties = dict(_COLLOQUIAL), dict[str, str](), dict[str, str]()
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        province, city, districts = line.split("\t")
        short = _short(province)
        provinces |= {province: short, short: short}
        _add_city(city, short, cities)
        for name in districts.split("|"):
            _add_county(name, short, cities, counties)
    for name in provinces:
        cities.pop(name, None)
    lengths: dict[str, set[int]] = {}
    for name in (*provinces, *cities, *counties):
        lengths.setdefault(name[0], set()).add(len(name))
    ordered = {first: tuple(sorted(sizes, reverse=True)) for first, sizes in lengths.items()}
    beginnings = frozenset(name[:2] for name in (*provinces, *cities, *counties))
    return _Names(provinces, cities, counties, ordered, beginnings)


def _add_city(name: str, province: str, cities: dict[str, str]) -> None:
    """A prefecture, also by its short name (武汉) where that is no everyday word."""
    short = _short(name)
    prefecture = f"{short}州" if name.endswith("自治州") else ""
    for known in {name, short, prefecture} - {""} - _AMBIGUOUS:
        cities.setdefault(known, province)


def _add_county(name: str, province: str, cities: dict[str, str], counties: dict[str, str]) -> None:
    """A county only in full (新乡县, 义乌市); its province only where the name is unique."""
    if name.endswith("市"):
        cities.setdefault(name, province)
    elif len(name) >= 3 and name not in _GENERIC:
        counties[name] = "" if counties.get(name, province) != province else province


def _short(name: str) -> str:
    short = _SUFFIX.sub("", name)
    return short if len(short) >= 2 else name
