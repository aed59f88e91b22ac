"""Business applications: what they are called, how far they are, and by how much they are late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.applications.models import Application
from api.platform import Platform
from api.workdays import working_days_between

KINDS = {
    "ev_charger": "充电桩新装",
    "capacity_increase": "高压增容",
    "new_connection": "新装用电",
    "pv": "光伏并网",
    "account_transfer": "过户",
    "move_meter": "移表",
    "meter_test": "校验电表",
    "close_account": "销户",
}
DONE, IN_PROGRESS = "done", "in_progress"


class ApplicationService:
    """Reads applications inside the caller's session."""

    def __init__(self, session: AsyncSession, platform: Platform) -> None:
        self._session = session
        self._today = platform.clock.today()

    async def of(self, account_number: str) -> list[dict[str, Any]]:
        """The customer's applications, newest first."""
        query = select(Application).where(Application.account_number == account_number)
        rows = (await self._session.scalars(query.order_by(Application.submitted.desc()))).all()
        return [self._wire(row) for row in rows]

    def _wire(self, application: Application) -> dict[str, Any]:
        steps = application.steps
        return {
            "kind": "application",
            "id": application.application_id,
            "title": KINDS.get(application.kind, "用电业务申请"),
            "status": _status(steps),
            "status_label": _status_label(steps),
            "steps": [_step_wire(step) for step in steps],
            "overdue_working_days": self._overdue(steps),
            "created": application.submitted.isoformat(),
        }

    def _overdue(self, steps: Sequence[dict[str, Any]]) -> int:
        """Working days since the step under way was due; 0 while it is in time."""
        due = [date.fromisoformat(step["due"]) for step in steps if step["status"] == IN_PROGRESS and step.get("due")]
        return max((working_days_between(day, self._today) for day in due), default=0)


def _status(steps: Sequence[dict[str, Any]]) -> str:
    return DONE if all(step["status"] == DONE for step in steps) else IN_PROGRESS


def _status_label(steps: Sequence[dict[str, Any]]) -> str:
    current = next((step["name"] for step in steps if step["status"] == IN_PROGRESS), None)
    return f"正在办理：{current}" if current else "已办结" if _status(steps) == DONE else "待办理"


def _step_wire(step: dict[str, Any]) -> dict[str, Any]:
    return {name: step.get(name) for name in ("name", "status", "date", "due", "owner")}
