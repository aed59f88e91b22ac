"""What a customer or agent reads after an urge or a withdrawal."""

from __future__ import annotations

from datetime import date

import triage
from api.tickets.models import Ticket
from api.tickets.status import LABELS


def urge_text(outcome: str, ticket: Ticket, today: date) -> str:
    """What became of an urge."""
    match outcome:
        case "too_soon":
            interval = triage.limit("urge.min_interval", today).text
            return f"刚刚已经催过了，处理人员已收到。请过{interval}再催。"
        case "too_many":
            return f"这张工单已经催过 {ticket.urges} 次，处理人员都已收到，我们不再重复发送；着急可以转人工。"
        case "closed":
            now = LABELS[ticket.status]
            return f"工单 {ticket.ticket_id} 现在是“{now}”，不用再催，也不能撤销了。有新情况请重新反映。"
    return "已催办，处理人员会收到提醒。"


def withdraw_text(outcome: str, ticket: Ticket) -> str:
    """What became of a withdrawal."""
    if outcome == "withdrawn":
        return f"工单 {ticket.ticket_id} 已撤销。"
    if ticket.danger or (ticket.type is None and ticket.intent != "make_complaint"):  # before the triage: maybe danger
        return "已记下您的意思。因为您反映过险情，为了安全我们仍会核实后再结束这张工单。"
    return "已记下您的撤诉意愿。投诉会由工作人员与您核实后再办结。"
