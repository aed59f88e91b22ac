"""When one message has two likely readings, and asking costs the customer less than guessing."""

from __future__ import annotations

from collections.abc import Mapping

from actions.dialogue_state import Choice, Offer
from actions.exact_words import bare
from actions.handler import Handler
from actions.turn import Turn

# Probabilities are calibrated. A reading is near when the best is unsure and the next is within this distance of it.
SURE = 0.62
NEAR = 0.22
# What changes something without asking needs more.
SURE_ENOUGH_TO_CHANGE = 0.75
# A wish this likely beside "not understood" is worth a question.
POSSIBLE = 0.25
# Intents about the talk itself: never offered as a reading, never a subject of later questions.
ABOUT_THE_TALK = frozenset(
    (
        *("greet", "goodbye", "thank", "affirm", "deny", "cancel", "repeat", "inform", "bot_challenge"),
        *("out_of_scope", "human_agent", "report_danger"),
    )
)
PLEASANTRIES = frozenset(("greet", "thank", "goodbye"))
LONGER_THAN_A_GREETING = 9  # characters
LONGEST_ACCEPTANCE = 12  # characters; longer messages bring something of their own
WAVERING = 0.2
HEARD = 0.08  # a wish this likely beside a long greeting is why it was written
_PLACES = (
    frozenset(("1", "一", "第一个", "第1个", "前面那个", "前一个", "上面那个")),
    frozenset(("2", "二", "第二个", "第2个", "后面那个", "后一个", "下面那个")),
)


def past_the_pleasantry(text: str, ranking: list[tuple[str, float]]) -> tuple[str, float] | None:
    """The wish that a greeting introduces (师傅你好，我家灯一闪一闪的), with its probability among the rest."""
    (first, best), (second, next_best) = [*ranking, ("", 0.0), ("", 0.0)][:2]
    if first not in PLEASANTRIES or len(text) < LONGER_THAN_A_GREETING or second in ABOUT_THE_TALK:
        return None
    return (second, next_best / (1 - best)) if next_best >= HEARD else None


def near_readings(ranking: list[tuple[str, float]], handlers: Mapping[str, Handler]) -> list[str]:
    """Two intents to ask between, or none: the best is sure enough, or both would lead to the same search."""
    (first, best), (second, next_best) = [*ranking, ("", 0.0), ("", 0.0)][:2]
    titled = [name for name in (first, second) if name in handlers and handlers[name].title]
    if first == "out_of_scope":
        unsure = best < SURE and next_best >= POSSIBLE and second in titled
        return [second, "human_agent"] if unsure else []
    if first in titled and handlers[first].changes_at_once and best < SURE_ENOUGH_TO_CHANGE:
        return [first, second if second in titled else "human_agent"]
    if best >= SURE or best - next_best > NEAR or {first, second} & ABOUT_THE_TALK or len(titled) < 2:
        return []
    act = handlers[first].act
    return [] if act and act == handlers[second].act else titled


def takes_up(offer: Offer, turn: Turn) -> bool:
    """Whether a message accepts an offer by naming it (帮我报修吧), though the model may waver between two readings."""
    if turn.intent == "deny" or len(turn.text) > LONGEST_ACCEPTANCE:
        return False
    return dict(turn.ranking[:2]).get(offer.wish.intent, 0.0) >= WAVERING


def chosen(choice: Choice, text: str) -> str | None:
    """The intent that the customer picked, by its title or its place; None when the message is something else."""
    words = bare(text)
    options = list(choice.options.items())
    for (title, intent), place in zip(options, _PLACES, strict=False):
        if words == bare(title) or words in place:
            return intent
    return None
