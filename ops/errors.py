"""What stops the product from starting, said so that a person knows what to do next."""

from __future__ import annotations


class StartError(Exception):
    """Starting cannot go on. ``what`` happened, and ``remedy``: what to do."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what}\n  → {remedy}")
