"""Model folders are written beside the old ones and take their place file by file, each at once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replaced_folder(folder: Path) -> Iterator[Path]:
    """A new folder next to `folder`; when all went well its files replace those there."""
    partial = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    yield partial
    folder.mkdir(exist_ok=True)
    # the card last: it says what the other files are
    for path in sorted(partial.iterdir(), key=lambda path: path.name == "card.json"):
        path.replace(folder / path.name)
    partial.rmdir()
