"""Runs in the bot's environment: rankings of a Rasa model for the texts on standard input, as one line of JSON."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any


async def _rankings(model: str, texts: list[str]) -> list[list[tuple[str, float]]]:
    from rasa.core.agent import Agent

    agent = Agent.load(model)
    parses: list[dict[str, Any]] = [await agent.parse_message(text) for text in texts]
    return [[(each["name"], float(each["confidence"])) for each in parse["intent_ranking"][:5]] for parse in parses]


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_rankings(sys.argv[1], json.load(sys.stdin)))))
