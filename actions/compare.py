"""比较: which province or which plan is cheaper, or how far apart two amounts of energy are."""

from __future__ import annotations

import re

from actions.answers import clean
from actions.dialogue_state import Wish
from actions.knowledge_action import find_answer, show_answer
from actions.topic import WordedTopic
from actions.turn import Turn

_CHEAPER = re.compile(r"便宜|贵|划算|合算|省|差多少|差几|[哪谁].{0,4}[高低]")
_PLANS = re.compile(
    r"(?:峰谷|分时|谷电|合表).{0,12}(?:阶梯|不开|不用|不办|普通)|(?:阶梯|不开|普通).{0,12}(?:峰谷|分时|合表)"
)
_PLAN = re.compile(r"峰谷|分时|谷电")
_CHOICE = re.compile(r"划算|合算|便宜|哪[个种]|值不值")
# 300度和400度差多少, 用300比用400度省多少
_AMOUNTS = re.compile(
    r"\d(?:度|千瓦时)?(?:电)?(?:的)?(?:和|跟|与|比|到|降到|减到|还是|、|,).{0,8}?\d+(?:度|千瓦时).{0,8}"
    r"(?:差|省|少|多|贵|便宜|高|低)(?:下|了|交|花|付|出|掉)*(?:大概|大约)?(?:多少|几)|"
    r"\d(?:度|千瓦时)?(?:和|跟|与|到|、|-|~)\d+(?:度|千瓦时).{0,10}(?:分别|多少钱|几块|差别|差距|电费)"
)
_OTHER = re.compile(r"充电|桩|工厂|企业|公司|商铺|工商|商业|工业|农业")
_WHY = re.compile(r"为什么|为啥|咋|怎么(?:这么|那么)")
_ENERGY = re.compile(r"\d+(?:\.\d+)?(?=(?:来|多)?(?:度|千瓦时))")


class Compare(WordedTopic):
    """山东和浙江的居民电价哪个便宜; 300度，峰谷划算还是阶梯划算; 300度和400度差多少: every side is calculated."""

    topic = "compare"
    title = "比较电价"
    follows = ("province", "kwh")

    def hears(self, turn: Turn) -> bool:
        """Two provinces, two amounts, or two plans; of a plan alone (开峰谷划算吗) only with the energy."""
        text = clean(turn.text).replace(" ", "")
        if _OTHER.search(text):
            return False
        is_of_places = len(set(turn.entities.get("province", []))) > 1 and _CHEAPER.search(text)
        if is_of_places or (_AMOUNTS.search(text) and not _WHY.search(text)):
            return True
        is_choice = bool(_CHOICE.search(text))
        return is_choice and bool(_PLANS.search(text) or (_PLAN.search(text) and "kwh" in turn.entities))

    async def carry_out(self, turn: Turn, wish: Wish) -> None:
        """Ask with the amount that was said last; a choice of plan without one can be made on the own use."""
        found = await find_answer(turn, Wish(wish.intent, _question(turn, wish), wish.values), "")
        show_answer(turn, found)
        if "kwh" not in wish.values and _PLAN.search(wish.text) and found.get("answerable"):
            turn.say("utter_recommendation_offer_own")
            turn.offer("recommend_package", wish.text)


def _question(turn: Turn, wish: Wish) -> str:
    """The wish's words, with the energy of a follow-up (那400度呢) in place of its own, of two the last."""
    kwh = wish.values.get("kwh")
    if wish.text == turn.text or not kwh:
        return wish.text
    text = clean(wish.text)
    named = [*_ENERGY.finditer(text)]
    if not named:
        return f"{text}，一个月{kwh}度"
    if kwh in [each.group() for each in named]:
        return text
    return f"{text[: named[-1].start()]}{kwh}{text[named[-1].end() :]}"
