"""Text cut where a sentence can be left out without hurting the rest."""

from __future__ import annotations

import re

from knowledge import REFERENCE

_END = re.compile(r"(?<=[。！？!?])|(?<=\n)")


def sentences(text: str) -> list[str]:
    """The sentences of a text with their marks; joined they are the text."""
    return [part for part in _END.split(text) if part]


def tariff_keys(text: str) -> list[str]:
    """The tariff figures that a text refers to, each once, in order."""
    return list(dict.fromkeys(match[2] for match in REFERENCE.finditer(text) if match[1] == "tariff"))
