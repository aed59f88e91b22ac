"""Which words of a text carried a decision."""

from __future__ import annotations

from collections.abc import Mapping

from nlu.experts.features import BEGIN, END
from nlu.experts.preparation import prepare
from nlu.experts.sounds import sound

SHORTEST, LONGEST = 2, 5


def telling_words(text: str, gains: Mapping[str, float], top: int) -> list[str]:
    """Up to `top` spans of the prepared text with the highest gains, none overlapping, strongest first.

    `gains` maps n-grams of characters and of syllables to their contribution; each is shared evenly by the characters
    it covers, and a span is worth the sum of its characters less what an average stretch of that length is worth.
    """
    prepared = prepare(text)
    worth = _worth_of_characters(prepared, gains)
    words: list[str] = []
    for _ in range(top):
        span = _best_span(prepared, worth)
        if span is None:
            break
        words.append(prepared[span[0] : span[1]])
        for place in range(*span):
            worth[place] = float("-inf")
    return words


def _worth_of_characters(prepared: str, gains: Mapping[str, float]) -> list[float]:
    framed = f"{BEGIN}{prepared}{END}"
    worth = [0.0] * len(framed)
    for view in (framed, sound(framed)):
        for length in range(1, 4):
            for start in range(len(view) - length + 1):
                share = gains.get(view[start : start + length], 0.0) / length
                for place in range(start, start + length):
                    worth[place] += share
    return worth[1:-1]


def _best_span(prepared: str, worth: list[float]) -> tuple[int, int] | None:
    """The span of 2 to 5 letters with the most worth; longer ones must earn each further letter."""
    finite = [value for value in worth if value > 0]
    if not finite:
        return None
    toll = sum(finite) / len(finite)
    best, best_worth = None, 0.0
    for start in range(len(prepared)):
        total = 0.0
        for end in range(start + 1, min(start + LONGEST, len(prepared)) + 1):
            if not prepared[end - 1].isalnum():
                break
            total += worth[end - 1] - toll
            if end - start >= SHORTEST and total > best_worth:
                best, best_worth = (start, end), total
    return best
