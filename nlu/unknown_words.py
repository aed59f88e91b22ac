"""Words that no dictionary holds (names, places): jieba's hidden Markov model and its own answers, only sooner."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from jieba import finalseg
from jieba.finalseg.prob_emit import P as EMIT
from jieba.finalseg.prob_start import P as START
from jieba.finalseg.prob_trans import P as STEP

_HAN = re.compile(r"([\u4E00-\u9FD5]+)")  # finalseg.re_han
_BETWEEN = re.compile(r"([a-zA-Z0-9]+(?:\.\d+)?%?)")  # finalseg.re_skip
_UNSEEN: tuple[float, ...] = (finalseg.MIN_FLOAT,) * 4


@lru_cache(maxsize=1 << 12)  # such runs repeat from text to text
def recognize(run: str) -> tuple[str, ...]:
    """The words of a run of characters of which the dictionary knows no longer word."""
    if _HAN.fullmatch(run):
        return tuple(_words(run))
    parts = _HAN.split(run)
    return tuple(
        word
        for number, part in enumerate(parts)
        for word in (_words(part) if number % 2 else filter(None, _BETWEEN.split(part)))
    )


def _words(text: str) -> Iterator[str]:
    begin = 0
    for end, place in enumerate(_places(text), start=1):
        if place in "ES":
            yield text[begin:end]
            begin = end


def _places(text: str) -> str:
    """Whether each character begins, continues or ends a word or is one (B, M, E, S), by the likeliest way (Viterbi).

    The four sums and ways are those of texts that end so far; of equal ones the later letter wins, as in jieba.
    """
    emissions, from_b, from_e, from_m, from_s = _emissions(), STEP["B"], STEP["E"], STEP["M"], STEP["S"]
    be, bm, eb, es = from_b["E"], from_b["M"], from_e["B"], from_e["S"]
    me, mm, sb, ss = from_m["E"], from_m["M"], from_s["B"], from_s["S"]
    at_b, at_e, at_m, at_s = emissions.get(text[0], _UNSEEN)
    b, e, m, s = START["B"] + at_b, START["E"] + at_e, START["M"] + at_m, START["S"] + at_s
    way_b, way_e, way_m, way_s = "BEMS"
    for character in text[1:]:
        at_b, at_e, at_m, at_s = emissions.get(character, _UNSEEN)
        eb_b, sb_b, be_e, me_e = e + eb + at_b, s + sb + at_b, b + be + at_e, m + me + at_e
        bm_m, mm_m, es_s, ss_s = b + bm + at_m, m + mm + at_m, e + es + at_s, s + ss + at_s
        way_b, way_e, way_m, way_s = (
            (way_s if sb_b >= eb_b else way_e) + "B",
            (way_m if me_e >= be_e else way_b) + "E",
            (way_m if mm_m >= bm_m else way_b) + "M",
            (way_s if ss_s >= es_s else way_e) + "S",
        )
        b, e, m, s = max(sb_b, eb_b), max(me_e, be_e), max(mm_m, bm_m), max(ss_s, es_s)
    return way_s if s >= e else way_e


@lru_cache(maxsize=1)
def _emissions() -> dict[str, tuple[float, ...]]:
    """How likely each character is in each place, as logarithms."""
    known = {character for place in "BEMS" for character in EMIT[place]}
    return {each: tuple(EMIT[place].get(each, _UNSEEN[0]) for place in "BEMS") for each in known}
