"""Where things lie and which ports are used, on one machine."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ops.errors import StartError

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
        """Read ``DIANDA_VAR``, ``DIANDA_PORT``, ``DIANDA_BOT_PORT``, ``DIANDA_ACTIONS_PORT``, ``DIANDA_REDIS_PORT``.

        Raises StartError for what is no port.
        """
        variables = os.environ if environment is None else environment
        return cls(
            var=Path(variables.get("DIANDA_VAR") or ROOT / "var").resolve(),
            port=_port(variables, "DIANDA_PORT", 8000),
            bot_port=_port(variables, "DIANDA_BOT_PORT", 8005),
            actions_port=_port(variables, "DIANDA_ACTIONS_PORT", 8055),
            redis_port=_port(variables, "DIANDA_REDIS_PORT", 8379),
        )

    @property
    def logs(self) -> Path:
        """The supervisor's copies of every process's output."""
        return self.var / "logs"

    @property
    def bot_models(self) -> Path:
        """Trained Rasa models."""
        return self.var / "bot-models"


def _port(variables: Mapping[str, str], name: str, default: int) -> int:
    given = variables.get(name) or str(default)
    if not given.isdecimal() or not 1 <= int(given) <= 65535:
        raise StartError(
            f"{name}={given} is no port", f"set it to a number from 1 to 65535, for example {name}={default}"
        )
    return int(given)


def python_of(environment: str) -> Path:
    """The interpreter of one of our environments (bot, actions, platform, dev, train)."""
    return ROOT / ".venv" / environment / "bin" / "python"
