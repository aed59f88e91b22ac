"""Which words of a text carried a decision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from nlu.segmentation import segment

SHORTEST, LONGEST = 2, 6
# Words in a row that may stand together: 偷 + 电, 表 + 坏 + 了.
MOST_WORDS = 3


def telling_words(prepared: str, gains: Sequence[float], top: int) -> list[str]:
    """Up to `top` words (or a few in a row) of a prepared text with the highest gains, none twice, strongest first.

    `gains`: what each character contributed. A stretch is worth the sum of its characters less what an average stretch
    of that length is worth: longer ones must earn each further letter. Where none stands out, the strongest is named.
    """
    sums = [0.0, *accumulate(gains)]
    spans = list(_spans(prepared))
    positive = [gain for gain in gains if gain > 0]
    toll = sum(positive) / len(positive) if positive else 0.0
    worth = [sums[end] - sums[start] - toll * (end - start) for start, end in spans]
    standing_out = [number for number, value in enumerate(worth) if value > 0]
    chosen: list[tuple[int, int]] = []
    for number in sorted(standing_out, key=worth.__getitem__, reverse=True):
        start, end = spans[number]
        if all(end <= first or start >= last for first, last in chosen):
            chosen.append((start, end))
        if len(chosen) == top:
            break
    if not chosen:
        chosen = _strongest(spans, sums)
    return list(dict.fromkeys(prepared[start:end] for start, end in chosen))


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


def _strongest(spans: Sequence[tuple[int, int]], sums: Sequence[float]) -> list[tuple[int, int]]:
    """The stretch with the most gain, if any gains."""
    span = max(spans, key=lambda each: sums[each[1]] - sums[each[0]], default=None)
    return [span] if span and sums[span[1]] > sums[span[0]] else []
