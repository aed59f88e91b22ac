"""Where the state lies: all that migrations and commands need which only read or write the database, no secrets."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from pydantic import model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Storage(BaseSettings):
    """``DIANDA_VAR`` and ``DIANDA_DATABASE_URL``; without the latter the database is SQLite in the former."""

    model_config = SettingsConfigDict(env_prefix="DIANDA_", env_file=None, env_ignore_empty=True, extra="ignore")

    var: Path = ROOT / "var"
    database_url: str = ""

    @model_validator(mode="after")
    def _fill_database(self) -> Self:
        self.database_url = self.database_url or f"sqlite+aiosqlite:///{self.var.resolve() / 'dianda.db'}"
        return self
