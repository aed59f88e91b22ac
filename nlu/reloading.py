"""A library that follows its models: when others are promoted, it is loaded again beside the work and swapped in."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Generic, TypeVar

# Written last whenever models are replaced, so that a change of it means that all of them are in place.
SUMS = "SHA256SUMS"
LOOK_EVERY = 2.0  # seconds between two looks at the file
T = TypeVar("T")
log = logging.getLogger(__name__)


class Reloading(Generic[T]):
    """Holds what ``load`` gave; ``current`` never waits, except for the first load in the constructor.

    A load that fails is logged and tried again at the next change; what is in use stays in use.
    """

    def __init__(
        self, models: Path, load: Callable[[], T], look_every: float = LOOK_EVERY, also: Sequence[Path] = ()
    ) -> None:
        """Loads at once and passes on what ``load`` raises.

        ``look_every`` in seconds; ``also``: other files whose replacement asks for a new load.
        """
        self._sums, self._load, self._look_every = models / SUMS, load, look_every
        self._watched = (self._sums, *also)
        self._seen = self._stamp()
        self._value = load()
        self._looked = time.monotonic()
        self._loading: threading.Thread | None = None
        self._following = threading.Lock()  # of many that ask at once, one begins the load

    @property
    def current(self) -> T:
        """The newest that is loaded; looks for a newer one now and then and begins to load it in the background."""
        now = time.monotonic()
        if now - self._looked >= self._look_every:
            self._looked = now
            with self._following:
                self._follow()
        return self._value

    def settle(self) -> None:
        """Wait until a load under way is over."""
        if self._loading is not None:
            self._loading.join()

    def _follow(self) -> None:
        stamp = self._stamp()
        is_vanishing = any(new is None and old is not None for new, old in zip(stamp, self._seen, strict=True))
        if stamp == self._seen or is_vanishing or (self._loading is not None and self._loading.is_alive()):
            return
        self._seen = stamp
        self._loading = threading.Thread(target=self._replace, name="models", daemon=True)
        self._loading.start()

    def _replace(self) -> None:
        try:
            self._value = self._load()
            log.info("models reloaded: %s", self._sums.parent)
        except Exception:
            log.exception("the models in %s could not be loaded; those in memory stay in use", self._sums.parent)

    def _stamp(self) -> tuple[tuple[int, int] | None, ...]:
        """Of each file, which it is and when it was written; None when there is none."""
        return tuple(_written(path) for path in self._watched)


def _written(path: Path) -> tuple[int, int] | None:
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_ino, state.st_mtime_ns
