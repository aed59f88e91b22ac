"""What a name of a person looks like: surname and given name, told from everyday words; names of other tongues."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"
COMMON = 233  # so many surnames cover 95 % of people; rarer ones need a clear announcement (我叫…)
_KNOWN = 300

# what may not be a name's third character: the sentence goes on there (我叫王伟想查电费)
AFTER = frozenset(
    "想要的是在住户电手家我来问查帮请昨上这那给搁呢啊有没打报跟不也就能可他她你把被办需用现号身个从已申交缴,。、 "
    "和与及很好真吗吧呀哦了,服态为对下特非常说到人做每每"
)
_NO_GIVEN = frozenset(
    "的是在我你他她它们这那了吗呢吧啊呀不没有也就都要想能会可把被和与或及很个么啥谁哪怎几户已未仍再才啦咯喽嘞某"
)
_NEVER_GIVEN = frozenset("的是了吗呢我你他她它们不么啥谁哪，, ")
# surnames that are first of all words; a name only after a clear announcement
_WORDS = frozenset(
    "来那都于管或全劳乐呼居但元储相云容揭计平强国支满花查商应冷连党车农时单成由班信展原官司和安向南关路解阳景乌哈要过"
)
# characters with which Uyghur, Mongolian, Tibetan … names are written; one of such characters only is a name
_FOREIGN = (
    "吾阿艾爱安巴班贝毕布才仓措达旦丹德登迪丁额尔恩嘎尕噶格古贡哈汉赫吉加嘉坚江金卡坎康克库拉兰朗勒力丽利洛卢鲁罗玛马买麦曼梅米"
    "牧姆木穆那娜纳乃南尼妮努诺帕普其齐奇恰强钦琼曲却热仁日茹萨赛桑色珊扎央苏孙索塔泰坦特提铁图吐托娃旺维温乌西希雅亚延依伊"
    "益珠卓孜宗次顿斯琴花云合逊不都别热甫江买萨帕拜肉孜祖莱"
)
_FOREIGN_NAME = re.compile(rf"(?![不都别云花])[{_FOREIGN}]{{2,8}}(?:[·•・‧][{_FOREIGN}]{{1,8}}){{0,2}}")


def is_person_name(name: str) -> bool:
    """Whether ``name`` is a surname and a given name, and not an everyday word."""
    surname = 2 if name[:2] in double_surnames() else 1
    given = name[surname:]
    if surname == 1 and (name[:1] not in surnames() or name[:1] in _rather_words()):
        return False
    if not re.fullmatch(r"[一-鿿]{1,2}", given) or any(character in _NO_GIVEN for character in given):
        return False
    if name in everyday_words() or (surname == 1 and name[:2] in everyday_words()):
        return False
    return surname == 2 or all(character in given_characters() for character in given)


def name_at(text: str, start: int, strict: bool) -> int | None:
    """Where the name at ``start`` ends; None when none is there. ``strict``: common surnames, no everyday words."""
    surname = 2 if text[start : start + 2] in double_surnames() else 1
    if start >= len(text) or (surname == 1 and text[start] not in surnames()):
        return None
    rare = strict and surname == 1 and text[start] not in surnames()[:COMMON]
    end = start + surname
    for size in (1, 2):
        character = text[end : end + 1]
        if (
            not re.match(r"[一-鿿]", character)
            or (size == 2 and character in AFTER)
            or (size == 1 and character in (_NO_GIVEN if strict and text[start - 1 : start] != "叫" else _NEVER_GIVEN))
        ):
            break
        end += 1
    name = text[start:end]
    if end == start + surname or name in double_surnames() or (strict and not is_person_name(name)) or "某" in name:
        return None
    if rare and (len(name) < 3 or re.match(r"$|[,。;、\s!\d的]", text[end:]) is None):
        return None
    pauses = text[end : end + 1] in {"", ",", " ", "。", "、", ";"}
    called = pauses and (text[start - 1 : start] == "叫" or len(name) == 3)  # 我叫高峰, 户主马上英
    everyday = surname == 1 and text[start : start + 2] in everyday_words()
    return end if strict or called or not everyday else None


def foreign_name_at(text: str, start: int, shortest: int = 2) -> int | None:
    """Where a name of another tongue at ``start`` (阿依古丽, 买买提·吐尔逊) ends; None when none is there."""
    match = _FOREIGN_NAME.match(text, start)
    if not match or len(match.group()) < shortest or match.group() in everyday_words():
        return None
    following = text[match.end() : match.end() + 1]
    return match.end() if not re.match(r"[一-鿿]", following) or following in AFTER else None


@lru_cache(maxsize=1)
def surnames() -> str:
    """Surnames of one character, the most frequent first."""
    return (_DATA / "surnames.txt").read_text(encoding="utf-8").splitlines()[1]


@lru_cache(maxsize=1)
def known_surnames() -> frozenset[str]:
    """Surnames common enough to tell a name by its place alone, and no words."""
    return frozenset(surnames()[:_KNOWN]) - _rather_words()


@lru_cache(maxsize=1)
def _rather_words() -> frozenset[str]:
    return _WORDS - frozenset(surnames()[:COMMON])


@lru_cache(maxsize=1)
def double_surnames() -> frozenset[str]:
    """Surnames of two characters."""
    return frozenset((_DATA / "surnames.txt").read_text(encoding="utf-8").splitlines()[2].split())


@lru_cache(maxsize=1)
def given_characters() -> str:
    """Characters with which given names are generally written."""
    return (_DATA / "given_names.txt").read_text(encoding="utf-8").splitlines()[1]


@lru_cache(maxsize=1)
def everyday_words() -> frozenset[str]:
    """Words that begin like a surname and are no names."""
    lines = (_DATA / "not_names.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
