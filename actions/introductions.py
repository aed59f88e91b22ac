"""Messages that say who asks and what is wanted at once: 王建国 4201060001 新华路88号3栋2单元501室 查电费.

A long name, number and address outweigh the two characters of the wish, and the classifier hears only that somebody
introduces themselves. What is left without those parts is then looked at alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from actions.answers import clean

HEARD = 0.08  # a wish this likely beside an introduction is why it was written
_IDENTITY = ("person_name", "account_number", "address", "phone", "province")
_INTRODUCING = re.compile(
    r"你好|您好|我们?(?:家)?(?:叫|是|住在?)?|本人|户主|户名|名字|姓名|户号|客户编号|编号|用电|地址|住址|住在?|是|在|的|叫"
)
# What is asked of one's own records in so few words, the narrower ones first.
_WISHES = (
    ("query_balance", re.compile(r"余额|欠")),
    ("explain_bill", re.compile(r"(?:为什么|为啥|怎么|咋).*(?:高|多|贵|涨)")),
    ("recommend_package", re.compile(r"推荐|套餐|省钱|划算")),
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


def wish_beside(text: str, values: Mapping[str, str], ranking: list[tuple[str, float]]) -> str | None:
    """The intent of what a message says besides who the customer is; None when that is no wish."""
    rest = words_beside(text, values)
    if "account_number" not in values or not rest:
        return None
    by_words = next((intent for intent, words in _WISHES if words.search(rest)), None)
    second, belief = ranking[1] if len(ranking) > 1 else ("", 0.0)
    return by_words or (second if belief >= HEARD else None)
