"""A figure that was asked for and is not in the answer: said openly instead of answering beside the question."""

from __future__ import annotations

import re

from api.articles.calculations.charging import NIGHT, PUBLIC
from api.articles.composition import Circumstances
from knowledge import Article, Topic, named_audiences
from nlu.text.normalize import normalize
from tariffs import provinces_with

_PRICED = (
    r"电价|电费单价|一度|每度|度电|谷电|峰电|谷段|峰段|谷价|峰价|电度|需量|容量电?价|合表|低谷|尖峰|[一二三]档|"
    r"代理购电|工商业|大工业|农业"
)
_UNIT_PRICE = r"电价|单价|谷价|峰价|档价|一度|每度"
_HOW_MUCH = r"(?:多少钱|几毛|几块|几分钱|价格|什么价|啥价|单价|多少)(?:是?多少)?"
_MONEY = r"\d[\d.]*\s*(?:元|分(?!钟)|毛)"


def _asks_tier(tier: str) -> re.Pattern[str]:
    """The price of a tier asked for, not that of a period in it."""
    return re.compile(rf"^(?!.*[峰谷]).*第?{tier}档(?:.{{0,6}}{_HOW_MUCH}|的?(?:电|单)?价(?:格|钱)?)$")


# What is asked, and what an answer must show then.
_ASKED: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = (
    (
        "具体价格",
        re.compile(
            rf"(?:{_PRICED}).{{0,8}}(?:多少钱|几毛|(?<!哪)几块|几分钱|价格|什么价|啥价)(?:是?多少)?$|"
            rf"(?:{_UNIT_PRICE}).{{0,4}}(?:是|为)?多少$"
        ),
        re.compile(rf"(?<![加\d.]){_MONEY}(?!起)|免费|不收费|不另收"),
    ),
    (
        "一档电价",
        _asks_tier("(?:一|头一)"),
        re.compile(rf"一档[^。；峰谷]{{0,24}}?{_MONEY}|千瓦时(?:以内|及以下)[^。；峰谷]{{0,12}}?{_MONEY}"),
    ),
    ("二档电价", _asks_tier("二"), re.compile(rf"二档[^。；加]{{0,24}}?{_MONEY}|到\d+千瓦时[^。；]{{0,16}}?{_MONEY}")),
    ("三档电价", _asks_tier("三"), re.compile(rf"三档[^。；加]{{0,24}}?{_MONEY}|再多的?[^。；]{{0,16}}?{_MONEY}")),
    (
        "合表电价",
        re.compile(rf"合表.{{0,8}}{_HOW_MUCH}$|合表.{{0,4}}价(?:格|钱)?$"),
        re.compile(rf"合表[^。；]{{0,30}}?{_MONEY}|{_MONEY}[^。；]{{0,20}}合表"),
    ),
    (
        "谷段价格",
        re.compile(rf"(?:谷电|谷段|谷价|低谷|谷时|谷期).{{0,10}}{_HOW_MUCH}$|谷(?:电|段)?价(?:格|钱)?$"),
        re.compile(rf"谷[^。；]{{0,40}}?{_MONEY}|免费"),
    ),
    (
        "峰段价格",
        re.compile(rf"(?<!尖)(?:峰电|峰段|峰价|高峰|峰时|峰期).{{0,10}}{_HOW_MUCH}$"),
        re.compile(rf"峰[^。；]{{0,40}}?{_MONEY}|免费"),
    ),
    (
        "具体比例",
        re.compile(r"(?:峰谷|尖峰|峰平谷).{0,4}(?:比例?|比价)(?:是|为)?多少$"),
        re.compile(r"\d[\d.]*\s*[:：%]"),
    ),
    (
        "具体电量",
        re.compile(r"(?:免|送|上限|加|多给|优惠).{0,6}(?:几度|多少度|多少电)(?:电)?$"),
        re.compile(r"\d[\d.]*\s*(?:千瓦时|度)"),
    ),
    (
        "具体时段",
        re.compile(r"(?:谷|峰|便宜|时段|尖).{0,8}(?:几点|哪几个(?:钟头|小时|时段)|什么时段).{0,6}$"),
        re.compile(r"\d{1,2}[:：点]"),
    ),
)
_TIER = re.compile(r"[一二三]档")
COMPARISON = "两地的具体价格"
_KEYS = {
    "一档电价": "residential_tiered.price1",
    "二档电价": "residential_tiered.price2",
    "三档电价": "residential_tiered.price3",
    "合表电价": "combined.price_lt1kv",
}
# 浙江湖北三档哪个贵: an answer without any figure compares nothing.
_COMPARES = re.compile(
    r"(?:[一二三]档|电价|谷电|峰电|合表|一度|电费).{0,8}(?:哪|谁).{0,4}(?:贵|便宜|高|低)|差(?:多少|几)|(?:各|分别)(?:是)?(?:多少|几)"
)
_TAIL = re.compile(r"[\s,，。.!！?？~吗呢啊呀吧哦]+$|(?:一度|[1一]千瓦时?|每度|的)$")


_CHARGING = re.compile(r"充电桩|私桩|家桩|自家桩|[的装]桩|桩子|给车充|充车|车充电|汽车充电|充电站")
_SAYS_CAR = re.compile(r"充|桩|车|公里|电池")
_HOME_TOPICS = frozenset({Topic.tiered_tariff, Topic.tou_tariff})
_OTHERS = {"business": "工商业用电的具体价格", "agricultural": "农业生产用电的具体价格"}
_HOME_PRICES = ("residential_tiered.", "residential_tou.", "quota.")
_SHARED_PRICES = "combined."  # of several homes on one meter, of schools: neither a shop's nor a farm's
_WARM_MONTHS = re.compile(r"^(?!.*(?:冬|采暖|供暖|取暖)).*(?:夏|秋天|秋季|(?<!\d)(?:[4-9]|10)月)")
_STANDARD = re.compile(r"标准(?:是|为|按)?(0\.(?:90|9|85|80|8))(?!\d)|(?<!\d)(0\.(?:90|9|85|80|8))的?(?:这个)?标准")
_STANDARDS = {
    **dict.fromkeys(("0.9", "0.90"), "power_factor.standard_large"),
    "0.85": "power_factor.standard_general",
    **dict.fromkeys(("0.8", "0.80"), "power_factor.standard_agricultural"),
}
_SAYS_FUNDS = re.compile(r"基金|附加|代收|代征")
_SAYS_HOME = re.compile(r"居民|住宅|阶梯|[一二三]档|合表")  # then it is a home's price that is asked for, or both
_NIGHT_PRICE = re.compile(rf"(?:{NIGHT})[^。；]{{0,12}}{_HOW_MUCH}|谷(?:电|段)?价(?:格)?[?？]?$")
_ASKS_PRICE = re.compile(rf"{_HOW_MUCH}|价|几点|时段|[一二三]档|谷|峰")


def price_of_another(question: str, article: Article) -> str | None:
    """What the article's figures are not for: a home's prices say nothing of a car's, a shop's or a farm's."""
    text = normalize(question).text
    if standard := _another_standard(text, article):
        return standard
    if not _ASKS_PRICE.search(text):
        return None
    keys, named = article.references("tariff"), named_audiences(text)
    if _WARM_MONTHS.search(text) and any(key.startswith("residential_tou.heating") for key in keys):
        return "采暖季以外的时段和价格"
    if re.search(PUBLIC, text) and any(key.startswith(("ev_tou.", *_HOME_PRICES, _SHARED_PRICES)) for key in keys):
        return "公共充电的具体价格"  # its operator sets it; a pile at home has another
    if _CHARGING.search(text):
        return "充电桩的具体价格" if article.topic in _HOME_TOPICS and keys else None
    if any(key.startswith("ev_tou.") for key in keys) and not _SAYS_CAR.search(text):
        return "具体价格"  # who names no car asks about a home
    if keys and all(key.startswith("funds.") for key in keys) and not _SAYS_FUNDS.search(text):
        return "具体价格"  # a fund of three 分 is a part of the price
    if _SAYS_HOME.search(text):
        return None
    for other, name in _OTHERS.items():
        if other in named and any(key.startswith((*_HOME_PRICES, _SHARED_PRICES)) for key in keys):
            return name
    return None


def _another_standard(text: str, article: Article) -> str | None:
    """The standard of the power factor that is asked about, where the article is about another."""
    about = {key for key in article.references("tariff") if key.startswith("power_factor.standard_")}
    match = _STANDARD.search(text)
    if not about or match is None:
        return None
    wanted = _STANDARDS[match[1] or match[2]]
    return None if wanted in about else f"标准{match[1] or match[2]}的增减比例"


def night_price_of_charging(case: Circumstances) -> str | None:
    """A night or valley price of a pile asked for where none is on record: the price without periods is no answer."""
    text = normalize(case.question).text
    is_asked = _CHARGING.search(text) and _NIGHT_PRICE.search(text) and not re.search(PUBLIC, text)
    is_known = case.province is None or case.province in provinces_with("ev_tou.valley_price", case.on)
    return None if not is_asked or is_known else "充电桩谷段价格"


def no_comparison(case: Circumstances, answer: str) -> str | None:
    """The figures of several provinces asked for, where the answer does not set them side by side."""
    text = normalize(case.question).text
    if len(case.compared) < 2 or not _COMPARES.search(text):
        return None
    tier = _TIER.search(text)
    is_shown = f"{tier[0]}电价" in answer if tier else re.search(_MONEY, answer)
    return None if is_shown and all(name in answer for name in case.compared) else COMPARISON


def missing_figure(question: str, answer: str) -> str | None:
    """What kind of figure the question asks for and the answer does not hold; None when nothing is missing."""
    text = "".join(normalize(question).text.split())
    while (shorter := _TAIL.sub("", text)) != text:
        text = shorter
    for name, asked, shown in _ASKED:
        if asked.search(text) and not shown.search(answer):
            return name
    return None


def key_of(lack: str, question: str) -> str | None:
    """The tariff figure that would fill the lack."""
    tier = _TIER.search(question)
    return _KEYS.get(lack) or (_KEYS[f"{tier[0]}电价" if tier else "一档电价"] if lack == COMPARISON else None)


def lacking(case: Circumstances, article: Article, answer: str) -> str | None:
    """What the question asks for and this article's answer cannot give; None when nothing is lacking."""
    missing = missing_figure(case.question, answer) or price_of_another(case.question, article)
    return missing or no_comparison(case, answer)
