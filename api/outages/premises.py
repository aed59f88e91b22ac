"""Where inside a named place: phase, house number, lane, group, building, unit, floor, room. One value or a range."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from api.places import Fit

# outermost first
LEVELS = ("phase", "group", "number", "house", "building", "unit", "floor", "room")
_ONE = r"(?:[A-Z]\d{1,3}|\d{1,4}[A-Z甲乙丙丁戊](?![A-Z\d])|\d{1,5}|[A-Z](?![A-Z\d])|[甲乙丙丁戊])"
_SPAN = rf"(?:{_ONE}(?:号|栋|幢|座|单元|门|组|社|队|弄|号楼)?-)?{_ONE}"
_TOKENS = re.compile(
    rf"(?P<triple>(?<![\d-])[A-Z]?\d{{1,3}}-\d{{1,2}}-\d{{1,4}}(?![\d-]))"
    rf"|(?P<phase>(?:[东西南北中]?\d{{1,2}}(?:期?-\d{{1,2}})?|[A-Z]|(?<![城])[东西南北])[期区](?!别|域|政))"
    rf"|(?P<group>第?\d{{1,3}}(?:[组社队]?-\d{{1,3}})?(?:村民小?组|居民小?组|小组|组(?!织|合)|社(?!区|会)|生产队|小队|队(?!伍)|连(?!续|着|接)))"
    rf"|(?P<lane>\d{{1,5}}(?:弄?-\d{{1,5}})?支?弄(?:(?P<house>\d{{1,4}}(?:号?-\d{{1,4}})?)号?(?!楼|栋|幢))?)"
    rf"|(?P<building>(?<![前后共有这那几数]){_SPAN}(?:栋|幢|座(?!机|位)|号楼(?!上|下)|(?:(?<=[A-Z]\d)|(?<=[A-Z]\d\d))楼|楼(?=\d+(?:单元|门)))|[东西南北](?:座|塔楼?|楼))"
    rf"|(?P<unit>(?:{_ONE}(?:单元|门)?-)?(?:\d{{1,2}}|[A-Z甲乙丙丁东西中])(?:单元|门(?![口面店卫外前禁洞牌])))"
    rf"|(?P<well>机井\d{{1,3}}号?|\d{{1,3}}号?机井)"
    rf"|(?P<number>附?\d{{1,5}}(?:-\d{{1,3}})?号?-\d{{1,5}}号(?!楼(?![上下])|线|变|杆|表)|[甲乙丙丁]?\d{{1,5}}(?:[-之]\d{{1,3}})?号(?!楼(?![上下])|线|变|杆|表|箱|台区))(?:附\d{{1,3}}号?(?:-附?\d{{1,3}}号?)?|-\d{{1,3}}(?!\d)|之[一二三四五六七八九\d]+)?"
    rf"|(?P<floor>(?:(?:\d{{1,2}}[楼层]?-)?负?\d{{1,2}}[楼层]|底[楼层]))"
    rf"|(?P<room>(?<![\d-])(?:\d{{1,2}}-)?\d{{3,4}}(?:室|房|户)?(?![\d年月日点度块元号栋米路个多天户人分千KV万.-]))"
)
_BARE = re.compile(
    r"^(?:那个|那|的|是|,|门牌号?)*(?P<number>\d{1,5})(?:-\d{1,3})?(?=$|[,的那里呢吧停没在断家咋怎]|[栋幢]?$)(?![年月日天点])"
)
_BARE_RANGE = re.compile(r"^(?:门牌)?(\d{1,5})-(\d{1,5})号?(?!\d)")
_PARTS = re.compile(r"([A-Z]?)(\d*)([A-Z甲乙丙丁戊]?)")
# the numbers under one house: 33号附1-附12号
_MINOR = re.compile(r"附(\d{1,3})号?(?:-附?(\d{1,3}))?")
_SIDES = "东西南北中"


@dataclass(frozen=True, slots=True)
class Run:
    """Numbers first to last of one letter: C1 to C8, 5甲, A."""

    letter: str
    first: int | None
    last: int | None
    suffix: str = ""

    def holds(self, other: Run) -> bool:
        """Whether a single value lies in this run."""
        if (self.letter, self.suffix) != (other.letter, other.suffix):
            return False
        if self.first is None or other.first is None:
            return self.first == other.first
        return self.first <= other.first <= (self.last or self.first)


@dataclass(frozen=True)
class Premises:
    """Runs by level; of a place every value that was named, of an area what it is limited to."""

    runs: Mapping[str, tuple[Run, ...]] = field(default_factory=dict)
    is_lane: bool = False

    def get(self, level: str) -> tuple[Run, ...]:
        """The runs of a level."""
        return self.runs.get(level, ())

    def completed_by(self, outer: Premises) -> Premises:
        """These, and what a wider description says of the levels outside the outermost that is known here."""
        known = [at for at, level in enumerate(LEVELS) if self.get(level)]
        outermost = min(known, default=len(LEVELS))
        added = {level: outer.get(level) for level in LEVELS[:outermost] if outer.get(level)}
        return Premises({**added, **self.runs}, self.is_lane or (outer.is_lane and "number" in added))


def premises_of(words: str, *, is_numbered: bool = False) -> Premises:
    """What ``words``, as heard, say behind a name; ``is_numbered``: a bare figure is a house number (新华路88)."""
    runs: dict[str, tuple[Run, ...]] = {}
    is_lane = False
    for level, text in _tokens(words, is_numbered=is_numbered):
        if level == "lane":
            is_lane, level = True, "number"
        runs[level] = (*runs.get(level, ()), *_runs(text))
    return Premises(runs, is_lane)


def starts_at(words: str) -> int:
    """Where the first word about premises stands; the length of ``words`` when there is none."""
    match = _TOKENS.search(words)
    return match.start() if match else len(words)


def _tokens(words: str, *, is_numbered: bool) -> Iterator[tuple[str, str]]:
    bare = (_BARE_RANGE.match(words) or _BARE.match(words)) if is_numbered else None
    if bare:
        yield "number", bare.group() if "-" in bare.group() and bare.re is _BARE_RANGE else bare["number"]
    for match in _TOKENS.finditer(words, bare.end() if bare else 0):
        kind = str(match.lastgroup)
        if match["triple"]:
            yield from zip(("building", "unit", "room"), match["triple"].split("-"), strict=True)
        elif match["lane"]:
            yield (
                "lane",
                match["lane"].partition("弄")[0]
                if "-" not in match["lane"].partition("弄")[0]
                else match["lane"].rpartition("弄")[0],
            )
            if match["house"]:
                yield "house", match["house"]
        elif match["well"]:
            yield "room", match["well"]
        else:
            yield kind, match[kind]
            if kind == "number" and (minor := _MINOR.search(match.group())):
                yield "house", f"{minor[1]}-{minor[2]}" if minor[2] else minor[1]


def _runs(text: str) -> list[Run]:
    """号 and the like left out: 80号-120号 is one run, 88-1号 the house 88, A-C座 three."""
    first, _, last = text.strip("第附甲乙丙丁").partition("-") if re.search(r"\d", text) else text.partition("-")
    start, end = _one(first), _one(last) if last else None
    if end is None:
        return [start]
    if start.first is None and end.first is None and start.letter and end.letter > start.letter:
        return [Run(chr(at), None, None) for at in range(ord(start.letter), ord(end.letter) + 1)]
    if start.first is None or end.first is None or end.first <= start.first:
        return [start]  # 88-1号 is a part of house 88
    return [Run(start.letter or end.letter, start.first, end.first)]


def _one(text: str) -> Run:
    match = next((each for each in _PARTS.finditer(text) if each.group()), None)
    if match is None:
        return Run(text[:1] if text[:1] in _SIDES else "", None, None, "" if text[:1] in _SIDES else text[:1])
    number = int(match[2]) if match[2] else None
    side = text[0] if text[:1] in _SIDES else ""
    return Run(match[1] or side, number, number, match[3])


def fit_of_level(given: tuple[Run, ...], wanted: tuple[Run, ...], *, is_either: bool = False) -> Fit:
    """Whether what a place says of a level is within an area's; ``is_either``: several values are alternatives."""
    if not wanted:
        return Fit.YES
    if not given:
        return Fit.UNSURE
    inside = [any(run.holds(each) for run in wanted) for each in (given if is_either else given[:1])]
    if len(set(inside)) > 1:
        return Fit.UNSURE
    return Fit.YES if inside[0] else Fit.NO
