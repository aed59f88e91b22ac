"""往后看: the bill of a coming month, and when the next tier begins."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from actions.answers import clean
from actions.billing import show_bill
from actions.dialogue_state import Wish
from actions.errors import GatewayRefused, VerificationRequired
from actions.knowledge_action import show_answer
from actions.topic import WordedTopic
from actions.turn import Turn
from actions.wording import card, month_name, months_between

MOST_AHEAD = 3  # months from the newest bill; the gateway estimates no more
_MONTH_AHEAD = r"(?:下个?月|下1?一?期|下下个?月)"
_SOON = rf"(?:{_MONTH_AHEAD}|这个?月|本月|当月|月底|年底|接下来|明年[1一]月|\d{{1,2}}月份?)"
_MONEY = r"(?:电费|多少钱|几块|交多少|[要得]交|花多少|多少度|多少电)"
_GUESS = r"(?:预测|预估|预计|估计|估算|估[一1]?下|大概|大约|差不多|会是|会有|会不会|会到|会(?=[要多]|$)|将)"
_FORECAST = (
    re.compile(rf"{_MONTH_AHEAD}.{{0,10}}{_MONEY}"),
    re.compile(rf"{_SOON}.{{0,10}}(?:{_GUESS}.{{0,8}}{_MONEY}|{_MONEY}.{{0,8}}{_GUESS})"),
    re.compile(rf"{_GUESS}.{{0,8}}{_SOON}.{{0,8}}{_MONEY}"),
    re.compile(r"(?:预测|预估|估算).{0,6}电费|电费.{0,4}(?:预测|预估)"),
    re.compile(r"(?:这个?月|本月).{0,8}用.{0,3}\d+(?:度|千瓦时).{0,10}(?:多少钱|电费|几块|要交)"),
)
_NOT_AHEAD = re.compile(
    r"上个?月|上上|去年|前年|前几|已经|为什么|为啥|怎么交|什么时候交|几号交|截止|交过|交了|欠|余额|违约|发票|停电|拖|晚交|断|[一1每]度|电价|单价|"
    r"过户|办理|装|移表|校表|手续|押金|补贴|光伏|发电|桩|充电"
)
_TIER = r"(?:超档|跳档|升档|第?[二三23]档|最高档|下1?一?档)"
_TIERS_AHEAD = re.compile(
    rf"(?:会不会|会|要|能不能|什么时候|啥时候|几时|几月|哪个?月|多久|还差|还剩|还有多少|还能用|快).{{0,12}}{_TIER}|{_TIER}.{{0,3}}(?:会不会|什么时候)"
)
_OWN_TIER_NOW = re.compile(r"(?:我|咱|俺).{0,8}(?:第?几档|哪(?:1|一)?档)(?:上|里)?(?:了|啊|呢|呀)*$")
_NOT_A_TIER_AHEAD = re.compile(
    r"怎么办|为什么|为啥|多少钱|价|怎么算|什么意思|清零|已经|如果|要是|规定|涨|申请|取消|贵|人口|口人|[一二三四五六七八九]口|桩|"
    r"多少度(?:会|起|才)|几多|能不能不|能不能多|是不是|上限"
)
# a place of its own, or a year's total beside a month's: the figures are a sum to do, not the customer's own month
_AMOUNT = re.compile(r"\d(?:度|千瓦时)(?!电价)")
# a month without a year or 上个: which one is meant depends on whether one looks ahead
_BARE_MONTH = re.compile(r"(?<![\d年上个])(?<!去年)(?<!今年)(?:\d{1,2}|[一二三四五六七八九]|十[一二]?)月")
_NEXT_QUESTIONS = (
    {"title": "今年会超档吗", "payload": "今年会不会超档"},
    {"title": "装空调会多多少", "payload": "装个空调电费会多多少"},
)


class Forecast(WordedTopic):
    """The bill of a coming month, or when the next tier begins."""

    topic = "forecast"
    title = "估计下期电费"
    follows = ("month", "kwh")
    is_about_own_account = True

    def hears(self, turn: Turn) -> bool:
        """下个月电费大概多少; 到年底会进三档吗."""
        text = clean(turn.text).replace(" ", "")
        return _asks_for_tiers(text) or (any(words.search(text) for words in _FORECAST) and not _NOT_AHEAD.search(text))

    async def carry_out(self, turn: Turn, wish: Wish) -> None:
        """From the customer's own months; what is asked with figures by somebody unknown is calculated from those."""
        month, kwh = wish.values.get("month"), wish.values.get("kwh")
        text = clean(wish.text).replace(" ", "")
        asks_for_tiers = _asks_for_tiers(text)
        is_sum = bool(kwh) and (asks_for_tiers or "province" in wish.values or len(_AMOUNT.findall(text)) > 1)
        if is_sum and "confirmed" not in wish.values and await _tell_in_general(turn, wish):
            return
        try:
            if month and (bill := await _recorded(turn, month)):
                await _ahead_or_recorded(turn, wish, month, bill)
                return
            found = await turn.gateway.forecast(month, None if asks_for_tiers else kwh)
        except VerificationRequired:
            is_general = bool(kwh) and not asks_for_tiers and "confirmed" not in wish.values
            if not is_general or not await _tell_in_general(turn, wish):
                raise
            return
        except GatewayRefused as refusal:
            if refusal.status != 404:
                raise
            turn.offer_person("utter_bill_none")
            return
        _show(turn, found, asks_for_tiers)


async def _ahead_or_recorded(turn: Turn, wish: Wish, month: str, bill: Mapping[str, Any]) -> None:
    """那1月呢 after December is the January that comes; too far ahead, the last one is shown and that is said."""
    if not _BARE_MONTH.search(clean(turn.text).replace(" ", "")):
        show_bill(turn, bill)
        return
    coming = f"{int(month[:4]) + 1}{month[4:]}"
    newest = max(bill.get("months") or [month])
    if months_between(newest, coming) <= MOST_AHEAD:
        wish.values["month"] = coming
        _show(turn, await turn.gateway.forecast(coming, None), asks_for_tiers=False)
        return
    if turn.text != wish.text:
        turn.say("utter_forecast_too_far", month=month_name(coming), recorded=month_name(month))
    show_bill(turn, bill)


def _asks_for_tiers(text: str) -> bool:
    if _OWN_TIER_NOW.search(text):
        return True
    return bool(_TIERS_AHEAD.search(text)) and not _NOT_A_TIER_AHEAD.search(text)


async def _recorded(turn: Turn, month: str) -> Mapping[str, Any] | None:
    """The bill of a month that is out already: nothing needs to be estimated."""
    try:
        return await turn.gateway.bill(month)
    except GatewayRefused as refusal:
        if refusal.status != 404:
            raise
        return None


async def _tell_in_general(turn: Turn, wish: Wish) -> bool:
    """What the rules say to the figures given, with the offer to look at the own bills."""
    found = await turn.gateway.answer(wish.text, wish.values.get("province"), is_asked=False)
    if not found.get("answerable"):
        return False
    show_answer(turn, found)
    turn.say("utter_forecast_offer_own")
    turn.offer("forecast", wish.text, **{name: wish.values[name] for name in ("month",) if name in wish.values})
    return True


def _show(turn: Turn, found: Mapping[str, Any], asks_for_tiers: bool) -> None:
    rows: list[tuple[str, Any]] = []
    for each in found["months"]:
        name = month_name(each["month"])
        rows.append((f"{name}用电量", _range(each["kwh"], "千瓦时")))
        rows.append((f"{name}电费", _range(each["total"], "元")))
    tariff = found.get("tariff") or {}
    rows.append(("电价依据", tariff.get("source")))
    source = {"title": tariff.get("source"), "article_id": None, "effective_from": tariff.get("effective_from")}
    turn.show(
        {
            "text": found["tier_text"] if asks_for_tiers else found["text"],
            "card": card("forecast", "用电估计", rows) if found["months"] else None,
            "sources": [source] if tariff.get("source") else [],
            "buttons": _NEXT_QUESTIONS[asks_for_tiers:] if found.get("tier") else [],
        }
    )


def _range(interval: Mapping[str, str] | None, unit: str) -> str:
    """约240千瓦时（200到280千瓦时）; a value given by the customer has no range."""
    if not interval:
        return ""
    low, middle, high = (str(interval[name]) for name in ("low", "middle", "high"))
    return f"{middle}{unit}" if low == high else f"约{middle}{unit}（{low}到{high}{unit}）"
