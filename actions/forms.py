"""Asking for what is missing: one question a turn, everything said at any time counts, and 取消 ends it at once."""

from __future__ import annotations

import re

from actions import corrections
from actions.answers import UNSURE, Answer, clean
from actions.dialogue_state import Form, Wish
from actions.fields import FIELDS, read_field
from actions.introductions import words_beside
from actions.readings import ABOUT_THE_TALK
from actions.turn import HANDOVER_BUTTON, Turn

VERIFICATION_FIELDS = ["name", "account_number", "address"]
# Below this a wish heard inside a form is more likely a clumsy answer to its question.
UNSURE_OF_A_WISH = 0.5
_ACCEPTS = re.compile(r"(?<!不)(?:就用|用登记|用原来|登记的(?:就|可以|没)|照旧|没变|不用?换)")
_YES = {"title": "可以，用登记的", "payload": "可以"}
_NO = {"title": "换一个", "payload": "不用登记的，换一个"}


async def begin_verification(turn: Turn, wish: Wish, intro: str = "utter_verification_start") -> bool:
    """Ask who the customer is, beginning with what they have not said yet; ``wish`` waits.

    True when the message itself held all three parts and they are right: the wish may be carried out at once.
    """
    opened = turn.state.form if turn.state.form and turn.state.form.kind == "verification" else None
    said_before = opened.values if opened else introduction(turn)
    said_now = {field: value for field, value in _verification_values(turn).items() if value}
    form = Form("verification", wish, list(VERIFICATION_FIELDS), {**said_before, **said_now})
    if form.missing() is None:
        turn.state.form = None
        return await verify(turn, form)
    turn.state.form = form
    turn.say("utter_form_back" if opened else intro)
    ask(turn, form)
    return False


def introduction(turn: Turn) -> dict[str, str]:
    """Who the customer said they are before saying what they want (我叫王建国，户号…)."""
    subject = turn.state.subject
    if subject is None or subject.intent != "inform":
        return {}
    names = {"name": "person_name", "account_number": "account_number", "address": "address"}
    return {field: subject.values[entity] for field, entity in names.items() if subject.values.get(entity)}


def begin(turn: Turn, form: Form) -> bool:
    """Open ``form`` and ask its first question; False when nothing is missing and it need not be opened."""
    if form.missing() is None:
        return False
    turn.state.form = form
    ask(turn, form)
    return True


async def answer(turn: Turn, form: Form) -> bool:
    """Take what the message gives to ``form``; False when it speaks of something else.

    When nothing is missing any more the form is closed without a word: the caller goes on.
    """
    given = Answer(clean(turn.text), turn.values(), turn.intent, turn.confidence)
    if form.asked == "own_contact" and _answer_own_contact(turn, form, given):
        pass
    elif not _take_values(form, given):
        return _is_unhelpful(turn, form, given)
    elif form.kind == "verification" and _brings_a_wish(turn):
        form.wish = turn.wish()
    if form.missing() is None:
        turn.state.form = None
    else:
        ask(turn, form)
    return True


def ask(turn: Turn, form: Form) -> None:
    """Ask for the next missing field."""
    field = form.missing()
    if field is None:
        return
    form.asked = field
    turn.state.offer = None  # the question is what the next yes or no answers
    if field == "own_contact":
        address, phone = form.values.get("own_address", ""), form.values.get("own_phone", "")
        turn.say("utter_form_ask_own_contact", buttons=[_YES, _NO], own_address=address, own_phone=phone)
    else:
        turn.say(f"utter_form_ask_{field}")


def ask_again(turn: Turn, form: Form) -> None:
    """Come back to the form after something else was answered."""
    turn.say("utter_form_back")
    ask(turn, form)


async def verify(turn: Turn, form: Form) -> bool:
    """Hand the three parts to the gateway; True when it now knows the customer. Never says which part was wrong."""
    result = await turn.gateway.verify(**{field: form.values[field] for field in VERIFICATION_FIELDS})
    if result["outcome"] == "verified":
        turn.say("utter_verification_done")
        return True
    turn.fail()
    if result["outcome"] == "refused":
        turn.state.form = None
        turn.offer_person("utter_verification_refused")
    elif int(result.get("attempts_left") or 0) <= 0:
        await _give_up(turn)
    else:
        turn.state.form = Form("verification", form.wish, list(VERIFICATION_FIELDS))
        turn.say("utter_verification_failed", attempts_left=result["attempts_left"])
        ask(turn, turn.state.form)
    return False


async def _give_up(turn: Turn) -> None:
    """The attempts are used up: a person takes over."""
    turn.state.form = turn.state.offer = None
    turn.state.pending = []
    turn.failed = False
    turn.say("utter_verification_exhausted")
    result = await turn.gateway.hand_over("verification_failed", turn.text)
    turn.say("utter_handover_queued", position=result.get("position") or "")


def _brings_a_wish(turn: Turn) -> bool:
    """Whether the answer says what is wanted besides who asks (户号4201060001，查下电费)."""
    is_wish = turn.intent not in ABOUT_THE_TALK and turn.confidence >= UNSURE
    return is_wish and "account_number" in turn.entities and bool(words_beside(turn.text, turn.values()))


def _verification_values(turn: Turn) -> dict[str, str | None]:
    given = Answer(clean(turn.text), turn.values(), turn.intent, turn.confidence)
    return {field: read_field(field, given, asked=False) for field in VERIFICATION_FIELDS}


def _take_values(form: Form, given: Answer) -> bool:
    """Fill every field the message speaks of, replacing what it corrects; whether there was anything."""
    if given.is_question and not given.is_free and given.intent != form.wish.intent:
        return False  # 春熙路的营业厅在哪 is no answer to where one lives
    found = {}
    for name in form.fields:
        value = read_field(name, given, asked=name == form.asked)
        if name == "address":
            value = _address(form, given, value)
        if value and value != form.values.get(name):
            found[name] = value
    form.values.update(found)
    return bool(found)


def _address(form: Form, given: Answer, value: str | None) -> str | None:
    """A correction of a part (不对，是3栋) goes into the address already given."""
    old = form.values.get("address")
    if old is None:
        return value
    if not corrections.is_correction(given.text):
        return given.entities.get("address")
    swapped = corrections.swap(old, given.text)
    part = given.entities.get("address") or corrections.address_parts(given.text)
    return swapped or (corrections.merge_address(old, part) if part else None)


def _answer_own_contact(turn: Turn, form: Form, given: Answer) -> bool:
    """Yes takes the registered address and phone, no asks for others, another value replaces the registered one."""
    other = {name: given.entities[name] for name in ("address", "phone") if name in given.entities}
    if other:
        form.values.update({**other, "own_contact": "partly"})
        return True
    if turn.intent == "affirm" or _ACCEPTS.search(given.text):
        form.values["own_contact"] = "yes"
        return True
    if turn.intent == "deny" or ("换" in given.text and len(given.text) <= 12):
        form.fields = [field for field in form.fields if field != "own_contact"] + ["address", "phone"]
        return True
    return False


def _is_unhelpful(turn: Turn, form: Form, given: Answer) -> bool:
    """Whether the message tried to answer and did not: say what is needed. Anything else is a digression."""
    if form.asked and FIELDS[form.asked].optional and (given.intent == "deny" or given.is_refusal):
        form.values[form.asked] = ""
        return _go_on(turn, form)
    is_attempt = given.confidence < UNSURE_OF_A_WISH and not given.is_question
    if given.intent not in ("inform", "out_of_scope", "affirm", "deny") and not is_attempt:
        return False
    turn.fail()
    turn.say(f"utter_form_hint_{form.asked}", buttons=[HANDOVER_BUTTON])
    return True


def _go_on(turn: Turn, form: Form) -> bool:
    if form.missing() is None:
        turn.state.form = None
    else:
        ask(turn, form)
    return True
