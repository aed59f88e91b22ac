"""The same sets with the optional second reader (DIANDA_SECOND_READER_URL), in the same report."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from api.platform import Platform
from api.second_reader.opinions import second_intent, second_tickets
from api.second_reader.reader import SecondReader
from api.settings import Settings
from nlu import Understanding
from ops.evaluate.outcomes import Outcome, Row, message_outcomes, ticket_results, to_outcomes
from triage import TicketTriager, TriageResult

Opinion = TypeVar("Opinion")


def is_configured() -> bool:
    """Whether an address is set."""
    return bool(_settings().second_reader_url)


def messages_read_again(rows: Sequence[Row], understanding: Understanding) -> list[Outcome]:
    """The intents after the second reader chose among the likely ones of unsure messages."""
    ours = message_outcomes(rows, understanding)
    parses = understanding.parse([row["text"] for row in rows])

    async def ask(reader: SecondReader) -> list[str | None]:
        questions = (second_intent(reader, row["text"], parse) for row, parse in zip(rows, parses, strict=True))
        return list(await asyncio.gather(*questions))

    chosen = asyncio.run(_with_reader(ask))
    return [_preferring(outcome, label) for outcome, label in zip(ours, chosen, strict=True)]


def tickets_read_again(rows: Sequence[Row], triager: TicketTriager) -> list[Outcome]:
    """The verdicts after the second reader saw the unsure tickets: the label stays, the need for review may go."""
    texts, results = [row["text"] for row in rows], ticket_results(rows, triager)

    async def ask(reader: SecondReader) -> list[TriageResult]:
        return await second_tickets(reader, texts, results)

    return to_outcomes(rows, asyncio.run(_with_reader(ask)))


async def _with_reader(ask: Callable[[SecondReader], Awaitable[list[Opinion]]]) -> list[Opinion]:
    platform = Platform(_settings())
    try:
        return await ask(SecondReader(platform))
    finally:
        await platform.close()


def _settings() -> Settings:
    return Settings(mode="demo")


def _preferring(outcome: Outcome, label: str | None) -> Outcome:
    chosen = [each for each in outcome.ranking if each[0] == label]
    rest = [each for each in outcome.ranking if each[0] != label]
    return replace(outcome, ranking=(*chosen, *rest))
