"""The errors of this folder: one base class, so that a caller can catch all of them."""

from __future__ import annotations


class TariffError(Exception):
    """Base of everything that tariffs raises."""


class InvalidInput(TariffError):
    """An input that cannot be billed: ``field`` names it, ``detail`` says in Chinese what is wrong and what to do."""

    def __init__(self, field: str, detail: str) -> None:
        super().__init__(f"{field}: {detail}")
        self.field = field
        self.detail = detail


class InvalidTable(TariffError):
    """A tariff table that contradicts itself; found when the tables are loaded, never by a customer."""
