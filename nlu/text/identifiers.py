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
_OUR_ID = re.compile(r"(?<![A-Za-z])(BZ|TD)[ -]?(\d{8,14})(?!\d)", re.IGNORECASE)
_METER = re.compile(
    r"(?:电?表(?:的)?(?:号码?|编号|资产(?:编号|号)?|身号|条码)|电能表编号|表计编号|资产(?:编号|号)|出厂编号)(?:码)?[是为:#]{0,2}\s?"
    r"([A-Za-z]{0,4}\d{6,24})(?![\d])"
)
_TICKET_WORD = re.compile(
    r"(?:工单|申请|受理|报修|报装|投诉|业务|流水|单子|催办|回执|登记|服务|停电|查询|诉求)(?:的)?(?:单|编)?(?:编?号码?|单|号|id|ID)?(?:是|为|:|#|叫)?\s?$|单号(?:是|为|:)?\s?$"
    r"|(?<!户)(?<!客户)(?<!用户)编号(?:是|为|:)?\s?$"
)
_ACCOUNT_WORD = re.compile(
    r"(?:户号|户头号|客户(?:编)?号|用户(?:编)?号|户名号|缴费号|交费号|账号|帐号)(?:码)?(?:是|为|:|#)?\s?$"
)
_PHONE_WORD = re.compile(r"(?:电话|手机|号码|联系方式|座机|tel|TEL|Tel|致电|打)(?:号码?)?(?:是|为|:)?\s?$")
_MEASURED = re.compile(r"\s?(?:元|块|度|千瓦|kW|kw|%|户人|人|年|个)")
_MOST_GROUPS = 17  # 18 single digits, read out one by one
_COMPLETE = frozenset({10, 11, 13, 15, 16, 18})


def find_identifiers(text: str) -> list[Span]:
    """Account, phone, ticket and meter numbers of a normalised text."""
    named = [Span("meter_number", match[1].upper(), *match.span(1)) for match in _METER.finditer(text)]
    named += [Span("ticket_number", match[1].upper() + match[2], *match.span()) for match in _OUR_ID.finditer(text)]
    numbered = [span for span in _numbers(text) if span.name in {"account_number", "phone", "ticket_number"}]
    return named + [span for span in numbered if not any(span.overlaps(other) for other in named)]


def find_personal_numbers(text: str) -> list[Span]:
    """Every number of a normalised text that points at a person: phone, account, identity card, bank card."""
    return [span for span in _numbers(text) if span.name != "ticket_number"]


def _numbers(text: str) -> Iterator[Span]:
    for match in _GROUPS.finditer(text):
        for start, end in _readings(match.group()):
            start, end = start + match.start(), end + match.start()
            digits = re.sub(r"[^\dXx]", "", text[start:end])
            name = _kind(digits, text[start:end], text[max(0, start - 10) : start], text[end : end + 4])
            if name:
                yield Span(name, digits[-11:] if name == "phone" else digits.upper(), start, end)


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
    lengths = [end - start for start, end in parts]
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
    if _TICKET_WORD.search(before) and 8 <= size <= 18 and size != 11:
        return "ticket_number"
    if size in {15, 16} and not _is_bank_card(digits) and not re.search(r"卡(?:号)?(?:是|:)?\s?$", before):
        return "ticket_number"
    if 16 <= size <= 19 and (_is_bank_card(digits) or digits.startswith("62") or "卡" in before):
        return "bank_card"
    hotline = size == 10 and digits[0] in "048" and (digits[0] == "0" or re.match(r"[48]00[-]", shown))
    if size in {10, 13} and not hotline and not re.search(r"(?:qq|QQ|身份证|卡号|微信)\D{0,3}$", before):
        return "account_number"
    return None


def _is_landline(digits: str, shown: str, before: str) -> bool:
    """An area code and seven or eight digits, eleven in all, written or announced as a phone number."""
    return len(digits) == 11 and digits[0] == "0" and ("-" in shown or _PHONE_WORD.search(before) is not None)


def _is_bank_card(digits: str) -> bool:
    """A number that begins like a card and passes the check digit of ISO/IEC 7812."""
    if len(digits) < 16 or re.match(r"62|4|5[1-5]|9", digits) is None or re.match(r"20\d{6}", digits):
        return False
    doubled = [int(digit) * (2 if at % 2 else 1) for at, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
