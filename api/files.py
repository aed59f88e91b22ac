"""Files that people bring: what is wrong with one as a whole, or with a row of it."""

from __future__ import annotations

from pydantic import ValidationError

from api.errors import reason_of


class UnreadableFile(Exception):
    """The file as a whole cannot be read; the message is Chinese."""


def row_problem(error: ValidationError) -> str:
    """The first thing that is wrong with a row, its column named."""
    first = error.errors()[0]
    return f"{'.'.join(str(part) for part in first['loc'])}：{reason_of(first)}"
