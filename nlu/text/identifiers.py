"""Numbers that name something: account, phone, ticket, meter; and those only to be hidden: identity and bank cards.

Account numbers have 10 or 13 digits, mobile phones 11 (facts.md §1.15), tickets 15–16; application and outage ids
begin with BZ and TD.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlu.text.spans import Span

# Digits in groups (138 0000 0001, 4201-0600-01): a person reads or types them with pauses
_GROUPS = re.compile(r"(?<![\dA-Za-z.])\+?\d[\dXx]*(?:(?: ?[-,、] ?| )\d+[Xx]?)*(?![\dA-Za-z])")
_OUR_ID = re.compile(r"(?<![A-Za-z])(BZ|TD)[ -]?(\d{4,8}(?:[ -]\d{2,4}){1,3}|\d{8,14})(?![\d号])", re.IGNORECASE)
_METER = re.compile(
    r"(?:(?:电能|电|表|计量)?表(?:计|上|身|壳|面板?)?上?的?(?:那串)?(?:号码?|编号|资产(?:编号|号)?|身号|条形?码|出厂编?号|铭牌号?)|"
    r"资产(?:编号|号)|(?:出厂|局)编号)(?:码)?(?:\d{1,2}位的?|[^\d,。;!?A-Za-z户忘哪怎多几客]{0,6})[,:#]?\s?(?:No\.?|NO\.?)?\s?"
    r"([A-Za-z]{0,5}(?:\d{2,5}(?:[ -]\d{2,5}){1,6}|\d{6,24}))(?![\d])"
)
_TICKET_WORD = re.compile(
    r"(?:工单|申请|受理|报修|报装|投诉|业务|流水|单子|催办|回执|登记|服务|停电|查询|诉求)(?:的)?(?:单|编)?(?:编?号码?|单|号|id|ID)?(?:是|为|:|#|叫)?\s?$|单号(?:是|为|:)?\s?$"
    r"|(?<!户)(?<!客户)(?<!用户)编号(?:是|为|:)?\s?$"
)
# 编号4201130077845的那户: by the count of its digits a number of an account
_ANY_NUMBER = re.compile(r"(?<![一-鿿])编?号码?(?:是|为|:)?\s?$")
_ACCOUNT_WORD = re.compile(r"(?:户号|户头号|客户(?:编)?号|用户(?:编)?号|户名号|[缴交]费号|账号|帐号|户)[^\d,。;]{0,5}$")
_PHONE_WORD = re.compile(
    r"(?:电话|手机|号码|联系方式|座机|固话|传真|tel|TEL|Tel|致电|打)(?:我|他|她)?(?:家里?|座机|电话|手机)?(?:号码?)?(?:是|为|:)?\s?$"
)
# numbers of others: parcels, orders, payments, chats
_ELSEWHERE = re.compile(r"(?:qq|QQ|身份证|卡号|微信|快递|运单|订单|物流|交易|支付宝|快手|抖音)\D{0,4}$")
_BRACKETED_PHONE = re.compile(r"\((0\d{2,3})\) ?-?(\d{7,8})(?!\d)")
_SPLIT_PHONE = re.compile(
    r"区号(?:是|为|:)?\s?(0\d{2,3})[, ]{0,2}(?:电话|座机|固话|号码)(?:号码?)?(?:是|为|:)?\s?(\d{7,8})(?!\d)"
)
_MEASURED = re.compile(r"\s?(?:元|块|度|千瓦|kW|kw|%|户人|人|年|个)")
_MOST_GROUPS = 17  # 18 single digits, read out one by one
_COMPLETE = frozenset({10, 11, 13, 15, 16, 18})


def find_identifiers(text: str) -> list[Span]:
    """Account, phone, ticket and meter numbers of a normalised text."""
    named = [
        Span("meter_number", re.sub("[ -]", "", match[1]).upper(), *match.span(1)) for match in _METER.finditer(text)
    ]
    named += [
        Span("ticket_number", match[1].upper() + re.sub("[ -]", "", match[2]), *match.span())
        for match in _OUR_ID.finditer(text)
    ]
    numbered = [span for span in _numbers(text) if span.name in {"account_number", "phone", "ticket_number"}]
    return named + [span for span in numbered if not any(span.overlaps(other) for other in named)]


def find_personal_numbers(text: str) -> list[Span]:
    """Every number of a normalised text that points at a person: phone, account, identity card, bank card."""
    return [span for span in _numbers(text) if span.name != "ticket_number"]


def _numbers(text: str) -> Iterator[Span]:
    split = [
        Span("phone", match[1] + match[2], match.start() if text[match.start()] == "(" else match.start(1), match.end())
        for pattern in (_BRACKETED_PHONE, _SPLIT_PHONE)
        for match in pattern.finditer(text)
    ]
    if not split:
        return _grouped_numbers(text)
    others = [span for span in _grouped_numbers(text) if not any(span.overlaps(phone) for phone in split)]
    return iter(sorted([*split, *others], key=lambda span: span.start))


def _grouped_numbers(text: str) -> Iterator[Span]:
    for match in _GROUPS.finditer(text):
        for start, end in _readings(match.group()):
            start, end = start + match.start(), end + match.start()
            digits = re.sub(r"[^\dXx]", "", text[start:end])
            name = _kind(digits, text[start:end], text[max(0, start - 10) : start], text[end : end + 4])
            if name:
                yield Span(
                    name,
                    (digits[-11:] if digits[0] != "0" else digits) if name == "phone" else digits.upper(),
                    start,
                    end,
                )


def _readings(group: str) -> Iterator[tuple[int, int]]:
    """The numbers in a run of digit groups: neighbours are joined while none of them is complete by itself."""
    parts = [match.span() for match in re.finditer(r"\+?[\dXx]+", group)]
    index = 0
    while index < len(parts):
        last = _joined(group, parts, index)
        yield parts[index][0], parts[last][1]
        index = last + 1


def _joined(group: str, parts: list[tuple[int, int]], first: int) -> int:
    """The last of the parts that make one number with ``first``; ``first`` itself when it stands alone."""
    lengths = [end - start - group.startswith("+", start) for start, end in parts]
    if lengths[first] >= 10:
        return first
    for last in range(min(len(parts) - 1, first + _MOST_GROUPS), first, -1):
        total = sum(lengths[first : last + 1])
        short = all(1 <= length <= 9 for length in lengths[first : last + 1])
        if short and (total in _COMPLETE or (total == 12 and group[parts[first][0]] == "0")):
            return last
    return first


def _kind(digits: str, shown: str, before: str, after: str) -> str | None:
    """What a number is, by its length, its first digits and the words before it."""
    size = len(digits)
    if size == 18 and re.fullmatch(r"[1-8]\d{5}(?:19|20)\d{9}[\dXx]", digits):
        return "identity_card"
    if not digits.isdigit() or _MEASURED.match(after):
        return None
    if re.fullmatch(r"(?:86)?1[3-9]\d{9}", digits) and (size == 11 or "+" in shown or _PHONE_WORD.search(before)):
        return "phone"
    if _is_landline(digits, shown, before):
        return "phone"
    if size in {10, 13} and _ANY_NUMBER.search(before):
        return "account_number"
    if _TICKET_WORD.search(before) and 8 <= size <= 18 and size != 11 and not _ELSEWHERE.search(before):
        return "ticket_number"
    if (
        size in {15, 16}
        and not _is_bank_card(digits)
        and not _ELSEWHERE.search(before)
        and not re.search(r"卡(?:号)?(?:是|:)?\s?$", before)
    ):
        return "ticket_number"
    if 16 <= size <= 19 and (_is_bank_card(digits) or digits.startswith("62") or "卡" in before):
        return "bank_card"
    unfinished = size == 10 and digits[0] == "1" and _PHONE_WORD.search(before) is not None
    others = _ELSEWHERE.search(before) is not None and not _ACCOUNT_WORD.search(before)
    if size in {10, 13} and not unfinished and not others and not _is_hotline(digits, shown, before):
        return "account_number"
    return None


def _is_hotline(digits: str, shown: str, before: str) -> bool:
    """400-820-8820, or an area code and a short number (0371-612345): ten digits that are no account."""
    if len(digits) != 10 or _ACCOUNT_WORD.search(before):
        return False
    written = re.match(r"[48]00-|0\d{2,3}-\d{6,7}$", shown) is not None
    return written or (digits[0] == "0" and _PHONE_WORD.search(before) is not None)


def _is_landline(digits: str, shown: str, before: str) -> bool:
    """An area code and seven or eight digits, written or announced as a phone number."""
    known = re.fullmatch(r"0(?:10|2\d|[3-9]\d\d)\d{7,8}", digits) is not None
    return known and len(digits) in {11, 12} and ("-" in shown or _PHONE_WORD.search(before) is not None)


def _is_bank_card(digits: str) -> bool:
    """A number that begins like a card and passes the check digit of ISO/IEC 7812."""
    if len(digits) < 16 or re.match(r"62|4|5[1-5]|9", digits) is None or re.match(r"20\d{6}", digits):
        return False
    doubled = [int(digit) * (2 if at % 2 else 1) for at, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
