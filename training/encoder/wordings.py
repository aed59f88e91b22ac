"""Other wordings of a text: concepts said in other forms of theirs, and pairs of wordings of the same matter."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from nlu.experts.lexicon import Lexicon, Mention
from nlu.experts.preparation import prepare
from training.settings import ARTICLES

Pair = tuple[str, str, int]  # two wordings and the group whose pairs are not each other's opposites (-1: none)

SHORTEST_FORM = 2
SWAPPED = 0.5


class ConceptSwap:
    """Says some concepts of a text in another of their forms."""

    def __init__(self, lexicon_table: Path) -> None:
        lines = lexicon_table.read_text("utf-8").splitlines()[1:]
        self._forms = {
            name: sorted({prepare(f) for f in forms.split("|")}) for name, forms in (x.split("\t") for x in lines)
        }
        self._lexicon = Lexicon(self._forms)

    def reword(self, text: str, rng: np.random.Generator) -> str:
        """The prepared text with about half of its concepts in other words."""
        prepared = prepare(text)
        parts, at = [], 0
        for mention in self._apart(prepared):
            parts.append(prepared[at : mention.start])
            said = prepared[mention.start : mention.end]
            forms = [form for form in self._forms[mention.concept] if len(form) >= SHORTEST_FORM]
            parts.append(str(rng.choice(forms)) if rng.random() < SWAPPED else said)
            at = mention.end
        return "".join([*parts, prepared[at:]])

    def _apart(self, prepared: str) -> Iterator[Mention]:
        """Mentions from left to right, the longest first, none overlapping."""
        mentions = [m for m in self._lexicon.mentions(prepared) if m.end - m.start >= SHORTEST_FORM]
        end = 0
        for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
            if mention.start >= end:
                yield mention
                end = mention.end

    def form_pairs(self, rng: np.random.Generator, each: int = 16) -> Iterator[Pair]:
        """Two forms of one concept."""
        for number, forms in enumerate(self._forms.values()):
            known = [form for form in forms if len(form) >= SHORTEST_FORM]
            for _ in range(min(each, len(known) // 2)):
                one, other = rng.choice(len(known), 2, replace=False)
                yield known[one], known[other], number


def public_pairs(shared: Path) -> Iterator[Pair]:
    """Enquiries that mean the same (ATEC) and sentences nearly alike (STS-B, 4 of 5 or more)."""
    atec, stsb = shared / "data/pairs/atec_train.csv", shared / "data/pairs/stsb_zh_train.txt"
    if atec.exists():
        with atec.open(encoding="utf-8") as table:
            for row in csv.reader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
                if row[3] == "1":
                    yield row[1], row[2], -1
    if stsb.exists():
        for line in stsb.read_text("utf-8").splitlines():
            _, one, other, score = line.split("||")
            if float(score) >= 4:
                yield one, other, -1


def article_pairs(first_group: int, folder: Path = ARTICLES) -> Iterator[Pair]:
    """Questions that one article answers, with each other and with its title and first sentences."""
    for number, path in enumerate(sorted(folder.glob("*/*.md"))):
        article = _front_matter(path)
        questions = [str(question) for question in article.get("questions") or []]
        wordings = [*questions, str(article.get("title", ""))]
        for one, other in combinations(wordings, 2):
            yield one, other, first_group + number


def reworded_pairs(texts: Sequence[str], swap: ConceptSwap, rng: np.random.Generator) -> Iterator[Pair]:
    """A text and its rewording, where anything changed."""
    for text in texts:
        other = swap.reword(text, rng)
        if other != prepare(text):
            yield text, other, -1


def _front_matter(path: Path) -> dict[str, Any]:
    parts = path.read_text("utf-8").split("---\n", 2)
    try:
        loaded = yaml.safe_load(parts[1]) if len(parts) == 3 else {}
    except yaml.YAMLError:
        return {}  # an article that cannot be read is the articles' check's business
    return loaded if isinstance(loaded, dict) else {}
