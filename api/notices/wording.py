"""The text of a notice, from the outage's record as it is when it is delivered; no figure that is not in there."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from api.conversations.schemas import Button, Card, Message, Source
from api.outages.matching import is_stale
from api.outages.models import Outage
from api.outages.service import KINDS

SENTENCES = Path(__file__).with_name("sentences.yml")
LONGEST_AREA, LONGEST_REASON = 150, 80  # characters; WeChat takes 2,048 bytes
UNSURE = "暂不确定"
STILL_DARK = frozenset({"restored", "cancelled", "excluded"})


def text_of(event: str, outage: Outage, now: datetime) -> str:
    """The sentence alone, for the conversation."""
    sentences = _read()
    template = sentences["notices"][_variant(event, outage, now)]
    return str(template.format(**_values(outage, now, sentences["clauses"])))


def wechat_text_of(event: str, outage: Outage, now: datetime) -> str:
    """The sentence with how to stop it, for WeChat, where nothing can be tapped."""
    return text_of(event, outage, now) + str(_read()["clauses"]["unsubscribe"])


def message_of(event: str, outage: Outage, now: datetime) -> Message:
    """The notice as a message of a conversation, with its source."""
    sentences = _read()
    names = ["still_dark", "unsubscribe"] if event in STILL_DARK else ["unsubscribe"]
    title = sentences["clauses"]["source"].format(outage_id=outage.outage_id, updated=moment(outage.updated_at, now))
    return Message(
        text=text_of(event, outage, now),
        buttons=[Button(**sentences["buttons"][name]) for name in names],
        card=card_of(event, outage, now),
        sources=[Source(title=title)],
    )


def card_of(event: str, outage: Outage, now: datetime) -> Card:
    """The same as a table: kind, reason, area, times, what to do, and how old the news is and from where."""
    sentences, variant = _read(), _variant(event, outage, now)
    values = _values(outage, now, sentences["clauses"])
    is_over = event in {"restored", "cancelled"}
    rows = [
        ("类型", values["label"]),
        ("范围", values["area"]),
        ("原因", outage.reason or ("" if is_over else "正在核实")),
        ("计划停电" if outage.start > now else "停电时间", values["start"]),
        ("预计来电", "" if is_over else _expected(outage, now)),
        ("恢复供电", values["restored"]),
        ("请您留意", sentences["advice"][variant]),
        ("信息更新", f"{moment(outage.updated_at, now)}（{age_of(outage.updated_at, now)}）"),
        ("来源", f"供电公司停电信息 {outage.outage_id}"),
    ]
    title = sentences["titles"][variant].format(label=values["label"])
    return Card(kind="outage_notice", title=title, rows=[(name, value) for name, value in rows if value])


def _variant(event: str, outage: Outage, now: datetime) -> str:
    is_plan = outage.start > now and event in {"changed", "cancelled"}
    return f"{event}_plan" if is_plan else event


def _expected(outage: Outage, now: datetime) -> str:
    expected = outage.expected_restore
    is_known = expected is not None and expected > now and not is_stale(outage, now)
    return moment(expected, now) if expected and is_known else UNSURE


def _values(outage: Outage, now: datetime, clauses: dict[str, str]) -> dict[str, str]:
    expected = _expected(outage, now)
    updated, age = moment(outage.updated_at, now), age_of(outage.updated_at, now)
    reason = shortened(outage.reason, LONGEST_REASON).rstrip("。") if outage.reason else ""
    return {
        "label": KINDS.get(outage.kind, "停电"),
        "area": shortened(outage.area, LONGEST_AREA),
        "start": moment(outage.start, now),
        "restored": moment(outage.restored, now) if outage.restored else "",
        "until": clauses["until_unknown"] if expected == UNSURE else clauses["until"].format(expected=expected),
        "reason": clauses["reason"].format(reason=reason) if reason else _unknown_reason(outage, clauses),
        "age": clauses["age"].format(updated=updated, age=age, outage_id=outage.outage_id),
    }


def _unknown_reason(outage: Outage, clauses: dict[str, str]) -> str:
    return "" if outage.status == "restored" else clauses["reason_unknown"]


def moment(at: datetime, now: datetime) -> str:
    """11月20日10:30; with the year when it is another one."""
    year = "" if at.year == now.year else f"{at.year}年"
    return f"{year}{at.month}月{at.day}日{at:%H:%M}"


def age_of(at: datetime, now: datetime) -> str:
    """How old news is, roughly."""
    old = now - at
    if old < timedelta(minutes=2):
        return "刚刚"
    if old < timedelta(hours=1):
        return f"{old // timedelta(minutes=1)}分钟前"
    if old < timedelta(days=2):
        return f"约{round(old / timedelta(hours=1))}小时前"
    return f"约{round(old / timedelta(days=1))}天前"


def shortened(text: str, longest: int) -> str:
    """The text, cut with a sign that it was."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


@lru_cache
def _read() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(SENTENCES.read_text(encoding="utf-8"))
    return loaded
