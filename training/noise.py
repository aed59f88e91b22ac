"""Writing errors on purpose, in texts: what voice input, keyboards and haste make of a sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

import numpy as np

from nlu.experts.sounds import FIRST_SYLLABLE, sound, syllables
from nlu.text.normalize import normalize_characters
from nlu.text.numbers import digits_of_numerals
from training.settings import SIMPLIFIED

Random = np.random.Generator
Way = Callable[["Noise", str, Random], str]

PUNCTUATION = re.compile(r"[，。！？、；：,.!?;:~…\s]+")
DIGITS = re.compile(r"\d{1,2}(?!\d)")
EMOJI = ("😡", "😭", "🙏", "😂", "🤔", "👍", "😤", "😅", "[微笑]", "[抓狂]", "[流泪]", "[抱拳]", "^_^", "555", "233")
FILLERS = ("嗯", "那个", "就是", "啊", "呃", "然后", "这个", "喂", "你好", "请问", "麻烦", "哎")
# What speakers of many regions and their keyboards do not tell apart: sh/s, zh/z, ch/c, n/l, h/f, -ng/-n.
BLURRED = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("h", "f"), ("r", "l"))
PAIR = 2
NUMERALS = "零一二三四五六七八九"


class Noise:
    """Spoils texts; `words` of the corpus say which homophones are likely."""

    def __init__(self, texts: Iterable[str]) -> None:
        counts = Counter(character for text in texts for character in text)
        self._alike = _by_sound(counts, lambda syllable: syllable)
        self._nearly = _by_sound(counts, _blurred)
        pairs = [line for line in SIMPLIFIED.read_text("utf-8").splitlines() if len(line) == PAIR]
        self._traditional = {simplified: traditional for traditional, simplified in reversed(pairs)}

    def spoil(self, text: str, rng: Random, ways: Mapping[str, float]) -> str:
        """The text after every way of `WAYS` had its chance, `ways` naming the probability of each."""
        for name, chance in ways.items():
            if rng.random() < chance:
                text = WAYS[name](self, text, rng)
        return text

    def homophones(self, text: str, rng: Random) -> str:
        """Some characters as voice input would write them."""
        return self._replaced(text, rng, self._alike)

    def near_sounds(self, text: str, rng: Random) -> str:
        """Some characters as a speaker who does not tell s from sh would type them."""
        return self._replaced(text, rng, self._nearly)

    def no_punctuation(self, text: str, rng: Random) -> str:
        """Without marks and spaces, or with spaces in the marks' places."""
        return PUNCTUATION.sub("" if rng.random() < 0.7 else " ", text) or text

    def repeated(self, text: str, rng: Random) -> str:
        """A character or the last mark several times."""
        at = len(text) - 1 if rng.random() < 0.5 else int(rng.integers(len(text)))
        return text[:at] + text[at] * int(rng.integers(2, 5)) + text[at + 1 :]

    def emoji(self, text: str, rng: Random) -> str:
        """A picture or two at the end, or at the beginning."""
        picture = str(rng.choice(EMOJI)) * int(rng.integers(1, 4))
        return text + picture if rng.random() < 0.8 else picture + text

    def fillers(self, text: str, rng: Random) -> str:
        """A word that says nothing before the text or after one of its marks."""
        places = [0, *(match.end() for match in PUNCTUATION.finditer(text))]
        at = int(rng.choice(places))
        return text[:at] + str(rng.choice(FILLERS)) + text[at:]

    def traditional(self, text: str, rng: Random) -> str:
        """In traditional characters."""
        return "".join(self._traditional.get(character, character) for character in text)

    def numerals(self, text: str, rng: Random) -> str:
        """Small numbers in Chinese numerals, or where there are none, numerals as digits."""
        if DIGITS.search(text):
            return DIGITS.sub(lambda match: _numeral(int(match.group())), text)
        plain = normalize_characters(text)
        return plain.replaced(digits_of_numerals(plain.text)).text

    def lost(self, text: str, rng: Random) -> str:
        """A character forgotten."""
        at = int(rng.integers(len(text)))
        return text[:at] + text[at + 1 :] if len(text) > 3 else text

    def swapped(self, text: str, rng: Random) -> str:
        """Two neighbours in each other's place."""
        if len(text) < 4:
            return text
        at = int(rng.integers(len(text) - 1))
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]

    def _replaced(self, text: str, rng: Random, table: Mapping[str, tuple[str, np.ndarray]]) -> str:
        share = rng.uniform(0.05, 0.25)
        written = list(text)
        for place, character in enumerate(written):
            if rng.random() < share and character in table:
                others, chances = table[character]
                written[place] = others[int(np.searchsorted(chances, rng.random()))]
        return "".join(written)


WAYS: dict[str, Way] = {
    "numerals": Noise.numerals,
    "homophones": Noise.homophones,
    "near_sounds": Noise.near_sounds,
    "lost": Noise.lost,
    "swapped": Noise.swapped,
    "fillers": Noise.fillers,
    "no_punctuation": Noise.no_punctuation,
    "repeated": Noise.repeated,
    "emoji": Noise.emoji,
    "traditional": Noise.traditional,
}


def _by_sound(counts: Counter[str], blur: Callable[[str], str]) -> dict[str, tuple[str, np.ndarray]]:
    """For each character the others of its sound and the running sum of their chances."""
    names, of_sound = syllables(), dict[str, list[str]]()
    blurred = [blur(name) for name in names]
    marks = {c: ord(sound(c)) - FIRST_SYLLABLE for c in counts}
    sounds = {c: blurred[mark] for c, mark in marks.items() if 0 <= mark < len(names)}
    for character, name in sounds.items():
        of_sound.setdefault(name, []).append(character)
    table = {}
    for character, name in sounds.items():
        others = [other for other in of_sound[name] if other != character]
        if others:
            chances = np.cumsum([counts[other] ** 0.5 for other in others])
            table[character] = "".join(others), chances / chances[-1]
    return table


def _blurred(syllable: str) -> str:
    for long, short in BLURRED:
        if syllable.startswith(long):
            syllable = short + syllable[len(long) :]
            break
    return syllable[:-1] if syllable.endswith("ng") else syllable


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    if not tens:
        return NUMERALS[ones]
    return ("" if tens == 1 else NUMERALS[tens]) + "十" + (NUMERALS[ones] if ones else "")
