"""One supervised process: what to run, what must be healthy before it, and how to tell that it is healthy."""

from __future__ import annotations

import socket
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Service:
    """A process of the product. ``health`` is an HTTP address that answers 200, or host:port that accepts."""

    name: str
    command: tuple[str, ...]
    health: str | None = None
    after: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: Path | None = None

    def is_healthy(self) -> bool:
        """Whether it answers now (blocking, at most two seconds)."""
        if self.health is None:
            return True
        if self.health.startswith("http"):
            return _answers(self.health)
        host, _, port = self.health.rpartition(":")
        return _accepts(host, int(port))


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError, ValueError):
        return False


def _accepts(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=2):
            return True
    except OSError:
        return False
