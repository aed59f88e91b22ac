"""The form in which every expert reads a text."""

from __future__ import annotations

import re
from functools import lru_cache

from nlu.text.normalize import normalize_characters

# Longer letters say what they want within these characters; the limit bounds the time a text takes.
LONGEST_TEXT = 600

_DIGITS = re.compile(r"\d+")
_SPACES = re.compile(r"\s+")
_REPEATED = re.compile(r"(.)\1{2,}")


# every expert reads the same texts, at most 256 one after the other
@lru_cache(maxsize=300)
def prepare(text: str) -> str:
    """The text normalised, in lower case, without spaces, long digit runs by their length, no character thrice."""
    plain = normalize_characters(text[:LONGEST_TEXT]).text.lower()
    plain = _DIGITS.sub(_number_shape, plain)  # before spaces go, or two numbers become one
    plain = _SPACES.sub("", plain)
    return _REPEATED.sub(r"\1\1", plain)


def _number_shape(match: re.Match[str]) -> str:
    """A number as its length: one to three digits stay (95, 220, 10), longer ones say only how long they are."""
    digits = match.group()
    if len(digits) <= 3:
        return digits
    return f"#{min(len(digits), 14):x}"
