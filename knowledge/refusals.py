"""What must not be served, whatever the articles say: recognised by patterns, answered with a firm, polite no."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.wording import normalized

_DATA = Path(__file__).with_name("data") / "refusals.yml"
_SILENT = re.compile(r"[\s,.!?;:~，。！？；：、…“”\"'（）()【】]+")


@dataclass(frozen=True, slots=True)
class Forbidden:
    """A kind of request that is not served."""

    id: str
    answer: str
    patterns: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]

    def asked_by(self, text: str) -> bool:
        """Whether the text asks for it; ``unless`` names the honest questions in the same words."""
        if any(pattern.search(text) for pattern in self.unless):
            return False
        return any(pattern.search(text) for pattern in self.patterns)


@lru_cache(maxsize=1)
def forbidden() -> tuple[Forbidden, ...]:
    """Every kind, from the table."""
    rows: list[dict[str, Any]] = yaml.safe_load(_DATA.read_text("utf-8"))
    return tuple(
        Forbidden(
            row["id"], "".join(row["answer"].split()), _compiled(row["patterns"]), _compiled(row.get("unless", []))
        )
        for row in rows
    )


def find_forbidden(question: str) -> Forbidden | None:
    """The kind of request that must not be served, if the question is one."""
    text = _SILENT.sub("", normalized(question).lower())
    return next((kind for kind in forbidden() if kind.asked_by(text)), None)


def _compiled(patterns: list[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in patterns)
