"""Several things at once: 装个空调再买个电热水器. Each is a supposition of its own; they are calculated together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.bills.suppositions.assumptions import ALL_YEAR, spoken
from api.bills.suppositions.reading import plain_text, read_appliance, read_scenario
from api.bills.suppositions.supposition import CALLED, Supposition

# what adds energy; use that is moved to the night is another kind of question
_ADDITIVE = ("air_conditioner", "appliance", "electric_car", "heat_pump", "more_use")
_AND = re.compile(r"[、,，;；。]|加上|外加|还有|以及|同时|另外|和|跟|与|再|还")
_ADDS = re.compile(r"^(?:那|要是|如果)?(?:再|还|又|另外|加上|外加)|一起|都(?:加|算|装|买)上?|也(?:加|算|装|买)")
MOST = 4
PARTS = "parts"  # the value under which the parts are remembered from message to message
SEPARATOR = "；"
_HOUSEHOLD = ("province", "month_kwh")


@dataclass(frozen=True, slots=True)
class Several:
    """``texts``: the words of each part, which say everything that is known of it; ``household``: province and use."""

    texts: tuple[str, ...]
    household: Mapping[str, str]

    @classmethod
    def read(cls, text: str, known: Mapping[str, str]) -> Several | None:
        """Two things or more in the words, or what the words change of the things named before; None for one."""
        now, before = parts_of(text), tuple(each for each in known.get(PARTS, "").split(SEPARATOR) if each)
        if len(now) == 1 and not before and _ADDS.search(plain_text(text)) and "scenario" in known:
            before = (_remembered(known),)
        texts = _merged(before, now, text) if before else now
        household = {name: known[name] for name in _HOUSEHOLD if name in known}
        for each in (text, *texts):
            if (read := Supposition.read(each, {})) is not None:
                household |= {name: read.values[name] for name in _HOUSEHOLD if name in read.values}
        return cls(tuple(texts[:MOST]), household) if len(texts) > 1 else None

    @property
    def suppositions(self) -> list[Supposition]:
        """Each part by itself."""
        read = [Supposition.read(text, self.household) for text in self.texts]
        return [each for each in read if each is not None]

    @property
    def values(self) -> dict[str, str]:
        """What is to be remembered."""
        scenario = self.suppositions[0].scenario
        return {**self.household, "scenario": scenario, PARTS: SEPARATOR.join(self.texts)}


def parts_of(text: str) -> tuple[str, ...]:
    """The words about each thing that a text names; values said behind a thing belong to it."""
    parts: list[str] = []
    lead = ""
    for piece in _AND.split(plain_text(text)):
        if read_scenario(piece) in _ADDITIVE:
            if parts and name_of(parts[-1]) == name_of(piece):
                parts[-1] += piece
            else:
                parts.append(lead + piece)
                lead = ""
        elif parts:
            parts[-1] += f"，{piece}" if piece else ""
        else:
            lead = f"{piece}，" if piece else ""
    return tuple(parts)


def name_of(text: str) -> str:
    """What a part is called: 空调, 电热水器."""
    scenario = read_scenario(text) or ""
    return read_appliance(text) if scenario == "appliance" else CALLED.get(scenario, "")


def _merged(before: tuple[str, ...], now: tuple[str, ...], text: str) -> tuple[str, ...]:
    """The parts after another message: a thing named again has its values changed, a further one is added."""
    if not now:  # only values: of what still lacks one, else of everything
        lacking = [each for each in before if (read := Supposition.read(each, {})) and read.missing()]
        return tuple(f"{text}，{each}" if each in (lacking or before) else each for each in before)
    known = [name_of(each) for each in before]
    added = [each for each in now if name_of(each) not in known]
    if len(added) == len(now) and not _ADDS.search(plain_text(text)):
        return now
    changed = {name_of(each): each for each in now}
    kept = [f"{changed[name]}，{each}" if name in changed else each for name, each in zip(known, before, strict=True)]
    return (*kept, *added)


def _remembered(known: Mapping[str, str]) -> str:
    """What was supposed before, in words that are read back as the same."""
    name = known.get("name") or CALLED.get(known["scenario"], "")
    said = [spoken(each, known[each]) for each in ("kilowatts", "hours_a_day", "days", "kilometres") if each in known]
    season = [spoken("season", known["season"])] if known.get("season", ALL_YEAR) != ALL_YEAR else []
    return "，".join([name, *said, *season])


def missing_in(suppositions: Sequence[Supposition]) -> list[str]:
    """What the things are called of which a value has to be asked for."""
    return [each.called for each in suppositions if each.missing()]
