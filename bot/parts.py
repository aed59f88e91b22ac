"""The parts of a message that asks for several things: 查下电费，顺便看看有没有欠费. Each is understood by itself."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

# what people put before another wish; a comma alone often stands inside one
_ANOTHER = re.compile(
    r"[,，。；;!！?？\s]*(?:顺便|顺带|另外(?![一1那]?[个户处家套])|还有(?!没有|几|多少|多久|什么|哪)|除此之外|然后(?:再)?(?=帮|给|查|问|看|我|把|开|办)|"
    r"再(?=帮|给我|问|查|看看?|请问|麻烦)|同时(?=帮|查|问|看|想)|[,，。；;!！?？\s]也(?=帮|想查|查|问|看)|以及)[,，:：\s]*"
)
SHORTEST, LONGEST, MOST = 3, 200, 4  # characters of a part and of a message, parts


def split(text: str) -> list[str]:
    """The parts, or nothing where there is only one."""
    if len(text) > LONGEST:
        return []
    parts = [part.strip(" ,，。；;!！") for part in _ANOTHER.split(text)]
    parts = [part for part in parts if len(part) >= SHORTEST]
    return parts[:MOST] if len(parts) > 1 else []


async def understand(text: str, parse: Callable[[str], Awaitable[dict[str, Any]]]) -> list[dict[str, Any]]:
    """How each part is understood, as much of it as the actions read; empty for a message of one part."""
    found = [await parse(part) for part in split(text)]
    return [{name: each.get(name) for name in ("text", "intent", "intent_ranking", "entities")} for each in found]
