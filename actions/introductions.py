"""Messages that say who asks and what is wanted at once: 王建国 4201060001 新华路88号3栋2单元501室 查电费.

A long name, number and address outweigh the two characters of the wish, and the classifier hears only that somebody
introduces themselves. What is left without those parts is then looked at alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from actions.answers import clean, is_question
from actions.readings import ABOUT_THE_TALK
from actions.turn import Turn

HEARD = 0.08  # a wish this likely beside an introduction is why it was written
_IDENTITY = ("person_name", "account_number", "address", "phone", "province")
_INTRODUCING = re.compile(
    r"你好|您好|我们?(?:家)?(?:叫|是|住在?)?|本人|户主|户名|名字|姓名|户号|客户编号|编号|用电|地址|住址|住在?|是|在|的|叫"
)
_WANTS = re.compile(r"想|[要查看帮请]|麻烦|报修|投诉|举报|办理|申请|[停没断]了?电|咨询|反映")
# What is asked of one's own records in so few words, the narrower ones first.
_WISHES = (
    ("query_balance", re.compile(r"余额|欠")),
    ("explain_bill", re.compile(r"(?:为什么|为啥|怎么|咋).*(?:高|多|贵|涨)")),
    ("recommend_package", re.compile(r"推荐|套餐|省钱|划算|办法.{0,3}省|怎么.{0,3}省|省[点些]")),
    ("query_application", re.compile(r"报装.*(?:进度|哪)|申请.*(?:进度|哪)")),
    ("query_ticket_progress", re.compile(r"进度|办到哪|工单")),
    ("query_bill", re.compile(r"电费|账单|清单|多少电|多少度")),
)


def words_beside(text: str, values: Mapping[str, str]) -> str:
    """What a message says besides who the customer is; empty when it is nothing else."""
    rest = clean(text)
    for value in sorted((values.get(name, "") for name in _IDENTITY), key=len, reverse=True):
        rest = rest.replace(value, " ") if value else rest
    return re.sub(r"[\s\W]+", "", _INTRODUCING.sub("", rest))


def wish_beside(turn: Turn) -> tuple[str, float] | None:
    """The wish that a message says besides who the customer is, with its probability; None when it says none.

    Clauses of their own were understood by themselves; in one clause (王建国 4201060001 查电费) the words decide.
    """
    beside = turn.beside_identity()
    if beside and _is_wish(beside) and beside.confidence >= turn.unsure:
        return beside.intent, beside.confidence
    values = turn.values()
    rest = words_beside(turn.text, values)
    if turn.intent != "inform" or "account_number" not in values or not rest:
        return None
    by_words = next((intent for intent, words in _WISHES if words.search(rest)), None)
    second, belief = turn.ranking[1] if len(turn.ranking) > 1 else ("", 0.0)
    heard = by_words or (second if belief >= HEARD else None)
    return (heard, turn.confidence) if heard else None


def _is_wish(beside: Turn) -> bool:
    """Whether something is wanted: 家里三口人 is more of the introduction, though it reads like a matter."""
    asks = is_question(beside.text) or _WANTS.search(clean(beside.text))
    return beside.intent not in ABOUT_THE_TALK and bool(asks)
