"""Texts around the articles: customers' words about our trade, and about things that no article covers."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import yaml

_DATA = Path(__file__).with_name("data") / "uncovered.yml"
ELSEWHERE = "out_of_scope"
# What says nothing of a matter: it may stand before a question of ours or of anybody's.
_NEUTRAL = frozenset(
    {"greet", "goodbye", "thank", "deny", "affirm", "inform", "repeat", "cancel", "bot_challenge", "human_agent"}
)
_OURS_EVERY = 4  # of the utterances of our trade: more make building longer and nothing better
_FORMS_EACH = 4  # how many of its group's forms a subject is put into


@dataclass(frozen=True, slots=True)
class Surroundings:
    """``ours`` are of our trade, ``foreign`` are about things that no article covers."""

    ours: Sequence[str] = ()
    foreign: Sequence[str] = ()


def read_surroundings(utterances: Path) -> Surroundings:
    """From the training texts (``utterances.tsv``) and from our table of what no article covers."""
    with utterances.open(encoding="utf-8", newline="") as file:
        rows = [(row["intent"], row["text"]) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    ours = [text for intent, text in rows if intent != ELSEWHERE and intent not in _NEUTRAL]
    foreign = [text for intent, text in rows if intent == ELSEWHERE]
    return Surroundings(ours[::_OURS_EVERY], [*foreign, *written_out(_DATA)])


def written_out(path: Path) -> Iterator[str]:
    """The questions of the table: each subject in some of the forms of its group, always the same ones."""
    groups: list[dict[str, Any]] = yaml.safe_load(path.read_text("utf-8"))
    chance = np.random.default_rng(5)
    for group in groups:
        subjects, forms = group["subjects"].split(), group["forms"].split()
        yield from group.get("whole", "").split()
        for subject, number in product(subjects, range(_FORMS_EACH)):
            form = forms[int(chance.integers(len(forms)))] if number else forms[0]
            yield form.replace("~", subject)
