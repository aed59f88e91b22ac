"""The numbers of a question, each with the part it plays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from nlu.text.dates import find_dates, find_months
from nlu.text.normalize import normalize
from nlu.text.quantities import find_amounts, find_energies


class Part(StrEnum):
    """What an amount of energy is in the sentence."""

    month = "month"
    cumulative = "cumulative"
    year = "year"
    tip = "tip"
    peak = "peak"
    flat = "flat"
    valley = "valley"


@dataclass(frozen=True, slots=True)
class Energy:
    """An amount of energy in kWh and its part."""

    kwh: Decimal
    part: Part


# The words that tell the part stand before the number, seldom behind it; the nearest before wins.
_CLUES: tuple[tuple[Part, str], ...] = (
    (Part.tip, r"尖峰|尖段|尖的?时"),
    (Part.peak, r"高峰|峰段|峰电|峰时|峰的?|白天|白日"),
    (Part.valley, r"低谷|谷段|谷电|谷时|谷的?|夜里|夜间|晚上|半夜|后半夜|夜晚"),
    (Part.flat, r"平段|平时段|平电|平的?(?=\d)"),
    (
        Part.cumulative,
        r"今年已经?|今年都|今年前|今年(?:一共|总共|共|用了?|到)|已经?用|已用|累计|年初(?:到|至)|本年(?:已|累)|年内|"
        r"到现在|截至|截止|之前(?:已|一共|总共)|前面(?:已|一共)|到上个?月",
    ),
    (
        Part.year,
        r"一年(?:下来|到头|总共|一共|大概|大约|要?用|能?用|用了|才用)?|全年|每年|整年|年用电(?:量)?|一整年|去年",
    ),
    (
        Part.month,
        r"这个?月|本月|(?<!到)上个?月(?!为止)|当月|每个?月|一个月|月用电量?|\d{1,2}月份?|又用|再用|这次|这一?期|单月",
    ),
)
_CLUE = re.compile("|".join(f"(?P<{part.value}>{words})" for part, words in _CLUES))
_REACH = 14  # characters back in which a clue still speaks of the number
_BARE_PERIOD = re.compile(
    r"(?:峰|谷|尖|平)(?:电|段|时)?(?:是|用了?|有)?(\d+(?:\.\d+)?)(?![\d.]*(?:度|千瓦|元|块|点|[:：]|月|毛|角|%))"
)
_BARE_USE = re.compile(
    r"(?:用了|用电量?|又用|再用|用掉|使了|走了)(?:是|有|大概|差不多)?(\d+(?:\.\d+)?)(?=[,，。;；!！?？]|$|多少|要多少|得|几块|怎么)"
)
_PERIOD_BEHIND = re.compile(r"^(?:电)?的?(峰|谷|平|尖)(?:电|段|时)?")
_DAYS = re.compile(r"(?<![月\d.])(\d{1,4})\s*(?:多|来|几)?(?:天|日(?!\d|期|前))(?!前)")
_MONTHS_LONG = re.compile(r"(\d{1,2}|半)个(?:多)?月")


@dataclass(frozen=True, slots=True)
class Quantities:
    """What a question says in numbers. ``text`` is normalised, without spaces."""

    text: str
    energies: tuple[Energy, ...]
    amounts: tuple[Decimal, ...]
    days: int | None
    months: tuple[str, ...]
    dates: tuple[date, ...]

    @classmethod
    def read(cls, question: str, today: date) -> Quantities:
        """Find the numbers in a question asked on a day."""
        text = re.sub(r"\s+", "", normalize(question).text)
        spans = [(Decimal(span.value), span.start, span.end) for span in find_energies(text)]
        bare = [
            (Decimal(match[1]), match.start(1), match.end(1))
            for pattern in (_BARE_PERIOD, _BARE_USE)
            for match in pattern.finditer(text)
            if not any(start <= match.start(1) < end for _, start, end in spans)
        ]
        amounts = [Decimal(span.value) for span in find_amounts(text)]
        return cls(
            text,
            tuple(_energies(text, sorted([*spans, *bare], key=lambda found: found[1]))),
            tuple(dict.fromkeys(amounts)),
            _days(text),
            tuple(dict.fromkeys(span.value for span in find_months(text, today))),
            tuple(date.fromisoformat(span.value) for span in find_dates(text, today)),
        )

    def energy(self, *parts: Part) -> Decimal | None:
        """The energy of the first of these parts that is named."""
        for part in parts:
            for energy in self.energies:
                if energy.part is part:
                    return energy.kwh
        return None

    def says(self, words: str) -> bool:
        """Whether the text holds one of the words (a pattern)."""
        return re.search(words, self.text) is not None


def _energies(text: str, found: list[tuple[Decimal, int, int]]) -> Iterator[Energy]:
    last_end = 0
    for kwh, start, end in found:
        before = text[max(last_end, start - _REACH) : start]
        clues = [clue.lastgroup for clue in _CLUE.finditer(before) if clue.lastgroup]
        behind = _PERIOD_BEHIND.match(text[end:])
        if not clues and behind:
            named = {"峰": Part.peak, "谷": Part.valley, "平": Part.flat, "尖": Part.tip}[behind[1]]
        else:
            named = _strongest([Part(clue) for clue in clues])
        yield Energy(kwh, named)
        last_end = end


def _strongest(parts: list[Part]) -> Part:
    """A period says more than a month (这个月峰电150度); else the last word before the number decides."""
    periods = [part for part in parts if part in {Part.tip, Part.peak, Part.flat, Part.valley}]
    if periods:
        return periods[-1]
    return parts[-1] if parts else Part.month


def _days(text: str) -> int | None:
    if match := _DAYS.search(text):
        return int(match[1])
    if match := _MONTHS_LONG.search(text):
        return 15 if match[1] == "半" else int(match[1]) * 30
    return None
