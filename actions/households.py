"""Whose account is meant: the one in use, another that was proved here before (我店里的), or somebody else's."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from actions import forms
from actions.answers import clean
from actions.dialogue_state import IDENTITY, Wish
from actions.turn import Turn
from nlu.text.names import is_person_name

Verdict = Literal["own", "told", "unproved"]
_ANOTHERS = "能帮我查邻居家的电费吗"  # asked of the knowledge base, which refuses it
SETTLED = "household"  # a wish's value: whose it is has been found out
_FAMILY = (
    r"(?:爸妈|父母|妈妈|爸爸|妈|爸|爹|娘|岳父母?|岳母|丈母娘|公公|婆婆|公婆|爷爷|奶奶|外公|外婆|姥姥|姥爷|儿子|女儿|闺女|哥哥?|姐姐?|"
    r"弟弟?|妹妹?|姑妈|姑姑|姨妈|舅舅|叔叔|老人)"
)
_FAMILYS = re.compile(
    rf"(?:我|俺|咱|那|查下?|看下?|^){_FAMILY}(?:们|他们|她们|那)?(?:家|那边|那户|那里|那儿|屋里|的)|(?:我|俺)?老家(?!伙|人)"
)
_OTHER = re.compile(
    r"另外?(?:一|1|那)?(?:个)?(?:户|套房?|处|家)|第[二2](?:套|户)|出租(?:的)?(?:那套)?(?:房|屋)|租出去的|(?:换|切换?)(?:到|成)?(?:一|1|个|另)?.{0,2}户"
)
_BUSINESS = re.compile(
    r"(?:我|俺|咱)?们?(?:的|那个)?(?:店铺|店|商铺|铺子|门面|公司|工厂|厂|饭店|超市|仓库|作坊|单位)(?:里|那边|那户|的)"
)
_HOME = re.compile(r"(?:自己)?家里的?|自家的?|我家|住宅|住的(?:地方|那)?|住家")
# whose records are nobody else's business, proved account or not
_NOBODYS = re.compile(
    r"(?:邻居|隔壁|对门|楼上|楼下|别人|人家|前夫|前妻|前任|同事|领导|老板)(?:那?(?:家|户)|的|他|她|老?[一-鿿]{1,3}家|[上这本去个今\d])"
    r".{0,8}(?:电费|用了|用电|账单|多少[度电钱]|欠|余额|交了)"
)
_HE = re.compile(
    r"^(?:那|那么)?(?:他|她|他们|她们)(?:家|们家)?(?:的|有没有|是不是|还)?.{0,4}(?:电费|用了|用电|账单|欠|余额|交了)"
)
_ENDS = re.compile(r"尾号\D{0,3}(\d{4})")
_NAMED_AS_HOLDER = r"\s*(?:家|的(?:电费|账单|用电|余额|户号|欠费)|[上这]个?月|用了|欠|电费|\d{1,2}月)"
_SOMEBODYS_HOME = re.compile(
    r"(?:^|[查看问下室号栋层,，\d])(?P<name>[一-鿿]{2,3})(?:他|她)?家(?:里)?的?(?=[上这本]个?月|电费|账单|余额|欠|用了|用电|\d{1,2}月|[一二三四五六七八九十]{1,2}月)"
)
_COMMERCIAL = ("commercial", "industrial")


def names_household(text: str) -> bool:
    """Whether the words name a household (我妈家, 我店里的, 另一户, 尾号0007)."""
    words = clean(text).replace(" ", "")
    return any(pattern.search(words) for pattern in (_FAMILYS, _OTHER, _BUSINESS, _ENDS, _HOME))


def is_nobodys_business(turn: Turn, text: str) -> bool:
    """Whether records of a neighbour, a colleague … are asked for, or again (他欠费了没) after that was refused."""
    words, subject = clean(text).replace(" ", ""), turn.state.subject
    goes_on = subject is not None and subject.text == _ANOTHERS and bool(_HE.search(words))
    return bool(_NOBODYS.search(words)) or goes_on


async def settle(turn: Turn, wish: Wish) -> Verdict:
    """Find out whose account ``wish`` is about, and go on with that one if it was proved in this conversation.

    ``own``: carry the wish out. ``told``: it is refused, with a way on. ``unproved``: ask for the proof of another one.
    """
    if is_nobodys_business(turn, wish.text):
        found = await turn.gateway.answer(wish.text if _NOBODYS.search(wish.text) else _ANOTHERS, None)
        turn.show({**found, "text": found["answer"]})
        turn.state.subject = Wish("ask_privacy", _ANOTHERS)
        return "told"
    number, name = wish.values.get("account_number"), _name_in(wish)
    if SETTLED in wish.values or not (number or name or names_household(wish.text)):
        return "own"
    accounts = await turn.gateway.accounts()
    current = next((each for each in accounts if each["is_current"]), None)
    if current is None:
        return "own"
    if number:
        return await _numbered(turn, wish, number, accounts, current)
    if name and not _is_of(name, current):
        return _refuse(turn, wish, current)
    return await _named(turn, wish, accounts, current)


async def prove_another(turn: Turn, wish: Wish) -> None:
    """Ask for the three facts of another account; ``wish`` is carried out on it afterwards."""
    kept = wish.without(*IDENTITY).values
    await forms.begin_verification(
        turn, Wish(wish.intent, wish.text, {**kept, SETTLED: "yes"}), "utter_account_another"
    )


async def _numbered(
    turn: Turn, wish: Wish, number: str, accounts: Sequence[Mapping[str, Any]], current: Mapping[str, Any]
) -> Verdict:
    if number == current["account_number"]:
        return "own"
    known = [each for each in accounts if each["account_number"] == number]
    return await _go_on_with(turn, known[0]) if known else _refuse(turn, wish, current)


async def _named(turn: Turn, wish: Wish, accounts: Sequence[Mapping[str, Any]], current: Mapping[str, Any]) -> Verdict:
    text = clean(wish.text).replace(" ", "")
    others = [each for each in accounts if not each["is_current"]]
    if ends := _ENDS.search(text):
        if str(current["account_number"]).endswith(ends.group(1)):
            return "own"
        others = [each for each in others if str(each["account_number"]).endswith(ends.group(1))]
    elif _FAMILYS.search(text) or _OTHER.search(text):
        pass
    elif _BUSINESS.search(text):
        if current["category"] in _COMMERCIAL:
            return "own"
        others = [each for each in others if each["category"] in _COMMERCIAL]
    else:  # home: the customer's own, unless that is a business and a home was proved, or is asked for in contrast
        others = [each for each in others if each["category"] not in _COMMERCIAL]
        is_contrast = bool(re.search(r"家里|住宅|住家|住的", text)) and text.startswith("那")
        if current["category"] not in _COMMERCIAL or not (others or is_contrast):
            return "own"
    return await _go_on_with(turn, others[-1]) if others else "unproved"


async def _go_on_with(turn: Turn, account: Mapping[str, Any]) -> Verdict:
    await turn.gateway.switch(str(account["account_number"]))
    turn.say("utter_account_switched", account=account["account_masked"], address=account["address"])
    return "own"


def _refuse(turn: Turn, wish: Wish, current: Mapping[str, Any]) -> Verdict:
    turn.say("utter_account_only_own", account=current["account_masked"])
    kept = wish.without(*IDENTITY).values
    intent = "query_bill" if wish.intent == "inform" else wish.intent
    turn.offer(intent, "" if wish.intent == "inform" else wish.text, **kept, **{SETTLED: "yes"})
    return "told"


def _name_in(wish: Wish) -> str | None:
    """Whose home or records the words name: 周敏家上个月电费, 周敏的户号; somebody merely mentioned is nobody's."""
    text, name = clean(wish.text), wish.values.get("person_name")
    if name and re.search(re.escape(name) + _NAMED_AS_HOLDER, text):
        return name
    found = _SOMEBODYS_HOME.search(text)
    return found.group("name") if found and is_person_name(found.group("name")) else None


def _is_of(name: str, account: Mapping[str, Any]) -> bool:
    """Whether a name may be the holder's: the gateway tells only its ends; a company goes by a part of its own."""
    masked = str(account["name_masked"])
    if account["category"] in _COMMERCIAL:
        return name.startswith(masked[:2]) or name.endswith(masked[-2:])
    return len(name) == len(masked) and all(mask in ("*", mine) for mask, mine in zip(masked, name, strict=True))
