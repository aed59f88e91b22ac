"""What is no wish at all: anger, other languages."""

from __future__ import annotations

import re

from actions.answers import clean
from actions.dialogue_state import Wish
from actions.topic import WordedTopic
from actions.turn import Turn

LONGEST_OUTBURST = 14  # characters; a longer message says what it is about
_ANGRY = re.compile(
    r"他妈|你妈|妈的|tmd|[草操艹]你|傻[逼比叉bx]|[煞沙]笔|垃圾|废物|王八|混蛋|骗子|黑心|不要脸|坑人|坑爹|狗屁|放屁|有病吧|什么玩意|什么破|"
    r"破(?:系统|机器人|公司|玩意)|气死|烦死|太过分|太差劲|什么态度|无语|服了你|真是够了|吃屎|去死|滚"
)
_CLUMSY = re.compile(
    r"^(?:你|你们|这|这机器人|机器人)?(?:真|好|太|怎么这么|这么|就是)?(?:个)?(?:笨|蠢|傻|没用|白痴|智障|弱智)(?:了|啊|死了|蛋|呀|瓜|的|吧)*$"
)
_MATTER = re.compile(r"电|费|停|表|单|修|装|户|账|钱|人工|投诉|举报")
_CHINESE = re.compile(r"[一-鿿]")
_FOREIGN_LETTERS = re.compile(r"[A-Za-zÀ-ÿЀ-ӿ]")
_OTHER_SCRIPT = re.compile(r"[぀-ヿ가-힣ᄀ-ᇿЀ-ӿ؀-ۿ฀-๿]")  # kana, hangul, Cyrillic, Arabic, Thai
FEWEST_LETTERS = 4


def is_angry(text: str) -> bool:
    """Whether the words scold."""
    return bool(_ANGRY.search(clean(text).lower()))


class Outburst(WordedTopic):
    """Scolding with no wish in it: an apology, and a person."""

    topic = "outburst"

    def hears(self, turn: Turn) -> bool:
        """你真笨; 什么破机器人."""
        text = clean(turn.text).lower()
        if turn.intent in ("make_complaint", "human_agent", "report_danger") or _MATTER.search(text):
            return False
        return bool(_CLUMSY.match(text)) or (len(text) <= LONGEST_OUTBURST and bool(_ANGRY.search(text)))

    async def carry_out(self, turn: Turn, wish: Wish) -> None:
        """Apologise; whoever scolds twice is offered a person once more by the flow."""
        turn.fail()
        if turn.state.failures == 0:
            turn.offer_person("utter_outburst")


class ForeignLanguage(WordedTopic):
    """A message in another language than Chinese that was not understood."""

    topic = "foreign_language"

    def hears(self, turn: Turn) -> bool:
        """How much was my bill? What is understood all the same (power outage) is no matter of this."""
        if turn.confidence >= turn.unsure and turn.intent != "out_of_scope":
            return False
        if _OTHER_SCRIPT.search(turn.text):
            return True
        letters = _FOREIGN_LETTERS.findall(turn.text)
        is_language = len(letters) >= FEWEST_LETTERS and " " in turn.text.strip()
        return is_language and not _CHINESE.search(turn.text) and not re.search(r"[<>{};]", turn.text)

    async def carry_out(self, turn: Turn, wish: Wish) -> None:
        """Say so in Chinese and English, with what is asked most as buttons."""
        turn.say("utter_foreign_language")
