"""如果: what an appliance, a car, a heat pump, or use moved to the night would cost or save."""

from __future__ import annotations

import re

from actions.answers import clean
from actions.dialogue_state import Wish
from actions.errors import VerificationRequired
from actions.knowledge_action import find_answer, show_answer
from actions.topic import WordedTopic
from actions.turn import Turn

LONGEST_CHANGE = 24  # characters; a longer message says what it wants itself
LONGEST_VALUE = 200  # characters; the words of several things at once are one value
_THING = (
    r"(?:空调|热泵|空气能|煤改电|电动(?:汽|轿)?车|电车|新能源|充车|电暖|暖风机|取暖器|油汀|小太阳|电热毯|地暖|热水器|烤箱|"
    r"烘干机|洗碗机|洗衣机|冰箱|冰柜|鱼缸|除湿机|浴霸|电器|电瓶车|\d公里)"
)
_SUPPOSED = r"装|买|加|添|换|多[1一]?台|安|上了?|用|开|充|如果|要是|假如|打算|准备|想|改|跑"
_COST = re.compile(
    r"多多少|多[花交付掏出用]多少|(?:增加|贵|涨|高)多少|多少电费|电费.{0,8}(?:多少|几|贵|涨|增加)|多少钱的?电|[费耗]多少电|"
    r"(?:一个月|1个月|每月|每个月|一年|1年|每年|一天|1天|每天).{0,8}(?:多少钱|几块|多少电|多少度|几度)|(?:多少钱|几块钱?)(?:一|1)(?:个月|天|年)"
)
_SAVING = re.compile(
    r"(?:省|少|便宜|降|多)(?:下|了|交|花|付)?.{0,3}(?:多少|几)|(?:电费|一年|1年|一个月|每月).{0,8}多少"
)
_INTO_THE_NIGHT = re.compile(
    r"(?:改|挪|移|换|放|错|调)(?:到|在|成|至)?.{0,4}(?:晚上|夜里|夜间|半夜|谷段|低谷|谷电|后半夜)|"
    r"(?:改|换|开|办|开通|用|转|执行)(?:成|为|了|到|上|个)?.{0,3}(?:峰谷|分时|谷电)"
)
_MORE_USE = re.compile(r"多用(?:了|大概|差不多|个)*\d+(?:度|千瓦时).{0,12}(?:多少|几块|电费)")
_NO_CHANGE = re.compile(
    r"桩|公共|充电站|为什么|为啥|咋|怎么这么|怎么那么|上个?月|去年|坏|修|补贴|申请|投诉|退|赔|烧|跳闸|容量|增容|牌子|一度|1度|每度|"
    r"充[一1]次|充满|一公里|停电|没电|时段|几点|手续|办理|怎么办|欠|断|"
    r"昨天|今天|刚|头[一1]个月|查查|想看看|哪样|从哪|之前|变贵|几毛|几厘|套餐|新房"
)
_VALUE = re.compile(
    r"\d+(?:\.\d+)?%?个?(?:小时|钟头|千瓦|瓦|匹|公里|度|%|成|天)|[一二两三四五六七八九十半]+个?(?:小时|匹|成|千瓦)|能效比|一半|"
    r"(?:再|还|又|一起|都)(?:加|装|买|算)|(?:和|跟|加上).{1,8}(?:一起|都)|"
    r"(?:全年|夏天|冬天|夏季|冬季)都?(?:用|开)|只在.{1,10}用|(?:谷段|夜里|半夜|后半夜)(?:里|时段)?(?:再|才)?(?:充|用|开)|按我家"
)


class WhatIf(WordedTopic):
    """What an appliance, a car, a heat pump, or use moved to the night would cost or save."""

    topic = "what_if"
    title = "测算用电变化"
    follows = ("province",)
    is_about_own_account = True

    def hears(self, turn: Turn) -> bool:
        """装个空调会多多少钱; 改到晚上用能省多少."""
        text = clean(turn.text).replace(" ", "")
        if _NO_CHANGE.search(text):
            return False
        adds = re.search(_THING, text) and re.search(_SUPPOSED, text) and _COST.search(text)
        moves = _INTO_THE_NIGHT.search(text) and _SAVING.search(text)
        return bool(adds or moves or _MORE_USE.search(text))

    def continues(self, text: str) -> bool:
        """每天用12小时; 湖北，一个月200度; 按我家的账单算."""
        words = clean(text).replace(" ", "")
        return len(words) <= LONGEST_CHANGE and bool(_VALUE.search(words)) and not _NO_CHANGE.search(words)

    async def carry_out(self, turn: Turn, wish: Wish) -> None:
        """Answer with what was assumed; the values stay with the subject, so that the next message may change one."""
        known = {name: value for name, value in wish.values.items() if len(value) <= LONGEST_VALUE}
        found = await turn.gateway.suppose(wish.text, known)
        if found["needs_verification"]:
            raise VerificationRequired
        if not found["understood"]:
            show_answer(turn, await find_answer(turn, wish, ""))
            return
        wish.values.clear()
        wish.values.update(found["values"])
        show_answer(turn, found)
