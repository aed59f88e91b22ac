"""电价: what a kilowatt-hour costs and which tariffs there are."""

from __future__ import annotations

import re

from actions.demand_action import ExplainedDemandAction
from actions.dialogue_state import Wish
from actions.knowledge_action import KnowledgeAction
from actions.turn import Turn

_OF_BUSINESS = re.compile(r"力调|功率因数|需量|容量|两部制|单一制|代理购电")
_NAMES = {"力调": "力调电费", "需量": "需量基本电费", "容量": "容量基本电费"}
_CHARGING = re.compile(r"桩|车|充电站|快充")


class TariffQuestion(KnowledgeAction):
    """A question about a tariff; 那峰谷呢 after it asks the same about another tariff."""

    noun = "电价"
    depends_on_payer = True


class AskTieredTariff(TariffQuestion):
    """Residential tiers."""

    intent = "ask_tiered_tariff"
    title = "了解阶梯电价"
    question = "居民阶梯电价怎么算"


class AskTouTariff(TariffQuestion):
    """Residential time-of-use."""

    intent = "ask_tou_tariff"
    title = "了解峰谷电价"
    matter = "峰谷电"
    question = "居民峰谷电价的时段和价格"


class ApplyTouTariff(ExplainedDemandAction):
    """Switch time-of-use on, change or end it."""

    intent = "apply_tou_tariff"
    title = "办理峰谷电价"
    matter = "开通峰谷电"
    question = "怎么申请开通峰谷电价"
    category = "request/service_demand"


class AskHouseholdQuota(KnowledgeAction):
    """Large households and free quotas."""

    intent = "ask_household_quota"
    title = "了解一户多人口"
    matter = "一户多人口"
    question = "一户多人口怎么申请"


class AskEvTariff(TariffQuestion):
    """Prices of residential charging."""

    intent = "ask_ev_tariff"
    title = "了解充电桩电价"
    question = "居民充电桩电价"
    matter = "充电桩"

    async def carry_out(self, turn: Turn, wish: Wish) -> None:
        """充一度电多少钱 names no charger, and would be answered with the price of a home."""
        named = wish if _CHARGING.search(wish.text) else Wish(wish.intent, f"家用充电桩{wish.text}", wish.values)
        await super().carry_out(turn, named)


class AskBusinessTariff(TariffQuestion):
    """Business and agricultural tariffs."""

    intent = "ask_business_tariff"
    title = "了解工商业电价"
    question = "工商业电价怎么计算"

    def matter_of(self, subject: Wish) -> str:
        """Power factor, demand, capacity: what the question before was about."""
        named = _OF_BUSINESS.search(subject.text)
        return _NAMES.get(named.group(), named.group()) if named else ""
