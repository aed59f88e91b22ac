"""我家峰谷划算吗: the two plans of a home on the customer's own last year; other plans by the recommendation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from actions.answers import clean
from actions.dialogue_state import Wish
from actions.errors import GatewayRefused
from actions.knowledge_action import find_answer, show_answer
from actions.topic import WordedTopic
from actions.turn import Turn
from actions.wording import card, month_name

_BY_THE_HOUR = r"(?:峰谷|分时|谷电)(?:电价?|计费|收费)?"
_WORTH = r"(?:划不划算|划算|合不合算|合算|省不省钱?|省钱|便宜|合适|值不值|值得)"
_WHOSE = r"(?:我们?(?:家|店|厂)?|咱家?|俺家?|这个?|现在|目前|家里|的|到底|要是|如果|适合|那)*"
_ASKS = re.compile(
    rf"{_WHOSE}(?:开了?|办了?|用|改成?|换成?|按|走|开通|申请)?(?:了)?{_WHOSE}{_BY_THE_HOUR}(?:算|交|来说|到底|是|是不是|会|会不会|更)*{_WORTH}(?:不|吗|么|嘛|呢|没|[?？])*|"
    rf"{_WHOSE}(?:适合|该|要)(?:不适合|不该|不要)?(?:开|用|办|改)(?:通|成)?{_BY_THE_HOUR}(?:吗|不|么|呢|[?？])*|"
    rf"{_WHOSE}(?:开|办|用)(?:了|通)?{_WHOSE}{_BY_THE_HOUR}(?:一年|一个月|大概|能|可以|会)*省(?:多少|好多|几多)(?:钱)?(?:呢|[?？])*|"
    rf"{_WHOSE}都?(?:不开|不用|没开|关了?){_BY_THE_HOUR}(?:的话|呢|一年|会|要|得|[,，])*(?:多|少|省)?(?:花|交)?(?:多少|几)(?:钱)?(?:呢|[?？])*"
)
_IN_GENERAL = re.compile(r"(?:居民)?(?:峰谷|分时|谷电)")  # 峰谷电价划算吗 asks how that price works
_GENERAL = "开峰谷划不划算"  # asked of the knowledge base
_WHY_NOT = re.compile(
    r"(?:那)?(?:为什么|为啥|咋)(?:就)?(?:不|没有?)(?:给我|给|向我)?推荐(?:我|给我)?(?:开|用|办|峰谷|分时|的|呢|啊|电价|[?？])*"
)


class OwnPlan(WordedTopic):
    """Whether time-of-use pays for this customer, calculated on their bills."""

    topic = "own_plan"
    title = "看看峰谷划不划算"
    is_about_own_account = True

    def hears(self, turn: Turn) -> bool:
        """我这个峰谷划算不; 开峰谷划算吗; a place or an amount makes it a question in general."""
        text = clean(turn.text).replace(" ", "")
        if {"kwh", "province"} & set(turn.entities) or _IN_GENERAL.match(text):
            return False
        return bool(_ASKS.fullmatch(text) or _WHY_NOT.fullmatch(text))

    async def carry_out(self, turn: Turn, wish: Wish) -> None:
        """Both totals for who is known and whose use in the valley is; else what holds in general."""
        if not (await turn.gateway.context()).get("verified"):
            question = _GENERAL if _WHY_NOT.fullmatch(clean(wish.text)) else wish.text
            show_answer(turn, await find_answer(turn, Wish(wish.intent, question, wish.values), _GENERAL))
            turn.say("utter_recommendation_offer_own")
            turn.offer("recommend_package", wish.text)
            return
        try:
            _show(turn, await turn.gateway.plan_comparison())
        except GatewayRefused as refusal:
            if refusal.code != "no_comparison":
                raise
            await _tell_where_it_turns(turn)


async def _tell_where_it_turns(turn: Turn) -> None:
    """How much of the own use must be in the valley, where it is not known how much is."""
    use = (await turn.gateway.bill_history({}))["average_kwh"]
    show_answer(turn, await turn.gateway.answer(f"一个月{use}度，开峰谷划算吗", None))


def _show(turn: Turn, found: Mapping[str, Any]) -> None:
    saving, has_it = str(found["saving"]), found["current"] == "time_of_use"
    costs_more = saving.startswith("-")
    verdict = ("leave" if costs_more else "keep") if has_it else ("avoid" if costs_more else "take")
    first, last = month_name(found["first"]), month_name(found["last"])
    rows = [
        ("峰谷电价", f"{found['time_of_use_total']}元"),
        ("阶梯电价（不开峰谷）", f"{found['tiered_total']}元"),
        ("谷段用电占比", f"{found['valley_percent']}%"),
        ("电价依据", "；".join(found["sources"])),
    ]
    turn.say(
        f"utter_plan_time_of_use_{verdict}",
        card=card("recommendation", f"{first}到{last}，两种电价对比", rows),
        first=first,
        last=last,
        kwh=found["kwh"],
        percent=found["valley_percent"],
        time_of_use=found["time_of_use_total"],
        tiered=found["tiered_total"],
        difference=saving.lstrip("-"),
    )
