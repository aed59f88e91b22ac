"""Hiding what points at a person, before a text reaches a log, a briefing or a language model."""

from __future__ import annotations

from nlu.text.identifiers import find_personal_numbers
from nlu.text.normalize import normalize
from nlu.text.spans import Span

# how many characters stay readable at the beginning and the end (facts.md §8: 138****5678, 户号后4位)
_READABLE = {"phone": (3, 4), "account_number": (0, 4), "identity_card": (0, 4), "bank_card": (0, 4)}


def mask_personal(text: str) -> str:
    """``text`` with phones, account numbers, identity and bank cards starred out, also where they are spelt.

    四二零一零六零零零一 is hidden like 4201060001; ticket numbers stay, since they point at a ticket.
    """
    normalized = normalize(text)
    masked, at = [], 0
    for span in find_personal_numbers(normalized.text):
        start, end = normalized.span(span.start, span.end)
        masked += [text[at:start], _starred(span)]
        at = end
    return "".join([*masked, text[at:]])


def _starred(span: Span) -> str:
    head, tail = _READABLE[span.name]
    hidden = len(span.value) - head - tail
    return span.value[:head] + "*" * hidden + span.value[-tail:]
