"""When one message has two likely readings, and asking costs the customer less than guessing; what to do with none."""

from __future__ import annotations

import re
from collections.abc import Mapping

from actions.answers import is_question
from actions.dialogue_state import Choice, Offer
from actions.exact_words import bare
from actions.handler import Handler
from actions.turn import Turn

# Probabilities are calibrated. Below the card's ``unsure`` a second reading is worth a question when it is this likely
# (a wrong answer costs a customer about three times the time of a question) and this near to the first.
POSSIBLE = 0.25
NEAR = 0.35
# Of a message that is not understood, readings this likely are offered as buttons.
CONCEIVABLE = 0.08
MOST_CONCEIVABLE = 2
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
SHORTEST_PART = 2  # characters of a title that name it
# 那就办了吧, 登记一下: a yes to what was just proposed, in words that no wish of their own is in
_DO_IT = re.compile(
    r"(?:那|那就|行|好|就)*(?:请|麻烦)?你?(?:帮|给|替)?(?:我|俺|咱)?(?:们)?(?:现在|先|直接)?(?:办|登记|报|弄|搞|开|申请|安排|算)(?:理|上|通)?"
    r"(?:了|一下|1下|吧|呗|下|个|算)*"
)


def past_the_pleasantry(text: str, ranking: list[tuple[str, float]]) -> tuple[str, float] | None:
    """The wish that a greeting introduces (师傅你好，我家灯一闪一闪的), with its probability among the rest."""
    (first, best), (second, next_best) = [*ranking, ("", 0.0), ("", 0.0)][:2]
    if first not in PLEASANTRIES or len(text) < LONGER_THAN_A_GREETING or second in ABOUT_THE_TALK:
        return None
    return (second, next_best / (1 - best)) if next_best >= HEARD else None


def wish_after_thanks(turn: Turn) -> tuple[str, float] | None:
    """The wish that follows a pleasantry in a part of its own (谢谢你，还有个事，发票怎么开)."""
    if turn.intent not in PLEASANTRIES:
        return None
    said = [part for part in turn.parts() if part.intent not in ABOUT_THE_TALK and part.confidence >= turn.unsure]
    return (said[0].intent, said[0].confidence) if said else None


def near_readings(turn: Turn, handlers: Mapping[str, Handler]) -> list[str]:
    """Two intents to ask between, or none: the best is sure enough, or both would lead to the same search."""
    (first, best), (second, next_best) = [*turn.ranking, ("", 0.0), ("", 0.0)][:2]
    titled = [name for name in (first, second) if name in handlers and handlers[name].title]
    if best >= turn.unsure:
        return []
    if first in titled and handlers[first].changes_at_once and turn.is_understood:
        return [first, second if second in titled else "human_agent"]
    if next_best < POSSIBLE:
        return []
    if first == "out_of_scope":
        return [second, "human_agent"] if second in titled else []
    if best - next_best > NEAR or {first, second} & ABOUT_THE_TALK or len(titled) < 2:
        return []
    act = handlers[first].act
    return [] if act and act == handlers[second].act else titled


def conceivable_readings(turn: Turn, handlers: Mapping[str, Handler]) -> list[str]:
    """What a message that is not understood may want: a few intents to offer, often none."""
    wishes = [name for name, belief in turn.ranking if belief >= CONCEIVABLE and name not in ABOUT_THE_TALK]
    return [name for name in wishes if name in handlers and handlers[name].title][:MOST_CONCEIVABLE]


def is_not_understood(turn: Turn, handlers: Mapping[str, Handler]) -> bool:
    """Whether no reading is likely, readings of one act taken together.

    A pleasantry answered in vain does no harm, and a bare fact is asked about.
    """
    if turn.is_understood or turn.intent in PLEASANTRIES:
        return False
    act = handlers[turn.intent].act
    if act and sum(belief for name, belief in turn.ranking if handlers[name].act == act) >= turn.unknown:
        return False
    return not (turn.intent == "inform" and turn.entities)


def says_do_it(text: str) -> bool:
    """Whether a message is a yes in other words (帮我办了, 登记一下)."""
    return bool(_DO_IT.fullmatch(bare(text)))


def takes_up(offer: Offer, turn: Turn) -> bool:
    """Whether a message accepts an offer by naming it (帮我报修吧), though the model may waver between two readings."""
    if turn.intent == "deny" or len(turn.text) > LONGEST_ACCEPTANCE or is_question(turn.text):
        return False
    return dict(turn.ranking[:2]).get(offer.wish.intent, 0.0) >= WAVERING


def chosen(choice: Choice, text: str) -> str | None:
    """The intent that the customer picked, by its title or its place; None when the message is something else."""
    words = bare(text)
    options = list(choice.options.items())
    for (title, intent), place in zip(options, _PLACES, strict=False):
        if words == bare(title) or words in place:
            return intent
    named = [intent for title, intent in options if len(words) >= SHORTEST_PART and words in bare(title)]
    return named[0] if len(named) == 1 else None
