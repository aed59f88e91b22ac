"""The parts of a message that says several things. Each is understood by itself.

Several wishes (查下电费，顺便看看有没有欠费), or one wish beside a long introduction of who asks.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

# what people put before another wish; a comma alone often stands inside one
_ANOTHER = re.compile(
    r"[,，。；;!！?？\s]*(?:顺便|顺带|另外(?![一1那]?[个户处家套])|还有(?!没有|几|多少|多久|什么|哪)|除此之外|然后(?:再)?(?=帮|给|查|问|看|我|把|开|办)|"
    r"再(?=帮|给我|问|查|看看?|请问|麻烦)|同时(?=帮|查|问|看|想)|[,，。；;!！?？\s]也(?=帮|想查|查|问|看)|以及)[,，:：\s]*"
)
_CLAUSE = re.compile(r"[^,，。;；!！?？\n]+")
_IDENTITY = ("person_name", "account_number", "phone", "address")  # entities
SHORTEST, LONGEST, MOST = 3, 200, 4  # characters of a part and of a message, parts


def split(text: str) -> list[str]:
    """The parts, or nothing where there is only one."""
    if len(text) > LONGEST:
        return []
    parts = [part.strip(" ,，。；;!！") for part in _ANOTHER.split(text)]
    parts = [part for part in parts if len(part) >= SHORTEST]
    return parts[:MOST] if len(parts) > 1 else []


def beside_identity(text: str, entities: Sequence[dict[str, Any]]) -> str | None:
    """The clauses without a name, number or address; None when nothing of the kind is said, or nothing beside it."""
    said = [(each["start"], each["end"]) for each in entities if each["entity"] in _IDENTITY]
    clauses = list(_CLAUSE.finditer(text))
    rest = [each for each in clauses if not any(start < each.end() and end > each.start() for start, end in said)]
    words = "，".join(each.group().strip() for each in rest)
    return words if said and len(rest) < len(clauses) and len(words) >= SHORTEST else None


async def understand(text: str, parse: Callable[[str], Awaitable[dict[str, Any]]]) -> list[dict[str, Any]]:
    """How each part is understood, as much of it as the actions read; empty for a message of one part."""
    return [_read(await parse(part)) for part in split(text)]


async def understand_beside(
    understood: dict[str, Any], parse: Callable[[str], Awaitable[dict[str, Any]]]
) -> dict[str, Any] | None:
    """How the words beside an introduction are understood; None when the message introduces nobody."""
    rest = beside_identity(str(understood.get("text") or ""), understood.get("entities") or [])
    return _read(await parse(rest)) if rest else None


def _read(understood: dict[str, Any]) -> dict[str, Any]:
    return {name: understood.get(name) for name in ("text", "intent", "intent_ranking", "entities")}
