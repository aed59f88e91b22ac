"""套餐: packages that would save this customer money, why, and how to stop being recommended to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from actions.answers import clean
from actions.dialogue_state import Wish
from actions.errors import VerificationRequired
from actions.knowledge_action import show_answer
from actions.topic_action import TopicAction
from actions.turn import Turn
from actions.wording import card

MOST_SHOWN = 3
SHORT_WHY = 6  # characters: a bare 为什么
_OWN = re.compile(r"我|帮|替|给|推荐|适合|套餐|划算|咱|俺")
# 我现在用的电价划算吗: not how time-of-use prices work but whether there is a better one for me
_IS_MINE_BEST = re.compile(
    r"(?:我|咱|俺)(?:们|家|店里?|厂里?|这)*(?:现在|目前|如今|正|在|用的?|交的|这种|这个|的)*(?:电价|电费|计费|套餐|方案|收费)(?:方式|标准|方案)?"
    r"(?:到底|是不是|是否|算不算|算)*(?:最|够)?(?:划不划算|划算|合不合算|合算|省不省|合不合适|合适|省钱|省)(?:不|吗|嘛|么|吧|的)*[?？]?"
)
# how a wish to save ends a long message, whatever was told of the household before it
_TO_SAVE = re.compile(
    r"(?:你?(?:帮我)?(?:想问|问|看|想)?(?:一下|下|看)?|请问|那)*(?:还)?有没?有?(?:什么|啥|别的|其他)*(?:好)?(?:的)?(?:办法|法子|方法|招|途径|路子)(?:可以|能|能够|来|去)*"
    r"(?:省|节省|少交|少花|降低)(?:一?点儿?|些|下来|一下)?(?:电|钱|电费)?(?:的|吗|嘛|么|呢|啊|呀)*[?？]*"
)
_HOW_TO_SAVE = "家里怎么省电费"  # asked of the knowledge base, where a long message asks nothing more than that
_BUSINESS = re.compile(r"店|厂|公司|企业|商铺|饭馆|门面|养殖|灌溉|机井")
_OF_A_PACKAGE = re.compile(r"(?:办|申请|开通?)了?.{0,4}(?:多人口|套餐|这个).{0,4}(?:能|可以|会)?省(?:多少|几多|几块)")
_CLAUSES = re.compile(r"[,。;!?]")
_WHY = re.compile(r"为什么|为啥|凭什么|理由|依据|根据什么|怎么算出来")
_HOW = re.compile(
    r"(?:那|那我)?(?:要|该)?(?:怎么|如何|咋|在哪|去哪)(?:里|样)?(?:办理?|申请|开通|弄|改)(?:的)?(?:呢|啊|呀)?[?？。]?|"
    r"(?:那|那我)?(?:需?要|得)?(?:带|交|准备)?(?:些)?(?:啥|什么|哪些)(?:材料|手续|证件?|资料|条件)(?:呢|啊|呀)?[?？。]?"
)
_ON_AGAIN = re.compile(r"重新|恢复|打开|开启|再开")


class RecommendPackage(TopicAction):
    """Advice computed on the customer's own months."""

    intent = "recommend_package"
    title = "推荐省钱方案"
    is_about_own_account = True

    def hears(self, turn: Turn) -> bool:
        """Whether the own price is the best, which reads like a question about tariffs; a wish to save at the end."""
        text = clean(turn.text).replace(" ", "")
        saves_what = _OF_A_PACKAGE.search(text) and not {"kwh", "province"} & set(turn.entities)
        return bool(saves_what or _IS_MINE_BEST.fullmatch(text) or _TO_SAVE.fullmatch(_last_clause(text)))

    def continues(self, text: str) -> bool:
        """A why after a recommendation asks for its reasons, a how for how it is applied for."""
        return bool(_HOW.fullmatch(text)) or (bool(_WHY.search(text)) and (len(text) <= SHORT_WHY or "推荐" in text))

    async def carry_out(self, turn: Turn, wish: Wish) -> None:
        """Own figures for verified customers; general advice for a general question of anybody else."""
        try:
            found = await turn.gateway.recommendations()
        except VerificationRequired:
            # what is told before the last clause only says who asks
            is_own = "account_number" in wish.values or _OWN.search(_last_clause(wish.text))
            if "confirmed" in wish.values or is_own or not await _advise(turn, wish):
                raise
            return
        if _HOW.fullmatch(wish.text) and found.get("items"):
            _tell_how(turn, found["items"])
            return
        if _WHY.search(wish.text) and found.get("why"):
            _explain(turn, found)
            return
        _show(turn, found)


class OptOutRecommendation(TopicAction):
    """Personal recommendations off (or on again)."""

    intent = "opt_out_recommendation"
    title = "关闭个性化推荐"
    changes_at_once = True

    async def carry_out(self, turn: Turn, wish: Wish) -> None:
        """Switch at once."""
        personalised = bool(_ON_AGAIN.search(wish.text))
        await turn.gateway.set_personalised(personalised)
        turn.say("utter_recommendation_on" if personalised else "utter_recommendation_off")


def _last_clause(text: str) -> str:
    return next((part for part in reversed(_CLAUSES.split(clean(text))) if part), text)


async def _advise(turn: Turn, wish: Wish) -> bool:
    """General advice from an article, with the offer to compute it on the customer's own use."""
    wants_to_save = _TO_SAVE.fullmatch(_last_clause(wish.text).replace(" ", "")) and not _BUSINESS.search(wish.text)
    question = _HOW_TO_SAVE if wants_to_save else wish.text
    found = await turn.gateway.answer(question, wish.values.get("province"))
    if not found.get("answerable"):
        return False
    show_answer(turn, found)
    turn.say("utter_recommendation_offer_own")
    turn.offer("recommend_package", wish.text)
    return True


def _explain(turn: Turn, found: Mapping[str, Any]) -> None:
    """The reasons used, of the packages that were shown; none are used after the opt-out."""
    if not found.get("personalised"):
        turn.say("utter_recommendation_why_neutral")
        return
    turn.say("utter_recommendation_why", reasons="；".join(map(str, found["why"][:MOST_SHOWN])))


def _tell_how(turn: Turn, items: Sequence[Mapping[str, Any]]) -> None:
    for item in items[:MOST_SHOWN]:
        if item.get("how_to_apply"):
            turn.say("utter_recommendation_how", title=item["title"], how=item["how_to_apply"])
    turn.say("utter_demand_offer_registration")
    turn.offer(
        "apply_tou_tariff" if "峰谷" in str(items[0]["title"]) else "human_agent", f"想办理：{items[0]['title']}"
    )


def _show(turn: Turn, found: Mapping[str, Any]) -> None:
    items = found.get("items") or []
    if not items:
        turn.say("utter_recommendation_none")
        return
    saves = any(item.get("yearly_saving") for item in items)
    intro = ("intro" if saves else "nothing_saves") if found.get("personalised") else "neutral"
    turn.say(f"utter_recommendation_{intro}")
    for item in items[:MOST_SHOWN]:
        _show_item(turn, item)


def _show_item(turn: Turn, item: Mapping[str, Any]) -> None:
    saving, interval = item.get("yearly_saving"), item.get("interval")
    rows = [
        ("预计一年可省", f"{saving}元" if saving else ""),
        ("可能的范围", f"{interval[0]}元至{interval[1]}元" if interval else ""),
        ("什么时候划算", item.get("break_even")),
        ("理由", "；".join(map(str, item.get("reasons") or []))),
        ("办理条件", "；".join(map(str, item.get("eligibility") or []))),
        ("怎么办理", item.get("how_to_apply")),
        ("不变的是", _words(item.get("unchanged"))),
        ("电价依据", _words(item.get("sources"))),
    ]
    response = "utter_recommendation_saving" if saving else "utter_recommendation_item"
    turn.say(response, card=card("recommendation", str(item["title"]), rows), title=item["title"], saving=saving or "")


def _words(value: Any) -> str:
    return "；".join(map(str, value)) if isinstance(value, list) else str(value or "")
