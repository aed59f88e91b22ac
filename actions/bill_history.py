"""一段时间的电费: what a year or some months came to, the mean, the highest and the lowest month."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from actions.answers import clean
from actions.billing import is_money, newest_bill
from actions.dialogue_state import Wish
from actions.errors import GatewayRefused
from actions.spans import MATTER, NAMED, SEVERAL, SPAN_VALUES, compares_years, is_against_the_year_before, span_in
from actions.topic import WordedTopic
from actions.turn import Turn
from actions.wording import card, month_name

LONGEST_MORE = 12  # characters; a longer message says what it wants itself
_WHOLE = re.compile(
    r"一共|总共|合计|加起来|加一起|总(?:的|电费|用电|额|计)|累计|平均|月均|最[高多贵大低少]|哪个?月|走势|趋势|曲线|历史|明细|清单|"
    r"列|都|分别|各|每个?月|账单|多少"
)
_MORE = re.compile(r"最[高多贵低少]|哪个?月|平均|一共|总共|加起来|合计|总的|今年|去年|半年|一年|1年|个月的?呢?$")
_OTHER = re.compile(
    r"档|为什么|为啥|怎么(?:这么|那么|算|交|回事)|咋|预[测计估]|估[计算]|下个?月|明年|省|推荐|套餐|电价|单价|停电|报修|抄表|欠|余额|发票|"
    r"装|买|开[^始]|车|充|空调|冰箱|热水器|电器|电暖|热泵|公里|小时|匹|瓦|夜|峰|谷|如果|要是|多用|同期|同比|比|推算|规定|违约|补贴|(?:一|1|每)度电?多少钱"
)
_ABOUT_BILLS = ("query_bill", "explain_bill", "bill_history")
_HIGHEST = re.compile(r"最[高多贵大]|哪个?月(?:用得?|电费)?[高多贵](?!少)")
_LOWEST = re.compile(r"最[低少]|最便宜|哪个?月(?:用得?|电费)?[低少便]")
_OF_USE = re.compile(r"用电|度|电量|用得?最")


class BillHistory(WordedTopic):
    """今年一共交了多少电费; 最近半年的账单; 哪个月用电最多."""

    topic = "bill_history"
    title = "看一段时间的电费"
    is_about_own_account = True
    remembers = SPAN_VALUES  # 最低的呢 and 平均呢 are of the stretch told last

    def hears(self, turn: Turn) -> bool:
        """A span of months with what is wanted of it; one month alone is a bill, energy named is a calculation."""
        text = clean(turn.text).replace(" ", "")
        if compares_years(turn):
            return True
        if _OTHER.search(text) or {"kwh", "province", "account_number"} & set(turn.entities):
            return False
        asks_which = re.search(r"哪个?月.{0,8}最|最.{0,6}是?哪个?月", text)
        is_stretch = SEVERAL.search(text) or (NAMED.search(text) and _WHOLE.search(text))
        return bool(asks_which or (_is_about_bills(turn, text) and is_stretch))

    def continues(self, text: str) -> bool:
        """最低的呢; 平均每个月呢; 去年呢."""
        words = clean(text).replace(" ", "")
        return len(words) <= LONGEST_MORE and bool(_MORE.search(words)) and not _OTHER.search(words)

    async def carry_out(self, turn: Turn, wish: Wish) -> None:
        """The sentence that was asked for, and every month in the card."""
        text = clean(wish.text).replace(" ", "")
        span = span_in(text, turn.entities.get("month", []))
        span = span or {name: wish.values[name] for name in SPAN_VALUES if name in wish.values}
        for name in (*SPAN_VALUES, "month"):
            wish.values.pop(name, None)
        wish.values.update(span)
        try:
            if is_against_the_year_before(text):
                _show_years(turn, await turn.gateway.year_comparison(span))
            else:
                _show(turn, wish, text, await turn.gateway.bill_history(span))
        except GatewayRefused as refusal:
            if refusal.status != 404:
                raise
            await _tell_what_there_is(turn)


def _is_about_bills(turn: Turn, text: str) -> bool:
    subject = turn.state.subject
    return bool(MATTER.search(text) or (subject and subject.intent in _ABOUT_BILLS))


async def _tell_what_there_is(turn: Turn) -> None:
    """The stretch asked for is not on record: which months are."""
    newest = await newest_bill(turn)
    if newest is None:
        turn.offer_person("utter_bill_none")
        return
    months = sorted(newest.get("months") or [newest["month"]])
    turn.say("utter_history_none", first=month_name(months[0]), last=month_name(months[-1]))


def _show(turn: Turn, wish: Wish, text: str, found: Mapping[str, Any]) -> None:
    rows = [(month_name(each["month"]), _month_words(each)) for each in found["months"]]
    rows += [("一共", f"{found['kwh']}千瓦时，{found['total']}元")]
    rows += [("平均每月", f"{found['average_kwh']}千瓦时，{found['average_total']}元")]
    first, last = month_name(found["first"]), month_name(found["last"])
    if found.get("begins_later"):
        turn.say("utter_history_begins_later", first=first)
    shown = card("bill_history", f"{first}到{last}的电费", rows, found["chart"])
    wanted = next((name for name, words in (("highest", _HIGHEST), ("lowest", _LOWEST)) if words.search(text)), None)
    if wanted is None:
        values = {name: found[name] for name in ("kwh", "total", "average_kwh", "average_total")}
        turn.say("utter_history_total", card=shown, first=first, last=last, **values)
        return
    of_use = bool(_OF_USE.search(text)) and "电费" not in text
    month = found["by_kwh" if of_use else "by_total"][wanted]
    wish.values["month"] = month["month"]  # a why that follows is about that one
    values = {"month": month_name(month["month"]), "kwh": month["kwh"], "total": month["total"]}
    turn.say(f"utter_history_{wanted}", card=shown, first=first, last=last, **values)


def _show_years(turn: Turn, found: Mapping[str, Any]) -> None:
    """Both sums and their difference; of which months, where not all of the year before are on record."""
    compared = found["compared"]
    if compared is None:
        turn.say("utter_history_no_year_before", first=month_name(found["recorded_since"]))
        return
    span = _span_name(compared["first"], compared["last"])
    if found["missing"]:
        turn.say("utter_history_year_before_partly", span=_span_name(found["first"], found["last"]), compared=span)
    rows = [(month_name(each["month"]), _year_words(each)) for each in compared["months"]]
    difference = str(compared["difference"])
    direction = "less" if difference.startswith("-") else "more" if is_money(difference) else "same"
    values = {name: compared[name] for name in ("kwh", "total", "earlier_kwh", "earlier_total")}
    turn.say(
        f"utter_history_year_before_{direction}",
        card=card("bill_history", f"{span}与上一年同期", rows),
        span=span,
        difference=difference.lstrip("-"),
        **values,
    )


def _year_words(month: Mapping[str, Any]) -> str:
    earlier = month["earlier"]
    return f"{month['kwh']}千瓦时，{month['total']}元；上一年{earlier['kwh']}千瓦时，{earlier['total']}元"


def _span_name(first: str, last: str) -> str:
    return month_name(first) if first == last else f"{month_name(first)}到{month_name(last)}"


def _month_words(month: Mapping[str, Any]) -> str:
    return f"{month['kwh']}千瓦时，{month['total']}元" + ("" if month["paid"] else "，未交")
