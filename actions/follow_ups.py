"""Messages that lean on what was spoken of before: the same subject with another value."""

from __future__ import annotations

import re
from collections.abc import Mapping

from actions import corrections
from actions.answers import clean
from actions.dialogue_state import Wish
from actions.handler import Handler
from actions.households import names_household
from actions.leaning import leans
from actions.turn import Turn

LONGEST_VALUE = 12
_BARE_AMOUNT = re.compile(
    r"(?:那|要是|如果|换成)*(?:用)?(?P<amount>\d{2,5})(?:呢|的话|的)*[?？]?$"
)  # 400呢, after 300度
_NUMBER = re.compile(r"\d|[一二三四五六七八九]成|一半")
_BESIDE_A_VALUE = re.compile(
    r"\d+(?:\.\d+)?|[一二三四五六七八九]成|一半|大概|大约|差不多|左右|[一1每]个?月|每|[一1]年|电费|电量|用电|的话|我家|家里|要是|如果|"
    r"晚上|夜里|夜间|谷段|白天|峰段|万|千瓦时|[度元块钱天%用了的我是在那呢吧啊就按算电有交欠,，。?？!！\s]"
)
LONGEST_CORRECTION = 24  # characters; longer ones say what they want themselves


def follow_up_wish(turn: Turn, handlers: Mapping[str, Handler]) -> Wish | None:
    """The wish of a message such as 那八月呢, 说错了，是九月, 为什么推荐这个; None when it stands on its own."""
    subject = turn.state.subject
    if subject is None:
        return None
    handler = handlers[subject.intent]
    if handler.continues(turn.text):
        return Wish(subject.intent, turn.text, subject.values)
    if handler.is_about_own_account and corrections.is_follow_up(turn.text) and names_household(turn.text):
        return Wish(subject.intent, turn.text, subject.without("household").values)
    if turn.state.form is None and (matter := handler.matter_of(subject)) and leans(turn.text):
        asked = re.sub("办$", "办理", clean(turn.text))
        return Wish(subject.intent, f"{matter}{asked}", subject.without("confirmed", "kwh").values)
    if not _new_values(turn, subject, handler) and _is_more_of_the_question(turn, handler, subject):
        return Wish(subject.intent, f"{subject.text}，{clean(turn.text)}", subject.values)
    if not (
        turn.intent in ("inform", "deny", "cancel")
        or _leans_on_subject(turn.text.strip())
        or _is_only_a_value(turn, handler)
    ):
        return None
    new = _new_values(turn, subject, handler)
    return _in_place(subject, new) if new else _same_about(turn, subject, handlers)


def remembering(wish: Wish, subject: Wish | None, handlers: Mapping[str, Handler]) -> Wish:
    """``wish`` with what was said of the place before it: 停电了吗 at an address, then 那帮我报修."""
    if subject is None or not handlers[subject.intent].remembers:
        return wish
    known = {name: subject.values[name] for name in handlers[wish.intent].remembers if subject.values.get(name)}
    return Wish(wish.intent, wish.text, {**known, **wish.values})


def names_what_is_right(turn: Turn) -> bool:
    """Whether a no brings the right value with it (不对，是3栋), so that it is more than a no."""
    return turn.intent == "deny" and bool(turn.entities or corrections.address_parts(clean(turn.text)))


def _leans_on_subject(text: str) -> bool:
    short_correction = corrections.is_correction(text) and len(text) <= LONGEST_CORRECTION
    return corrections.is_follow_up(text) or short_correction or corrections.is_month_beside(text)


def _is_only_a_value(turn: Turn, handler: Handler) -> bool:
    """湖北 after a question about prices: no wish in it, but a value the subject has a place for."""
    names = handler.follows_of(turn.state.subject) if turn.state.subject else ()
    if len(turn.text) > LONGEST_VALUE or not names or not turn.values(*names):
        return False
    return turn.intent == "out_of_scope" or (turn.confidence < turn.unsure and _says_only_a_value(turn))


def _says_only_a_value(turn: Turn) -> bool:
    """一个月500度, 10万的话: nothing is left beside numbers, units, a province and what goes with them."""
    rest = clean(turn.text)
    for name in turn.entities.get("province", []):
        rest = rest.replace(name, "")
    return not _BESIDE_A_VALUE.sub("", rest)


def _is_more_of_the_question(turn: Turn, handler: Handler, subject: Wish) -> bool:
    """A number for a question that was answered in general: 一个月电费10万的话 after a power factor."""
    values = set(turn.entities) - {"province"}
    is_open = handler.is_answered_from_knowledge or subject.intent == "compare"
    if turn.state.form or not is_open or len(turn.text) > LONGEST_VALUE or set(handler.follows_of(subject)) & values:
        return False
    return bool(_NUMBER.search(clean(turn.text))) and _says_only_a_value(turn)


def _in_place(subject: Wish, new: Mapping[str, str]) -> Wish:
    """The subject with its values new; a province that its words name is replaced there, where it would win."""
    old, place = subject.values.get("province", ""), new.get("province")
    text = subject.text.replace(old, place) if old and place else subject.text
    return Wish(subject.intent, text, {**subject.values, **new})


def _new_values(turn: Turn, subject: Wish, handler: Handler) -> dict[str, str]:
    names = handler.follows_of(subject)
    new = turn.values(*names) if names else {}
    if "kwh" in names and not turn.entities and (bare := _BARE_AMOUNT.match(clean(turn.text))):
        new["kwh"] = bare.group("amount")
    if "month" in names and (moved := corrections.month_beside(subject.values.get("month", ""), clean(turn.text))):
        new["month"] = moved
    if "address" in names and _changes_address(turn, subject):
        part = new.get("address") or corrections.address_parts(clean(turn.text))
        if part:
            new["address"] = corrections.merge_address(subject.values.get("address", ""), part)
    return new


def _changes_address(turn: Turn, subject: Wish) -> bool:
    """A correction of what was filed, or 那90号呢 after a question."""
    return corrections.is_correction(turn.text) or (
        "filed" not in subject.values and bool(corrections.what_about(turn.text))
    )


def _same_about(turn: Turn, subject: Wish, handlers: Mapping[str, Handler]) -> Wish | None:
    """那峰谷呢 after a question about a tariff: the same question about another one."""
    noun, core = handlers[subject.intent].noun, corrections.what_about(turn.text)
    if not noun or not core or turn.entities:
        return None
    intent = turn.intent if handlers[turn.intent].is_answered_from_knowledge else subject.intent
    return Wish(intent, corrections.same_question_about(core, subject.text, noun), subject.values)
