"""China's provinces, cities and counties one by one, with the short names that people use for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_TABLE = Path(__file__).parent / "data" / "places.tsv"
_PEOPLES = re.compile(
    r"(?:壮族|回族|维吾尔族?|土家族|苗族|藏族|羌族|彝族|朝鲜族|蒙古族|布依族|侗族|傣族|景颇族|白族|哈尼族|傈僳族|哈萨克族?|柯尔克孜族?|"
    r"满族|土族|撒拉族|瑶族|黎族|畲族|水族|仡佬族|纳西族|拉祜族|佤族|布朗族|怒族|普米族|独龙族|各族|毛南族|仫佬族|东乡族|保安族|裕固族|锡伯族?|"
    r"达斡尔族?|鄂温克族?|鄂伦春|塔吉克族?)*$"
)
_KIND = re.compile(r"(?:特别行政区|自治[区州县旗]|地区|省|市|区|县|盟|旗|(?<=..)州)$")


@dataclass(frozen=True, slots=True)
class Division:
    """A province, a city of one or a county of one, by their keys (湖北, 武汉, 江汉); ``name``: in full."""

    province: str | None
    city: str | None
    county: str | None
    name: str


@lru_cache(maxsize=8192)
def key_of(name: str | None) -> str:
    """A division's name without what kind of division it is: 海西蒙古族藏族自治州 and 海西州 → 海西."""
    if not name:
        return ""
    kind = _KIND.search(name)
    plain = name[: kind.start()] if kind else name
    if kind and kind.group().startswith("自治"):
        plain = _PEOPLES.sub("", plain) or plain
    return plain if len(plain) >= 2 else name


@lru_cache(maxsize=1)
def divisions() -> tuple[Division, ...]:
    """All of them, provinces before their cities before their counties."""
    return tuple(dict.fromkeys(_read()))


def _read() -> Iterator[Division]:
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        province, city, counties = line.split("\t")
        yield Division(key_of(province), None, None, province)
        if city:
            yield Division(key_of(province), key_of(city), None, city)
        for county in counties.split("|"):
            yield Division(key_of(province), key_of(city) or None, key_of(county), county)
