"""Whether an article speaks to who is asking: a factory's price is not a household's."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Article

Floats = NDArray[np.float32]
# Who a question names. A farm is neither; a shop below a flat is a business.
_NAMED = {
    "business": re.compile(
        r"大工业|工商业|商业用电|工业用电|工业电|商业电|非居民|两部制|单一制|工厂|厂里|厂子|我厂|企业|我司|公司(?!的人)|商铺|门面|店铺|"
        r"店里|专变|饭店|餐馆|酒店|超市|需量|力调|功率因"
    ),
    "agricultural": re.compile(r"农业|灌溉|排灌|养殖|养鸡|养猪|大棚|抽水浇|种地|农田|农机"),
    "residential": re.compile(r"居民|住户|我家|家里|俺家|咱家|家庭|住宅|老百姓|户籍|阶梯|一档|二档|三档"),
}


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
        named = [audience for audience, words in _NAMED.items() if words.search(question)]
        if len(named) != 1:
            return np.zeros(len(self._audiences), np.float32)
        fits = (self._audiences == named[0]) | (self._audiences == "all")
        found: Floats = fits.astype(np.float32) - 1
        return found
