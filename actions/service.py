"""服务: complaints, reports, suggestions, praise, damage, visits, halls and privacy."""

from __future__ import annotations

from actions.demand_action import DemandAction
from actions.knowledge_action import KnowledgeAction


class MakeComplaint(DemandAction):
    """A complaint."""

    intent = "make_complaint"
    title = "投诉"
    intro = "utter_complaint_intro"
    needs_description = True


class ReportViolation(DemandAction):
    """Theft of electricity, breach, misconduct; the reporter may stay unknown."""

    intent = "report_violation"
    title = "举报"
    intro = "utter_violation_intro"
    needs_description = True


class GiveSuggestion(DemandAction):
    """Something the utility should change for everybody."""

    intent = "give_suggestion"
    title = "提建议"
    intro = "utter_suggestion_intro"
    needs_description = True
    fields = ("phone",)


class GivePraise(DemandAction):
    """Praise for staff."""

    intent = "give_praise"
    title = "表扬工作人员"
    category = "enquiry/praise"
    needs_description = True
    fields = ()


class ClaimDamage(DemandAction):
    """A loss caused by the supply."""

    intent = "claim_damage"
    title = "申请损坏赔偿"
    intro = "utter_damage_intro"
    needs_description = True
    follows = ("address", "phone")


class RequestDoorService(DemandAction):
    """A visit for those who cannot come."""

    intent = "request_door_service"
    title = "预约上门服务"
    intro = "utter_door_service_intro"
    category = "request/appointment"


class FindServiceHall(KnowledgeAction):
    """Where the halls are and when they are open."""

    intent = "find_service_hall"
    title = "找营业厅"
    question = "营业厅地址和营业时间"


class AskPrivacy(KnowledgeAction):
    """What is kept about the customer."""

    intent = "ask_privacy"
    title = "了解个人信息保护"
    question = "你们收集我的哪些信息"
