"""Our messages as WeChat texts: cards as lines, buttons as numbers, long texts in parts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from api.conversations.schemas import Card, Message
from nlu.text.normalize import normalize

LONGEST_BYTES = 2000  # WeChat's limit is 2048
MOST_CHOICES = 9
_NUMBER = re.compile(r"(?:选|选择|第|回复)?\s*([1-9])\s*(?:个|项|号)?[.。、)）]?")
_BREAKS = re.compile(r"(?<=[\n。！？!?；;])")


def as_text(messages: Sequence[Message]) -> tuple[str, list[str]]:
    """One text for all messages, and the payloads behind the numbers in it (of the last message with buttons)."""
    paragraphs = [part for message in messages for part in (message.text, _card(message.card)) if part]
    buttons = next((message.buttons for message in reversed(messages) if message.buttons), [])[:MOST_CHOICES]
    if buttons:
        lines = [f"{number}. {button.title}" for number, button in enumerate(buttons, start=1)]
        paragraphs.append("回复数字选择：\n" + "\n".join(lines))
    return "\n\n".join(paragraphs), [button.payload for button in buttons]


def chosen(text: str, choices: Sequence[str]) -> str:
    """The payload that a number picks; any other text stays what it is."""
    match = _NUMBER.fullmatch(normalize(text).text.strip())
    if match and int(match[1]) <= len(choices):
        return choices[int(match[1]) - 1]
    return text


def split(text: str, longest: int = LONGEST_BYTES) -> list[str]:
    """Parts of at most ``longest`` bytes, broken after sentences where possible."""
    parts, current = [], ""
    for piece in _pieces(text, longest):
        if current and len((current + piece).encode()) > longest:
            parts.append(current)
            current = ""
        current += piece
    return [part.strip() for part in (*parts, current) if part.strip()]


def _pieces(text: str, longest: int) -> list[str]:
    pieces: list[str] = []
    for sentence in _BREAKS.split(text):
        while len(sentence.encode()) > longest:
            head = sentence.encode()[:longest].decode(errors="ignore")
            pieces.append(head)
            sentence = sentence[len(head) :]
        pieces.append(sentence)
    return pieces


def _card(card: Card | None) -> str:
    if card is None:
        return ""
    return "\n".join([f"【{card.title}】", *(f"{label}：{value}" for label, value in card.rows)])
