"""Follow-up and correction: the few words that change one value of what was just spoken of."""

from __future__ import annotations

import re

_CORRECTION = re.compile(
    r"不对|说错|写错|打错|错了|弄错|搞错|改成|更正|改为|应该是|不是.{0,12}[,，]?是|我是说|我说的是"
)
_FOLLOW_UP = re.compile(
    r"^(那|那么|还有|再查|换成|改查|看看)|^(?:哎|唉|算了|不了|[,，、\s])*(?:还是|就|再)(?:帮我)?(?:看|查|要|说)|[呢嘞勒咧哩][?？。!！]*$|^(上上?个?月|去年|今年|\d{1,2}月份?)的?[?？]?$"
)
_AND_THAT = re.compile(r"^(?:那么|那)?(?P<core>[^,，。?？!！]{1,10}?)(?:的)?[呢嘞勒咧哩][?？。!！]*$")
_TIER = re.compile(r"第?[一二三123][档挡]")
_TOPIC_NOUN = re.compile(
    r"(?:居民|家庭|家里)?(?:阶梯|峰谷|分时|峰平谷|充电桩|工商业|商业|工业|农业|合表)?(?:的)?(?:电价|用电|电费)?"
)
# 再往前一个月, 下一个月呢: beside the month spoken of; 上个月 alone is the calendar's
_MONTH_BESIDE = re.compile(
    r"(?:那|那么)?(?:(?P<back>再?(?:往|向)?[前上](?:推|翻|面|数)?(?:一|1)个?月|再[上前]个?月|前个月|再往前(?:呢|看看?)?)|"
    r"(?P<on>再?(?:往|向)?[后下](?:推|翻|面|数)?(?:一|1)个?月|再下个?月|后个月|再往后(?:呢|看看?)?))(?:的)?(?:账单|电费)?(?:呢|吧|看看)?[?？]?"
)
_LONGEST_FOLLOW_UP = 16  # characters; longer messages say what they want themselves
_PART = re.compile(r"([0-9A-Za-z]+)(号院|号楼|号|栋|幢|楼|座|单元|室|层)")
_NOT_THIS = re.compile(
    r"不是(?P<wrong>[0-9A-Za-z]+(?:号楼|[号栋幢楼座室]|单元)?)[,，、 ]*(?:而|应该)?"
    r"是(?P<right>[0-9A-Za-z]+(?:号楼|[号栋幢楼座室]|单元)?)"
)
_SAME_KIND = {"号楼": "building", "栋": "building", "幢": "building", "座": "building", "楼": "building"}
_WHOLE = re.compile(r"[省市区县镇乡村路街道巷]|小区|花园|大厦")


def is_correction(text: str) -> bool:
    """Whether the message takes something back (不对，是3栋; 说错了，是九月)."""
    return bool(_CORRECTION.search(text))


def is_follow_up(text: str) -> bool:
    """Whether the message leans on the subject before it (那八月呢; 上个月的呢)."""
    return len(text) <= _LONGEST_FOLLOW_UP and bool(_FOLLOW_UP.search(text))


def is_month_beside(text: str) -> bool:
    """Whether the message asks for the month before or after the one spoken of."""
    return bool(_MONTH_BESIDE.fullmatch(text.strip()))


def month_beside(month: str, text: str) -> str | None:
    """The month (YYYY-MM) before or after ``month`` when the text asks for it (再往前一个月), else None."""
    found = _MONTH_BESIDE.fullmatch(text.strip())
    if found is None or not month:
        return None
    number = int(month[:4]) * 12 + int(month[5:]) - 1 + (-1 if found.group("back") else 1)
    return f"{number // 12}-{number % 12 + 1:02d}"


def what_about(text: str) -> str | None:
    """What 那峰谷呢 asks about (峰谷); None for any other message."""
    found = _AND_THAT.match(text.strip())
    return found.group("core") if found else None


def same_question_about(core: str, question: str, noun: str) -> str:
    """``question`` asked about ``core`` instead: 峰谷 after 阶梯电价怎么算 is 峰谷电价怎么算."""
    if _TIER.fullmatch(core) and _TIER.search(question):
        return _TIER.sub(core, question, count=1)
    rest = _TOPIC_NOUN.sub("", question, count=1)
    return f"{core}{noun if noun not in core else ''}{rest}"


def address_parts(text: str) -> str | None:
    """The house parts alone of a short answer (3栋, 2单元501室), None when there are none."""
    return "".join(match.group(0) for match in _PART.finditer(text)) or None


def merge_address(old: str, new: str) -> str:
    """``old`` with the parts that ``new`` names replaced; a ``new`` that names a street or place stands alone."""
    if not old or _WHOLE.search(new):
        return new
    merged = old
    for match in _PART.finditer(new):
        merged = _replace_part(merged, match.group(0), match.group(2))
    return merged


def swap(old: str, text: str) -> str | None:
    """``old`` with 502 made 503 by 不是502，是503; None when the message does not say so."""
    found = _NOT_THIS.search(text)
    if not found or found.group("wrong") not in old:
        return None
    before, _, after = old.rpartition(found.group("wrong"))
    return before + found.group("right") + after


def _replace_part(address: str, part: str, unit: str) -> str:
    kind = _SAME_KIND.get(unit, unit)
    for match in reversed(list(_PART.finditer(address))):
        if _SAME_KIND.get(match.group(2), match.group(2)) == kind:
            return address[: match.start()] + part + address[match.end() :]
    return address + part
