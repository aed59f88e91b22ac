"""Whether an article speaks to who is asking: a factory's price is not a household's."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Article

Floats = NDArray[np.float32]
# Who a question names. A farm is neither; a shop below a flat is a business; 供电公司 is ourselves.
_NAMED = {
    "business": re.compile(
        r"工业(?!园)|工商业|商业|商用|非居民|非居|两部制|单一制|工厂|厂里|厂子|厂房|车间|[我们小开个的]厂(?!家|商)|加工厂|(?<!计量)单位(?!宿舍|换算|面积)|工地|物流园|[工产]业园|厂区|(?:批发|农贸|菜|建材)市场|企业|我司|"
        r"(?<![供电物力网们贵国])公司(?!的人)|商铺|商户|门面|门市|铺子|铺面|小卖部|商店|店铺|店里|小店|开店|店面|[我这小开]个?店|"
        r"(?:饭|餐|酒|面|茶|理发|美容|美甲|网|药|书|便利|烧烤|小吃|早餐|早点|水果|服装|宾|旅|火锅|面包|咖啡|棋牌|洗车|修车|汽修|五金|超|健身|台球|照相|花|烟酒|"
        r"奶茶|鞋|菜|肉|粮油|洗衣|快递|蛋糕|麻辣烫)(?:店|馆|吧(?!$)|厅|行|市(?!场)|房|屋)|民宿|作坊|仓库|冷库|写字楼|办公楼|办公室|商场|专变|"
        r"需量|力调|功率因"
    ),
    "agricultural": re.compile(
        r"农业|灌溉|排灌|养[殖鸡猪鸭鱼虾牛羊鹅兔蜂蚕蟹鸽]|鱼塘|虾塘|[猪鸡牛羊鸭鹅兔][场舍圈棚]|大棚|[农林渔牧]场|抽水|"
        r"浇地|浇水|种地|种粮|种菜|农田|麦田|稻田|果园|茶园|机井|农机|烘干(?:机|粮|谷|玉米|稻|房)"
    ),
    "residential": re.compile(r"居民|住户|我家|家里|俺家|咱家|家庭|住宅|老百姓|户籍|阶梯|一档|二档|三档"),
}


def named_audiences(question: str) -> frozenset[str]:
    """The audiences that a question names: business, agricultural, residential."""
    return frozenset(audience for audience, words in _NAMED.items() if words.search(question))


# A car is charged at a price of its own: the prices of a home are not asked then.
_CHARGING = re.compile(r"充电桩|充电庄|私桩|家桩|桩子|给车充|充车|车充电|汽车充电|充电站")
_OF_HOMES = ("tiered_tariff", "tou_tariff")


class AudienceTable:
    """The audiences of articles, compared with a question's at once."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._audiences = np.array([article.audience for article in articles])
        self._is_of_homes = np.array([article.topic.value in _OF_HOMES for article in articles], dtype=bool)

    def fit(self, question: str) -> Floats:
        """0 for articles that fit or speak to all; -1 for those that speak to others than the question names."""
        if _CHARGING.search(question):
            return -self._is_of_homes.astype(np.float32)
        named = named_audiences(question)
        if len(named) != 1:
            return np.zeros(len(self._audiences), np.float32)
        fits = (self._audiences == next(iter(named))) | (self._audiences == "all")
        found: Floats = fits.astype(np.float32) - 1
        return found
