"""The wording of a question without what differs from customer to customer, cut into grams."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from knowledge.places import strip_places
from nlu.experts.preparation import prepare
from nlu.segmentation import segment
from nlu.text.normalize import normalize

BEGIN, END = "\x02", "\x03"
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_SILENT = re.compile(r"[\s,.!?;:~，。！？；：、…“”\"'（）()【】\-—]+")
_FILLERS = re.compile(
    r"请问一下|请问|麻烦问一下|麻烦问下|想问一下|想问下|问一下|问下|咨询一下|咨询下|想咨询|你好|您好|"
    r"谢谢|麻烦|那个|这个|啊|呀|呢|吧|哦|嘛|哈|啦|喂|亲"
)


@lru_cache(maxsize=512)  # a question is read for its wording, its concepts and for what must not be served
def normalized(text: str) -> str:
    """The text in one width, simplified, numerals as digits."""
    return normalize(text).text


def wording(text: str) -> str:
    """The wording of a question without what differs from customer to customer: place, figures, politeness."""
    plain = prepare(normalized(text))
    bare = _FILLERS.sub("", _SILENT.sub("", strip_places(plain)))
    return _NUMBER.sub("0", bare or plain)


def framed(words: str) -> str:
    """A wording between marks, so that its first and last words weigh differently from the same words inside."""
    return f"{BEGIN}{words}{END}"


def character_grams(words: str, longest: int = 3) -> Iterator[str]:
    """Every run of one to three characters of a wording."""
    marked = framed(words)
    for length in range(1, longest + 1):
        for start in range(len(marked) - length + 1):
            yield marked[start : start + length]


def search_terms(words: str) -> list[str]:
    """Words, and pairs of characters that rescue words which were cut wrongly."""
    terms = [word for word, _, _ in segment(words) if len(word) > 1]
    return terms + [words[start : start + 2] for start in range(len(words) - 1)]
