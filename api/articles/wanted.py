"""Whose figure a question asks for and which one: class of customer, item, tier, period, voltage.

A price is not a window, a fund is not a price, a shop's price is not a home's. What is read here is compared with what
an answer shows (``api/articles/stated.py``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from knowledge import named_audiences, strip_places
from nlu.text.normalize import normalize


class Payer(StrEnum):
    """Who pays the price that is asked for, by the words of the question."""

    home = "居民"
    shared = "合表"  # several homes on one meter; schools, homes for the old, what a compound shares
    pile = "居民充电桩"
    other_pile = "单位和公共充电桩"
    business = "工商业"
    farm = "农业生产"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One figure. ``keys``: where the tariff tables have it, the first on record counts; none: no table has it."""

    payer: Payer
    name: str
    keys: tuple[str, ...] = ()


ANY_PRICE = "具体价格"
_PILE = re.compile(r"充电桩|私桩|家桩|自用桩|自家桩|[的装个]桩|桩子|给车充|充车|车充电|汽车充电|快充|充电站")
_OTHER_PILE = re.compile(r"公共|商场|高速|服务区|充电站|快充|单位|公司|工厂|厂里|企业|园区|商业|运营|物流")
_SHARED = re.compile(
    r"合表|总表|(?:合用|共用|共一|合一)[^，。]{0,3}表|学校|[中小]学(?!生)|大学|幼儿园|托[育儿]|养老[院机]|敬老院|福利院|老人院|居委会|村委会|"
    r"小区(?:的|里|里面|公共)*(?:电梯|路灯|水泵|泵房|照明|地库|地下|车库|公摊|公共)|楼道灯|公共照明|电梯用电"
)
_HOME = re.compile(r"居民|住宅|家里|我家|俺家|咱家|住户|一户一表|户籍|人家")
_SAYS_HOME = re.compile(r"居民|住宅|住户|一户一表|户籍")  # beside a shop that is named: both are meant
_PERIODS = {
    "tip": re.compile(r"尖峰|尖段|尖时|尖电|尖的"),
    "valley": re.compile(r"谷|便宜"),
    "peak": re.compile(r"(?<!尖)(?<!错)峰"),
    "flat": re.compile(r"平段|平时段|平电|平价|平的"),
}
_PERIOD_NAMES = {"tip": "尖峰", "peak": "峰段", "flat": "平段", "valley": "谷段"}
_TIER = re.compile(r"第?([一二三])档(?!.*第?[一二三]档)")
_TIERS = {"一": 1, "二": 2, "三": 3}
_HOURS = re.compile(
    r"几点|几个?钟头|哪(?:几|些)?个?(?:小时|时段|时间)|哪段|什么时段|什么时候|啥时候|时段(?:是|怎么)|时间段"
)
_HOW_MUCH = re.compile(
    r"多少钱|几毛|(?<!哪)几块|几分(?!钟)|几厘|什么价|啥价|价格|单价|价钱|(?:一度|每度|度电|电价|[峰谷平尖](?:电|段|价)?|档|价)[^多少]{0,6}多少|"
    r"收多少|[一二三]档(?:的)?(?:电|单)?价$|电价$"
)
_PRICE = re.compile(r"一度|每度|1度|度电|价|[峰谷平尖](?:电|段|时)|[峰谷平尖].{0,6}(?:多少钱|几毛)|档|合表|一?千瓦时")
# A difference, a sum, an amount of energy, a reason or a way is asked for: no single figure.
_OTHERWISE = re.compile(
    r"(?:什么|啥|哪种|哪类|哪个)电价|(?:按|走|执行|算)的?(?:什么|啥|哪)|至少|加价|国家规定|为什么|为啥|怎么(?!收)|咋(?!收)|哪里|在哪|哪个(?!时段|时间|小时)|能不能|可不可以|划算|合算|差多少|差几|贵多少|便宜多少|[多省高低]多少|加多少|"
    r"多收|多少度|几度(?!电)|多少千瓦时|多少电(?!费)|比|涨|降|煤改电|光伏|上网电|发电|违约|滞纳|罚|力调|功率因|套餐|服务费|节|(?:\d{2,}|[2-9])度|\d+千瓦时|几口|几个人|人以上|上限|封顶|"
    r"包含|包括|组成|构成|公布|公示|调整|在哪|生效|申请|办|退|改|倍|系数"
)
_RATIO = re.compile(r"(?:峰谷|峰平谷|尖峰平谷|尖峰).{0,6}(?:比价|比例|比是|系数|倍数|[几多]少?倍)(?!.{0,6}(?:基金|乘))")
_ASKS_BOUND = re.compile(r"多少度|几度|多少千瓦时|多少电(?!费)|上限|封顶|分界|界线|度数")
_NO_BOUND = re.compile(
    r"多人口|口人|[五六七八]口|低保|加多少|加几|已经|用了|差多少|还差|还剩|还能|\d{2,}度|为什么|怎么|能不能|峰|谷"
)
_ENTERS = re.compile(r"(?:进|到|算|成|跳|入|是|变|按)(?:了|入|到|成|作|第)?(?:第)?[二三]档")
_MONTHLY = re.compile(r"每个?月|1个月|一个月|月均|按月|月里|摊到月|一月")
_FUND = re.compile(r"基金|附加|代征")
_ASKS_FUND = re.compile(r"多少|几分|几厘|几毛|标准$")
_PARTS = re.compile(
    r"输配电价|输配|过网费|线损(?:折价|费)?|系统运行费|上网电价|购电价|代理购电(?:的)?(?:电?价|多少)|需量电?(?:价|费)|容量电?(?:价|费)|"
    r"基本电?费[^，。]{0,8}(?:千伏安|千瓦|kVA|kW)"
)
_PARTS_OTHERWISE = re.compile(r"打[几多折]|几折|优惠|加倍|[几多]少?倍|涨|公布|几号|什么时候|哪天|怎么|咋|多久|超")
_HIGH_VOLTAGE = re.compile(r"(?:1|10|1[~-]10|20|35)千伏|高压|[一1]千伏(?:以上|及以上)|10kv|10KV|10kV")
_LOW_VOLTAGE = re.compile(r"不满[一1]千伏|低压|220伏|380伏")
_RURAL = re.compile(r"农村|乡下|村里|农户")
_FEE = re.compile(r"违约金|滞纳金|罚")
_OTHER_FEE = re.compile(r"功率因|力调|窃电|偷电|违约用电|法律|法定|条例|最高|上限|依据")
_ASKS_RATE = re.compile(
    r"千分之[几多]|百分之[几多]|比例|比率|标准|几个?点|一天(?:是|收|加|罚)?多少|每[天日](?:是|收|加|罚)?多少"
)
_LATER_YEARS = re.compile(r"跨年|次年|第二年|去年.*今年|过了?年|隔年|转年")


def wanted_figure(question: str) -> Wanted | None:
    """The one figure that a question asks for; None when it asks for none, for several or for a calculation."""
    text = strip_places("".join(normalize(question).text.split()))
    payer = payer_named(text)
    if payer is None:
        return None
    readers = (_fee_rate, _part_of_price, _ratio, _window, _bound, _price)
    return next((found for read in readers if (found := read(text, payer))), None)


def payer_named(text: str) -> Payer | None:
    """Who pays, by the words; a home where nobody is named, None where several are."""
    named = named_audiences(text)
    if _PILE.search(text):
        return Payer.other_pile if _OTHER_PILE.search(text) else Payer.pile
    if _SHARED.search(text) and not named & {"business", "agricultural"}:
        return Payer.shared
    if len(named & {"business", "agricultural"}) == 2 or (named - {"residential"} and _SAYS_HOME.search(text)):
        return None
    if "business" in named:
        return Payer.business
    return Payer.farm if "agricultural" in named else Payer.home


def _fee_rate(text: str, payer: Payer) -> Wanted | None:
    """What a late bill costs a day; only where somebody is named: the rates differ."""
    if not _FEE.search(text) or _OTHER_FEE.search(text) or not _ASKS_RATE.search(text):
        return None
    if payer in {Payer.business, Payer.farm}:
        span = "later_years" if _LATER_YEARS.search(text) else "in_year"
        return Wanted(payer, "违约金比例", (f"late_fee.other_rate_{span}",))
    return Wanted(payer, "违约金比例", ("late_fee.residential_rate",)) if _HOME.search(text) else None


def _part_of_price(text: str, payer: Payer) -> Wanted | None:
    """A fund or another part of a price: only what industry and trade pay is on record."""
    if _FUND.search(text) and _ASKS_FUND.search(text) and not _OTHERWISE.search(text):
        is_ours = payer is Payer.business or (payer is Payer.home and not _HOME.search(text))
        return Wanted(payer, "政府性基金及附加", ("funds.price",) if is_ours else ())
    part = _PARTS.search(text)
    if part is None or _PARTS_OTHERWISE.search(text) or re.search(r"光伏|余电|余量|屋顶", text):
        return None
    if not re.search(r"多少|几[块毛分]|什么价|啥价|价格$", text):
        return None
    is_known = "220千伏" in text and "输配" in part[0] and "单一" not in text
    return Wanted(Payer.business, part[0], ("transmission.two_part_ge220kv",) if is_known else ())


def _period(text: str) -> str | None:
    """The one period that is named; None when none or several are (峰谷)."""
    found = [period for period, words in _PERIODS.items() if words.search(text)]
    return found[0] if len(found) == 1 else None


def _ratio(text: str, payer: Payer) -> Wanted | None:
    """How the periods of industry and trade stand to each other."""
    if payer is not Payer.business or not _RATIO.search(text):
        return None
    return Wanted(payer, "峰谷比价", ("business_tou.ratio",))


def _bound(text: str, payer: Payer) -> Wanted | None:
    """Up to which energy a tier goes, in a year or a month."""
    tier = _tier(text)
    if payer is not Payer.home or tier is None or not _ASKS_BOUND.search(text) or _NO_BOUND.search(text):
        return None
    upper = tier - 1 if _ENTERS.search(text) else tier
    if not 1 <= upper <= 2:
        return None
    span = "month" if _MONTHLY.search(text) else "year"
    return Wanted(payer, f"{'一二'[upper - 1]}档上限", (f"residential_tiered.limit{upper}_{span}",))


def _window(text: str, payer: Payer) -> Wanted | None:
    """The hours of a period."""
    period = _period(text)
    if period is None or not _HOURS.search(text) or re.search(r"煤改电|办|申请|生效|公布", text):
        return None
    name = f"{_PERIOD_NAMES[period]}时段"
    if payer in {Payer.home, Payer.shared}:
        return Wanted(payer, name, (f"residential_tou.{period}_hours",) if period in {"peak", "valley"} else ())
    table = {Payer.pile: "ev_tou", Payer.business: "business_tou"}.get(payer)
    return Wanted(payer, name, (f"{table}.{period}_hours",) if table else ())


def _price(text: str, payer: Payer) -> Wanted | None:
    """A price of one kWh."""
    if not _HOW_MUCH.search(text) or not _PRICE.search(text) or _OTHERWISE.search(text) or _HOURS.search(text):
        return None
    period, tier = _period(text), _tier(text)
    if payer in {Payer.business, Payer.farm, Payer.other_pile}:
        return Wanted(payer, ANY_PRICE)
    if payer is Payer.pile:
        return Wanted(payer, f"{_PERIOD_NAMES[period]}价格", (f"ev_tou.{period}_price",)) if period else None
    if payer is Payer.shared:
        return _shared_price(text) if period is None and not re.search("峰|谷", text) else None
    if period in {"peak", "valley"}:
        name = f"{'一二三'[tier - 1]}档{_PERIOD_NAMES[period]}价格" if tier else f"{_PERIOD_NAMES[period]}价格"
        return Wanted(payer, name, (f"residential_tou.{period}_price{tier or 1}",))
    if tier and period is None and not re.search("峰(?!谷)|(?<!峰)谷", text):
        return Wanted(payer, f"{'一二三'[tier - 1]}档电价", (f"residential_tiered.price{tier}",))
    return None


def _shared_price(text: str) -> Wanted:
    if _HIGH_VOLTAGE.search(text) and not _LOW_VOLTAGE.search(text):
        return Wanted(Payer.shared, "电价（1千伏及以上供电）", ("combined.price_1_10kv",))
    keys = ("combined.price_rural", "combined.price_lt1kv") if _RURAL.search(text) else ("combined.price_lt1kv",)
    return Wanted(Payer.shared, "电价", keys)


def _tier(text: str) -> int | None:
    """The one tier that is named."""
    found = set(re.findall(r"([一二三])档", text))
    return _TIERS[found.pop()] if len(found) == 1 else None
