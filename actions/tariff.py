"""电价: what a kilowatt-hour costs and which tariffs there are."""

from __future__ import annotations

from actions.demand_action import ExplainedDemandAction
from actions.knowledge_action import KnowledgeAction


class TariffQuestion(KnowledgeAction):
    """A question about a tariff; 那峰谷呢 after it asks the same about another tariff."""

    noun = "电价"


class AskTieredTariff(TariffQuestion):
    """Residential tiers."""

    intent = "ask_tiered_tariff"
    title = "了解阶梯电价"
    question = "居民阶梯电价怎么算"


class AskTouTariff(TariffQuestion):
    """Residential time-of-use."""

    intent = "ask_tou_tariff"
    title = "了解峰谷电价"
    question = "居民峰谷电价的时段和价格"


class ApplyTouTariff(ExplainedDemandAction):
    """Switch time-of-use on, change or end it."""

    intent = "apply_tou_tariff"
    title = "办理峰谷电价"
    question = "怎么申请开通峰谷电价"
    category = "request/service_demand"


class AskHouseholdQuota(KnowledgeAction):
    """Large households and free quotas."""

    intent = "ask_household_quota"
    title = "了解一户多人口"
    question = "一户多人口怎么申请"


class AskEvTariff(TariffQuestion):
    """Prices of residential charging."""

    intent = "ask_ev_tariff"
    title = "了解充电桩电价"
    question = "居民充电桩电价"


class AskBusinessTariff(TariffQuestion):
    """Business and agricultural tariffs."""

    intent = "ask_business_tariff"
    title = "了解工商业电价"
    question = "工商业电价怎么计算"
