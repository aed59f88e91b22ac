"""Questions without a noun of their own, which mean what was spoken of before: 要什么材料, 几号开始算, 怎么改."""

from __future__ import annotations

import re

from actions.answers import clean

_WHEN = (
    r"(?:几号|哪天|什么时候|啥时候|几时|多久|多长时间|几天)(?:能|可以|才|会|就|开始)*"
    r"(?:算|生效|办好|办下来|下来|办完|弄好|执行|开通|好|批|并网|装好)?"
)
_WHAT_FOR_IT = (
    r"(?:要|需要|得|用)?(?:带|交|准备|提供|填)?(?:些)?(?:啥子?|什么|哪些|哪几样)(?:材料|手续|证件?|资料|条件|证明|东西)"
)
_COST = r"(?:要|收|得|用)(?:不要|不收)?(?:花|交)?(?:多少)?(?:钱|费用?)"
_WHERE = r"(?:在哪|去哪|上哪|哪里|在哪里)(?:儿|里)?(?:能|可以)?(?:办理?|弄|申请)"
_HOW = r"(?:我)?(?:要|该)?(?:怎么|如何|咋|咋个)(?:样)?(?:办理?|申请|开通|弄|改|操作|算)"
_WHO = (
    r"(?:要|必须|得)(?:本人|户主)(?:亲自)?(?:去|来|到场)?|(?:别人|家里人|儿子|女儿|朋友)?(?:能|可以)(?:代|帮)(?:我)?办|"
    r"(?:网上|手机上?|线上)(?:能|可以)?(?:办|弄|申请)"
)
_WHY = r"为(?:什么|啥)会?(?:被)?(?:罚|收|扣|加收)"
_GAIN = r"(?:一年|一个月)?(?:大概)?(?:能|可以)?(?:赚|挣|省)(?:几多|多少)(?:钱)?"
_LEANING = re.compile(
    rf"(?:那|那么|请问|还|从|办|我|得|要|[,，])*"
    rf"(?:{_WHEN}|{_WHAT_FOR_IT}|{_COST}|{_WHERE}|{_HOW}|{_WHO}|{_WHY}|{_GAIN})(?:呢|啊|呀|的|吗|不|么|嘛|起)*"
)


def leans(text: str) -> bool:
    """Whether a message asks something without saying of what."""
    return bool(_LEANING.fullmatch(clean(text).replace(" ", "")))
