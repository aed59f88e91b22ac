"""Short words whose meaning must not depend on a model: what buttons send, and what people shout to get out.

Only a whole message equal to one of them counts; everything longer is understood by the classifier.
"""

from __future__ import annotations

from nlu.text.normalize import normalize

_EXACT = {
    "human_agent": (
        "转人工 人工 人工客服 转人工客服 转接人工 我要人工 转坐席 人工服务 找人工 请转人工 真人 "
        "转真人 我要转人工 要人工"
    ),
    "cancel": "取消 算了 不办了 不查了 不弄了 先不办了 不用办了 停 退出 算了吧 取消吧 不要了 不报了",
    "affirm": (
        "是 是的 对 对的 好 好的 可以 行 嗯 嗯嗯 要 需要 确认 没错 好呀 好啊 行吧 可以的 就这样 要的 就是这个 ok "
        "用登记的 可以用登记的 帮我登记 确定"
    ),
    "deny": "不 不是 不要 不用 不用了 否 不对 不需要 不行 没有 先不用 不用了谢谢 暂时不用 错了 都不是",
    "repeat": "再说一遍 重复一遍 没听懂 再说一次",
}
_INTENT_OF = {word: intent for intent, words in _EXACT.items() for word in words.split()}
_IGNORED = " 。，！？,.!?~、…"


def exact_intent(text: str) -> str | None:
    """The intent of a message that is nothing but one of the fixed words, else None."""
    return _INTENT_OF.get(bare(text))


def bare(text: str) -> str:
    """The text normalised, in lower case, without marks around it and spaces in it."""
    return normalize(text).text.lower().replace(" ", "").strip(_IGNORED)
