"""Medical devices during an outage: a danger that a message may name without the outage it is spoken in."""

from __future__ import annotations

import re

from actions.dialogue_state import Wish
from actions.turn import Turn

_ON_A_DEVICE = re.compile(r"吸氧|氧气机|制氧|呼吸机|透析|监护仪|洗肾|吸痰")
_WITHOUT_POWER = ("report_outage", "query_outage")


def is_on_a_device_without_power(turn: Turn) -> bool:
    """Whether a medical device is named while an outage is spoken of, though not in this message."""
    state = turn.state
    spoken_of = state.form.wish if state.form else state.subject
    return bool(spoken_of and spoken_of.intent in _WITHOUT_POWER and _ON_A_DEVICE.search(turn.text))


def wish_of_danger(turn: Turn) -> Wish:
    """The danger in the customer's words, with what a form or the subject already knows of the place."""
    if not is_on_a_device_without_power(turn):
        return turn.wish("report_danger")
    form, subject = turn.state.form, turn.state.subject
    known = {**(subject.values if subject else {}), **(form.values if form else {})}
    place = {name: known[name] for name in ("address", "phone") if known.get(name)}
    return Wish("report_danger", f"家里停电，{turn.text}", {**place, **turn.values()})
