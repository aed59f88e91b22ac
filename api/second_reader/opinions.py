"""What a second opinion changes: it may confirm an unsure verdict or name another choice; it never decides alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from api.conversations.intents import LABELS
from api.second_reader.reader import SecondReader
from api.tickets.taxonomy import taxonomy

if TYPE_CHECKING:
    from nlu import Parse
    from triage import Taxonomy, TriageResult

UNSURE = 0.62  # below it the dialogue would ask between two readings
NOT_ASKED_ABOUT = frozenset({"report_danger"})  # danger is answered before anybody is asked


@cache
def ticket_labels() -> dict[str, str]:
    """``type/category``, what people call it and what belongs there."""
    known = taxonomy()
    return {
        f"{type}/{category}": _meaning(known, type, category)
        for type in known.types
        for category in known.categories(type)
    }


def _name(known: Taxonomy, type: str, category: str) -> str:
    return f"{known.type_label(type)}·{known.category_label(type, category)}"


def _meaning(known: Taxonomy, type: str, category: str) -> str:
    return f"{_name(known, type, category)}（{known.note(type, category)}）"


async def second_tickets(
    reader: SecondReader, texts: Sequence[str], results: Sequence[TriageResult]
) -> list[TriageResult]:
    """The verdicts after the second reader saw those that need review only because the classifier is unsure.

    Agreement confirms a verdict, which then needs no review; another label becomes the first alternative and is named
    among the reasons. Danger and urgency stay as they are.
    """
    asked = [number for number, result in enumerate(results) if result.unsure] if reader.is_on else []
    opinions = await reader.choose_all([texts[number] for number in asked], ticket_labels())
    changed = list(results)
    for number, opinion in zip(asked, opinions, strict=True):
        changed[number] = _with(results[number], opinion)
    return changed


def _with(result: TriageResult, opinion: str | None) -> TriageResult:
    if opinion is None:
        return result
    if opinion == result.label:
        reasons = (*result.reasons, "第二读者（语言模型）判断一致")
        return replace(result, needs_review=False, unsure=False, reasons=reasons)
    named = f"第二读者（语言模型）认为是{_name(taxonomy(), *opinion.split('/'))}，供参考"
    first = [other for other in result.alternatives if f"{other.type}/{other.category}" == opinion]
    rest = [other for other in result.alternatives if other not in first]
    return replace(result, alternatives=(*first, *rest), reasons=(*result.reasons, named))


async def second_intent(reader: SecondReader, text: str, parse: Parse | None) -> str | None:
    """The intent the second reader prefers among the likely ones of an unsure message; None keeps the first reading."""
    if parse is None or not reader.is_on or parse.intent.confidence >= UNSURE:
        return None
    likely = [intent.name for intent in (parse.intent, *parse.alternatives) if intent.name not in NOT_ASKED_ABOUT]
    return await reader.choose(text, {name: LABELS.get(name, name) for name in likely})
