"""The moments by which a ticket must be dispatched, reached, restored, answered: limits by type, area and calendar.

Every limit is a row of ``triage/data/limits.yml``. Restoring is counted from acceptance, the stricter reading of
“平均时间” (docs/decisions/0009).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

import triage
from api.workdays import after_working_days

NAMES = ("dispatch", "arrive", "restore", "contact", "reply")
RECONNECTION = re.compile("复电|恢复供电|恢复送电")
APPLIANCE = re.compile("(家电|电器|冰箱|电视|空调|洗衣机|热水器|电脑).{0,8}(烧|坏|损)|(烧|坏|损).{0,8}(家电|电器)")


@dataclass(frozen=True, slots=True)
class Deadlines:
    """One moment for each limit that applies, None where none does."""

    dispatch: datetime | None = None
    arrive: datetime | None = None
    restore: datetime | None = None
    contact: datetime | None = None
    reply: datetime | None = None

    def to_wire(self) -> dict[str, str | None]:
        """RFC 3339 moments, as in the HTTP contract."""
        return {name: moment.isoformat() if moment else None for name, moment in asdict(self).items()}


def deadlines_of(type: str, category: str, area: str, text: str, created: datetime) -> Deadlines:
    """The deadlines of a ticket accepted at ``created``. ``area``: urban, rural or remote."""
    keys = _keys(type, category, area, text)
    return Deadlines(**{name: _moment(key, created) for name, key in keys.items()})


def _moment(key: str, created: datetime) -> datetime:
    rule = triage.limit(key, created.date())
    if rule.unit == "工作日":
        return after_working_days(created, int(rule.value))
    minutes = {"分钟": 1, "小时": 60, "天": 24 * 60}[rule.unit]
    return created + timedelta(minutes=float(rule.value) * minutes)


def _keys(type: str, category: str, area: str, text: str) -> Mapping[str, str]:
    match (type, category):
        case ("fault", "charging"):
            arrive = {"urban": "urban", "rural": "highway"}.get(area, "remote")
            return {
                "dispatch": "fault.dispatch",
                "arrive": f"charger.arrive.{arrive}",
                "restore": "charger.handle",
            }
        case ("fault", _):
            restore = "urban" if area == "urban" else "rural"  # no promise of its own for remote areas
            return {
                "dispatch": "fault.dispatch",
                "arrive": f"fault.arrive.{area}",
                "restore": f"fault.restore.{restore}",
            }
        case ("complaint", _):
            return {"dispatch": "complaint.dispatch", "contact": "complaint.contact", "reply": "complaint.reply"}
        case ("enquiry", "praise"):
            return {"dispatch": "enquiry.dispatch", "reply": "praise.verify"}
        case ("request", "anomaly_check"):
            visit = {"arrive": "appliance.inspect"} if APPLIANCE.search(text) else {}
            return {"dispatch": "request.dispatch", "reply": "request.anomaly_check", **visit}
        case ("request", "service_demand") if RECONNECTION.search(text):
            return {"dispatch": "request.dispatch", "restore": "request.reconnect", "reply": "request.reply"}
        case ("opinion" | "report" | "enquiry" | "request", _):
            return {"dispatch": f"{type}.dispatch", "reply": f"{type}.reply"}
        case ("follow_up", "urge"):
            return {"dispatch": "urge.dispatch"}
    return {}
