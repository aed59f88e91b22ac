"""Where models stand: those in use, and those that were in use before."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from ops.errors import StartError
from ops.prepare.checks import write_model_sums


class Shelf:
    """The folder of models in use and the history beside the state of this installation.

    The digests are written last: running processes watch them and load the models again when they change.
    """

    def __init__(self, models: Path, history: Path) -> None:
        self.models, self.history = models, history

    def promote(self, candidate: Path) -> Path:
        """Bring the candidate's folders into use; the folder in the history that holds what they replaced."""
        parts = sorted(part for part in candidate.iterdir() if part.is_dir())
        if not parts:
            raise StartError(f"{candidate} holds no models", "run `make train` first")
        return self._swap(parts, "before-promotion")

    def roll_back(self) -> Path:
        """Bring what was last replaced into use again; the folder in the history that holds what was in use."""
        kept = self.versions()
        if not kept:
            raise StartError("there is nothing to go back to", "no model was promoted on this machine yet")
        parts = sorted(kept[-1].iterdir())
        target = self._swap(parts, "before-rollback")
        shutil.rmtree(kept[-1])
        return target

    def versions(self) -> list[Path]:
        """What was in use before, oldest first."""
        return sorted(self.history.iterdir()) if self.history.is_dir() else []

    def _swap(self, parts: list[Path], why: str) -> Path:
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%f")
        kept = self.history / f"{stamp}-{why}"
        kept.mkdir(parents=True)
        for part in parts:
            self._replace(part, kept)
        write_model_sums(self.models)
        return kept

    def _replace(self, part: Path, kept: Path) -> None:
        """One folder: copied beside its place first, so that the change itself is two renames."""
        target, fresh = self.models / part.name, self.models / f".{part.name}.new"
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(part, fresh)
        if target.exists():
            shutil.copytree(target, kept / part.name)
            shutil.rmtree(target)
        fresh.rename(target)
