"""停电: is there one, until when; reporting one; voltage; notices."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from actions import forms
from actions.answers import clean
from actions.demand_action import DemandAction
from actions.dialogue_state import Form, Wish
from actions.errors import VerificationRequired
from actions.readings import says_do_it
from actions.topic_action import TopicAction
from actions.turn import Turn
from actions.wording import card, moment_name

_STOPPING = (
    "取消",
    "关闭",
    "关掉",
    "关了",
    "退订",
    "停止",
    "不想收",
    "不要",
    "别发",
    "别再",
    "不再",
    "撤销",
    "退了",
    "不用",
)
LONGEST_MORE = 12  # characters; a longer message says what it wants itself
_WHEN = re.compile(
    r"(?:多久|几时|几点|什么时候|啥时候|么时候|多长时间)(?:能|可以|才|会)?(?:好|来|修|恢复|有电|通|送)|还(?:要|得)多久|修好了?(?:没|吗)|几点到几点|从?几点(?:停|开始)|到几点|哪天停|停(?:多久|多长|几个)|"
    r"(?:为什么|为啥|咋|怎么|啥原因|什么原因)(?:会)?停|(?:什么|啥)原因"
)
_TAKEN_BACK = re.compile(r"(?:那|那就|还是|算了|我要|帮我|都)*(?:取消|退订|关掉?|不要|不订|停)(?:了|掉|它|吧|通知)*")
_ASKS_WHETHER = re.compile(
    r"(?:会|能|可以|是不是|会不会|有没有|能不能).{0,10}(?:通知|提醒|告诉|短信).{0,4}(?:吗|不|么|没|嘛|[?？])?$"
)
_KNOWN = ("running", "planned")
_NOT_KNOWN = "现在还不能确定"
_ADVICE = {  # what the card asks of the customer
    "running": "这个地址在停电范围内；来电前，请先关好电热器具的开关。",
    "planned": "这个地址在停电范围内，请提前做好准备。",
    "restored": "如果您家还没有电，告诉我，我帮您报修。",
}


class QueryOutage(TopicAction):
    """Whether the power is out at an address, why, and until when."""

    intent = "query_outage"
    title = "查停电信息"
    follows = ("address",)
    remembers = ("address",)

    def hears(self, turn: Turn) -> bool:
        """多久能好, 几点来电, after an outage was told; once a ticket is filed it is the ticket that is asked for."""
        subject = turn.state.subject
        if subject is None or subject.intent not in ("query_outage", "report_outage") or "filed" in subject.values:
            return False
        return len(turn.text) <= LONGEST_MORE and bool(_WHEN.search(clean(turn.text)))

    async def carry_out(self, turn: Turn, wish: Wish) -> None:
        """Tell what is known; without an address (and unverified) ask for one."""
        form = turn.state.form
        address = wish.values.get("address") or (form.values.get("address") if form else None)
        found = await _outages(turn, address)
        if found["status"] == "unknown_address":
            if address:
                turn.say("utter_outage_unknown_address")
            elif form is not None and "address" in form.fields:  # the report that is being taken down asks for it
                turn.say("utter_outage_needs_address")
                return
            forms.begin(turn, Form("lookup", Wish(wish.intent, wish.text), ["address"]))
            return
        tell_outage(turn, found)
        if found["status"] == "none" and form is None:
            known = {"address": address} if address else {}
            turn.offer("report_outage", wish.text, after_query="yes", **known)


class ReportOutage(DemandAction):
    """The power is out here, or somebody must come."""

    intent = "report_outage"
    title = "停电报修"
    remembers = ("address", "phone")
    intro = "utter_outage_self_check"

    def hears(self, turn: Turn) -> bool:
        """登记一下, said some messages after an outage was told and nothing is proposed any more."""
        subject = turn.state.subject
        if subject is None or subject.intent not in ("query_outage", "report_outage") or "filed" in subject.values:
            return False
        return turn.state.offer is None and says_do_it(turn.text)

    async def carry_out(self, turn: Turn, wish: Wish) -> None:
        """Tell a known outage first; file when there is none, or when the customer wants a report all the same."""
        if says_do_it(wish.text) and turn.state.subject:
            wish = Wish(wish.intent, turn.state.subject.text, {**wish.values, "wanted": "yes"})
        if not {"confirmed", "wanted"} & set(wish.values):
            found = await _outages(turn, wish.values.get("address"))
            if found["status"] == "running":
                tell_outage(turn, found)
                turn.say("utter_outage_offer_report")
                turn.offer(self.intent, wish.text, **wish.values)
                return
        await super().carry_out(turn, wish)

    def supplement(self, values: Mapping[str, str]) -> str:
        """A report that began as a question (停电了吗) says that it is one."""
        if values.get("wanted"):
            return "客户家中没电，要求登记报修。"
        return "没有查到停电信息，客户家中没电，要求报修。" if values.get("after_query") else ""

    def settled_category(self, values: Mapping[str, str]) -> str | None:
        """Triage reads the question and would file an enquiry; a home dark for an unknown cause is low voltage."""
        asked_first = values.get("after_query") or values.get("wanted")
        return "fault/low_voltage" if asked_first else self.category


class ReportPowerQuality(DemandAction):
    """Voltage too high, too low, or flickering."""

    intent = "report_power_quality"
    title = "电压问题报修"
    remembers = ("address", "phone")
    intro = "utter_power_quality_intro"


class SubscribeOutage(TopicAction):
    """Outage notices on or off."""

    intent = "subscribe_outage"
    title = "订阅停电通知"
    is_about_own_account = True
    changes_at_once = True

    def continues(self, text: str) -> bool:
        """那取消吧, said after they were switched on."""
        return bool(_TAKEN_BACK.fullmatch(clean(text)))

    async def carry_out(self, turn: Turn, wish: Wish) -> None:
        """Switch them and say so; who only asks whether there are any is told and offered them."""
        if _ASKS_WHETHER.search(clean(wish.text)) and "confirmed" not in wish.values:
            turn.say("utter_subscription_offer")
            turn.offer(self.intent, wish.text)
            return
        active = not any(word in wish.text for word in _STOPPING)
        await turn.gateway.subscribe(active)
        turn.say("utter_subscription_on" if active else "utter_subscription_off")


def tell_outage(turn: Turn, found: Mapping[str, Any]) -> None:
    """Say what is known about an outage, how old it is, and that it is unknown when it is."""
    status, outage = str(found["status"]), found.get("outage") or {}
    restore = "" if outage.get("stale") else moment_name(outage.get("expected_restore"))
    unknown = status == "running" and not restore
    turn.say(
        "utter_outage_running_unknown" if unknown else f"utter_outage_{status}",
        card=_notice(found, restore) if outage else None,
        address=found.get("address") or outage.get("area") or "",
        reason=outage.get("reason") or "",
        start=moment_name(outage.get("start")),
        restore=restore,
        restored=moment_name(outage.get("restored")),
        updated_at=moment_name(outage.get("updated_at")),
    )


def _notice(found: Mapping[str, Any], restore: str) -> dict[str, Any]:
    """The card of an outage, of the same kind and rows as the notices that are sent by themselves (api/notices):
    the page shows it in place of the sentence, so it says everything that the sentence says."""
    status, outage = str(found["status"]), found["outage"]
    label = str(outage.get("kind_label") or "停电")
    rows = [
        ("类型", label),
        ("查询地址", found.get("address")),
        ("范围", outage.get("area")),
        ("原因", outage.get("reason")),
        ("计划停电" if status == "planned" else "停电时间", moment_name(outage.get("start"))),
        ("预计来电", (restore or _NOT_KNOWN) if status in _KNOWN else ""),
        ("恢复供电", moment_name(outage.get("restored"))),
        ("请您留意", _ADVICE.get(status)),
        ("信息更新", moment_name(outage.get("updated_at"))),
        ("来源", f"供电公司停电信息 {outage['id']}" if outage.get("id") else ""),
    ]
    return card("outage_notice", "已经来电" if status == "restored" else f"{label}信息", rows)


async def _outages(turn: Turn, address: str | None) -> dict[str, Any]:
    """Outages at an address or the customer's own; nobody's address is an unknown one."""
    try:
        return await turn.gateway.outages(address)
    except VerificationRequired:
        return {"status": "unknown_address", "outage": None, "address": None}
