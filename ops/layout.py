"""Where things lie and which ports are used, on one machine."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Layout:
    """Folders and ports of one running product; two products on one machine differ in ``var`` and ports."""

    var: Path
    port: int
    bot_port: int
    actions_port: int
    redis_port: int

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Layout:
        """Read ``DIANDA_VAR``, ``DIANDA_PORT``, ``DIANDA_BOT_PORT``, ``DIANDA_ACTIONS_PORT``, ``DIANDA_REDIS_PORT``."""
        variables = os.environ if environment is None else environment
        return cls(
            var=Path(variables.get("DIANDA_VAR") or ROOT / "var").resolve(),
            port=int(variables.get("DIANDA_PORT") or 8000),
            bot_port=int(variables.get("DIANDA_BOT_PORT") or 8005),
            actions_port=int(variables.get("DIANDA_ACTIONS_PORT") or 8055),
            redis_port=int(variables.get("DIANDA_REDIS_PORT") or 8379),
        )

    @property
    def logs(self) -> Path:
        """The supervisor's copies of every process's output."""
        return self.var / "logs"

    @property
    def bot_models(self) -> Path:
        """Trained Rasa models."""
        return self.var / "bot-models"


def python_of(environment: str) -> Path:
    """The interpreter of one of our environments (bot, actions, platform, dev, train)."""
    return ROOT / ".venv" / environment / "bin" / "python"
