"""What states a ticket can be in, and which step leads from where to where."""

from __future__ import annotations

from dataclasses import dataclass

LABELS = {
    "received": "已受理",
    "triaged": "待派单",
    "dispatched": "已派单",
    "accepted": "已接单",
    "in_progress": "处理中",
    "resolved": "已办结",
    "closed": "已回访归档",
    "returned": "已退单",
    "withdrawn": "已撤销",
}
OPEN = frozenset({"received", "triaged", "dispatched", "accepted", "in_progress", "returned"})


@dataclass(frozen=True, slots=True)
class Step:
    """One step of handling: what people call it, where it may start, where it leads (None: nowhere else)."""

    event: str
    label: str
    sources: frozenset[str]
    target: str | None


CORRECT = Step("corrected", "更正分类", (OPEN | {"resolved"}), None)
DISPATCH = Step("dispatched", "派单", frozenset({"triaged", "returned"}), "dispatched")
ACCEPT = Step("accepted", "接单", frozenset({"dispatched"}), "accepted")
PROGRESS = Step("progress", "填写进度", frozenset({"accepted", "in_progress"}), "in_progress")
RETURN = Step("returned", "退单", frozenset({"dispatched", "accepted", "in_progress"}), "returned")
RESOLVE = Step("resolved", "办结", frozenset({"accepted", "in_progress"}), "resolved")
RESOLVE_AT_DESK = Step("resolved", "直接办结", frozenset({"triaged", "accepted", "in_progress"}), "resolved")
FOLLOW_UP = Step("followed_up", "回访", frozenset({"resolved"}), "closed")


def may_close_at_desk(type: str | None, category: str | None, attached_to_outage: bool) -> bool:
    """Whether a ticket may be resolved without dispatch (facts of 95598: 可直接办结): it was answered, a known outage
    explains it, the customer's own equipment failed, or it has nothing to do with electricity supply."""
    answered = type in {"enquiry", "follow_up", "other"}
    return answered or attached_to_outage or (type, category) == ("fault", "non_utility")
