"""Whether somebody in the queue no longer wants to wait, and what else they said with it."""

from __future__ import annotations

import re

from nlu.text.normalize import normalize

# leaving the queue: an end of waiting, or a wish to go on with the bot
_LEAVING = re.compile(
    r"(?:算了|好了|行了|那|那就|我|先|就)*"
    r"(?:"
    r"不(?:想|用|要|必|再)*(?:等|排队?|转)(?:人工|坐席|客服|队)*(?:了|啦|吧)+|"
    r"(?:取消|退出|离开|停止|结束|不要|别|放弃)(?:掉)?(?:继续)?(?:排队?|等待|等候|转人工|转接)(?:了|吧)?|"
    r"不(?:用|要|需要|找|想找|想要|麻烦)(?:转)?(?:人工|坐席|真人|客服|人)(?:了|啦|服务了|客服了)+|"
    r"(?:继续|还是|接着|回到|返回|转回|换回|切回|让|改)+(?:问|跟|和|找|用|给|由|让|回)*(?:你|机器人|智能客服|助手|电答|AI)+(?:聊|说|问|回答|服务|来|吧|就行|就好|好了)*|"
    r"(?:机器人|智能客服|电答)(?:来)?(?:回答|服务)?(?:就行|就好|吧|也行|也可以)"
    r")"
    r"(?:就行|就好|吧|了|啊|哦|呢|谢谢)*",
    re.IGNORECASE,
)
_ONLY_CANCEL = re.compile(r"(?:取消|算了|退出|返回|不了|不等|不排|算啦|取消吧|算了吧)[了吧。!]*")
_EDGES = " ,，。.!！?？;；、~～"
SHORTEST_QUESTION = 4  # characters that must remain to be a question of their own


def leaving_words(text: str) -> str | None:
    """None when the customer stays; else what remains of the message (often nothing) for the bot to answer."""
    plain = normalize(text).text.strip(_EDGES)
    if _ONLY_CANCEL.fullmatch(plain):
        return ""
    if not _LEAVING.search(plain):
        return None
    rest = _LEAVING.sub(" ", plain).strip(_EDGES)
    return rest if len(rest) >= SHORTEST_QUESTION else ""
