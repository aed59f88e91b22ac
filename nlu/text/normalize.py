"""Text as sent → text as read: one width, simplified characters, single spaces and marks, numerals as digits.

Every character of the result knows where it came from, so that what is found in the normalised text can be shown in
the text as sent.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from nlu.text.numbers import digits_of_numerals

_TABLE = Path(__file__).parent / "data" / "simplified.txt"
_REPEATABLE = frozenset("。,.!?~、;:…-—*#=+")
_REPEATED = re.compile(r"([。,.!?~、;:…\-—*#=+ ])\1")
# 我 家 停 电: people space out words to slip past filters or because a keyboard did so
_SPACED_OUT = re.compile(r"(?<![一-鿿])[一-鿿](?: [一-鿿]){2,}(?![一-鿿])")


@dataclass(frozen=True)
class Normalized:
    """Normalised ``text``; character ``i`` stands for the characters ``offsets[i]:ends[i]`` of the text as sent."""

    text: str
    offsets: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters ``start:end`` of the normalised text stand in the text as sent."""
        if start >= end:
            at = self.offsets[start] if start < len(self.offsets) else (self.ends[-1] if self.ends else 0)
            return at, at
        return self.offsets[start], self.ends[end - 1]

    def replaced(self, edits: Sequence[tuple[int, int, str]]) -> Normalized:
        """This text with ``(start, end, new)`` edits, in order and apart; equal lengths map one to one."""
        if not edits:
            return self
        text, offsets, ends, at = [], list[int](), list[int](), 0
        for start, end, new in edits:
            text += [self.text[at:start], new]
            offsets += self.offsets[at:start]
            ends += self.ends[at:start]
            one_to_one = len(new) == end - start
            offsets += self.offsets[start:end] if one_to_one else [self.offsets[start]] * len(new)
            ends += self.ends[start:end] if one_to_one else [self.ends[end - 1]] * len(new)
            at = end
        text.append(self.text[at:])
        return Normalized("".join(text), (*offsets, *self.offsets[at:]), (*ends, *self.ends[at:]))


def normalize(text: str) -> Normalized:
    """NFKC, traditional → simplified, no invisible characters, single spaces and marks, numerals as digits.

    Numerals become digits only where they are numbers: 四二零一零六零零零一 → 4201060001 and 三百一十八块四 → 318.4块,
    but 一户一表 and 一点都不 stay.
    """
    plain = normalize_characters(text)
    return plain.replaced(digits_of_numerals(plain.text))


# classifier, danger table and entities each read the same text; a batch of the gateway has at most 256
@lru_cache(maxsize=300)
def normalize_characters(text: str) -> Normalized:
    """The first half of :func:`normalize`: everything but numerals."""
    alike = _alike(text)
    if alike is not None:
        return _without_spacing_out(alike) if " " in alike.text else alike
    kept: list[str] = []
    offsets: list[int] = []
    ends: list[int] = []
    for index, character in enumerate(text):
        for new in _normal(character):
            if kept and new == kept[-1] and (new == " " or new in _REPEATABLE):
                ends[-1] = index + 1
            elif new != " " or kept:
                kept.append(new)
                offsets.append(index)
                ends.append(index + 1)
    while kept and kept[-1] == " ":
        kept.pop()
    size = len(kept)
    result = Normalized("".join(kept), tuple(offsets[:size]), tuple(ends[:size]))
    return _without_spacing_out(result) if " " in result.text else result


def _alike(text: str) -> Normalized | None:
    """The text read when every character stands for just one, none repeated away: nearly always, and much faster."""
    table = {ord(character): _normal(character) for character in set(text)}
    if any(len(new) != 1 for new in table.values()):
        return None
    plain = text.translate(table)
    if plain[:1] == " " or plain[-1:] == " " or _REPEATED.search(plain):
        return None
    return Normalized(plain, tuple(range(len(plain))), tuple(range(1, len(plain) + 1)))


def _without_spacing_out(normalized: Normalized) -> Normalized:
    spaces = [
        (match.start() + at, match.start() + at + 1, "")
        for match in _SPACED_OUT.finditer(normalized.text)
        for at, character in enumerate(match.group())
        if character == " "
    ]
    return normalized.replaced(spaces)


@lru_cache(maxsize=1 << 16)
def _normal(character: str) -> str:
    """What one character becomes: nothing, itself, or a few others (㎾ → kW)."""
    if character.isspace():
        return " "
    if unicodedata.category(character) in {"Cf", "Cc", "Mn", "Me", "Cs", "Co"}:
        return ""
    if character.isdecimal():  # ３ and ٣ alike
        return str(unicodedata.decimal(character))
    simplified = _simplified()
    return "".join(simplified.get(part, part) for part in unicodedata.normalize("NFKC", character))


@lru_cache(maxsize=1)
def _simplified() -> dict[str, str]:
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    return {line[0]: line[1] for line in lines if line and not line.startswith("#")}
