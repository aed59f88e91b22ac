"""Which words of a text carried a decision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nlu.experts.features import BEGIN, END
from nlu.experts.preparation import prepare
from nlu.experts.sounds import sound
from nlu.segmentation import segment

SHORTEST, LONGEST = 2, 6
# Words in a row that may stand together: 偷 + 电, 表 + 坏 + 了.
MOST_WORDS = 3


def telling_words(text: str, gains: Mapping[str, float], top: int) -> list[str]:
    """Up to `top` words (or a few in a row) of the prepared text with the highest gains, none twice, strongest first.

    `gains` maps n-grams of characters and of syllables to their contribution; each is shared evenly by the characters
    it covers, and a stretch is worth the sum of its characters less what an average stretch of that length is worth.
    """
    prepared = prepare(text)
    worth = _worth_of_characters(prepared, gains)
    spans = list(_spans(prepared))
    words: list[str] = []
    for _ in range(top):
        span = _best(spans, worth) or (None if words else _strongest(spans, worth))
        if span is None:
            break
        words.append(prepared[span[0] : span[1]])
        spans = [other for other in spans if other[1] <= span[0] or other[0] >= span[1]]
    return list(dict.fromkeys(words))


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


def _spans(prepared: str) -> Iterator[tuple[int, int]]:
    """Stretches of whole words, up to `MOST_WORDS` in a row; punctuation parts them, numbers are nobody's reason."""
    words = list(segment(prepared))
    for first in range(len(words)):
        start = words[first][1]
        for word, _, end in words[first : first + MOST_WORDS]:
            if not word.isalpha() or end - start > LONGEST:
                break
            if end - start >= SHORTEST:
                yield start, end


def _best(spans: list[tuple[int, int]], worth: list[float]) -> tuple[int, int] | None:
    """The stretch with the most worth above the average; longer ones must earn each further letter."""
    finite = [value for value in worth if value > 0]
    toll = sum(finite) / len(finite) if finite else 0.0
    best, best_worth = None, 0.0
    for start, end in spans:
        total = sum(worth[start:end]) - toll * (end - start)
        if total > best_worth:
            best, best_worth = (start, end), total
    return best


def _strongest(spans: list[tuple[int, int]], worth: list[float]) -> tuple[int, int] | None:
    """Where no stretch stands out, the one with the most worth, if it has any."""
    span = max(spans, key=lambda each: sum(worth[slice(*each)]), default=None)
    return span if span and sum(worth[slice(*span)]) > 0 else None
