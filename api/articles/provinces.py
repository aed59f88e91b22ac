"""Provinces side by side: what is shown when the figures differ and the province is not known."""

from __future__ import annotations

from collections.abc import Sequence

from api.articles.answer import Button, Card, Row
from api.articles.figures import LABELS, FigureBook

ASK = "请告诉我您在哪个省，我按当地的标准给您说明。"
MOST_BUTTONS = 6


def province_rows(book: FigureBook, keys: Sequence[str], only: Sequence[str] = ()) -> list[Row]:
    """For each province on record, its figures in one line; ``only``: the provinces asked about."""
    provincial = [key for key in keys if book.provinces(key)]
    names = list(dict.fromkeys(name for key in provincial for name in book.provinces(key)))
    rows = []
    for name in [name for name in names if not only or name in only]:
        figures = [(key, book.tariff(key, name)) for key in provincial]
        parts = [f"{LABELS.get(key, '')}{figure.text}" for key, figure in figures if figure and figure.province == name]
        if parts:
            rows.append((name, "，".join(parts)))
    return rows


def table_text(rows: Sequence[Row]) -> str:
    """The rows as lines of text: channels without cards must show them too."""
    return "\n".join(f"{name}：{figures}" for name, figures in rows)


def table_card(title: str, rows: Sequence[Row]) -> Card:
    """The rows as a card."""
    return Card("provinces", title, tuple(rows))


def province_buttons(names: Sequence[str], question: str) -> tuple[Button, ...]:
    """Each province as a tap that asks the same question again, with the province."""
    return tuple(Button(name, f"{name}，{question}") for name in names[:MOST_BUTTONS])
