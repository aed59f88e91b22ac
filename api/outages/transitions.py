"""What an update of an outage may say, given what was known before."""

from __future__ import annotations

from datetime import datetime, timedelta

from api.errors import Conflict, Unprocessable
from api.outages.areas import UnreadableArea, check_area
from api.outages.schemas import OutageUpdate

NEXT = {
    "announced": frozenset({"announced", "repairing", "restored", "cancelled"}),
    "repairing": frozenset({"repairing", "restored", "cancelled"}),
    "restored": frozenset({"restored"}),
    "cancelled": frozenset({"cancelled"}),
}
LABELS = {"announced": "已公告", "repairing": "停电中", "restored": "已恢复", "cancelled": "已取消"}
CLOCKS_DIFFER = timedelta(minutes=5)  # a moment further in the future would keep every true update out
LONGEST = timedelta(days=400)  # from a planned outage's announcement to its start, or from its start to its end


def check_update(update: OutageUpdate, now: datetime, *, names_points: bool) -> None:
    """Refuse what cannot be. Raises Unprocessable (422) that names the field.

    ``names_points``: whether lists of transformers or accounts decide who is concerned.
    """
    if update.updated_at > now + CLOCKS_DIFFER:
        _refuse("updated_at", "更新时间晚于现在")
    if abs(update.start - update.updated_at) > LONGEST:
        _refuse("start", "停电开始时间与更新时间相差一年以上")
    if update.expected_restore is not None and not update.start < update.expected_restore <= update.start + LONGEST:
        _refuse("expected_restore", "预计恢复时间要晚于停电开始时间")
    _check_status(update)
    try:
        check_area(update.area, needs_limits=not names_points)
    except UnreadableArea as error:
        _refuse("area", str(error))


def _check_status(update: OutageUpdate) -> None:
    if (update.status == "restored") != (update.restored is not None):
        _refuse("restored", "已恢复的停电要写恢复时间，其他状态不能写恢复时间")
    if update.restored is not None and not update.start <= update.restored <= update.updated_at:
        _refuse("restored", "恢复时间要在停电开始之后、更新时间之前")
    if update.status == "announced" and update.kind == "fault":
        _refuse("status", "故障停电不能预先公告")
    if update.status == "announced" and update.start <= update.updated_at:
        _refuse("start", "已公告的停电，开始时间要晚于更新时间")
    if update.status == "repairing" and update.start > update.updated_at:
        _refuse("start", "停电中的开始时间不能晚于更新时间")


def check_transition(before: str, after: str) -> None:
    """Raises Conflict (409) for a step that no outage takes."""
    if after not in NEXT[before]:
        raise Conflict(
            f"这次停电{LABELS[before]}，不能改为{LABELS[after]}；再次停电请用新的停电编号上报。", code="wrong_status"
        )


def _refuse(field: str, reason: str) -> None:
    raise Unprocessable(f"{field}：{reason}，请检查后再发。", field=field)
