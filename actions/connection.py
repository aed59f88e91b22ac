"""业扩报装: new supplies, chargers, photovoltaics, moving a meter, and how far an application is."""

from __future__ import annotations

from actions.demand_action import ExplainedDemandAction
from actions.tickets import ProgressAction


class ApplyConnection(ExplainedDemandAction):
    """A new supply or more capacity."""

    intent = "apply_connection"
    title = "办理新装增容"
    matter = "新装用电"
    question = "新装用电怎么申请"
    category = "request/connection"


class ApplyEvCharger(ExplainedDemandAction):
    """A charging pile at home."""

    intent = "apply_ev_charger"
    title = "申请装充电桩"
    matter = "充电桩报装"
    question = "居民充电桩怎么申请安装"
    category = "request/connection"


class ApplyPv(ExplainedDemandAction):
    """Photovoltaics."""

    intent = "apply_pv"
    title = "申请光伏并网"
    matter = "光伏"
    question = "家庭光伏怎么申请并网"
    category = "request/connection"


class MoveMeter(ExplainedDemandAction):
    """Another place for the meter."""

    intent = "move_meter"
    title = "申请移表"
    matter = "移表"
    question = "电表移位怎么申请"
    category = "request/connection"


class QueryApplication(ProgressAction):
    """How far an application is."""

    intent = "query_application"
    title = "查申请进度"
    wanted = "application"
