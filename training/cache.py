"""Results kept by the hash of what they were computed from, so that an interrupted training goes on where it stood."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.settings import CACHE

Arrays = dict[str, NDArray[Any]]


def digest(*parts: Any) -> str:
    """Sixteen hexadecimal digits that change when any part changes; paths count by their content."""
    state = hashlib.sha256()
    for part in parts:
        state.update(part.read_bytes() if isinstance(part, Path) else json.dumps(part, ensure_ascii=False).encode())
        state.update(b"\0")
    return state.hexdigest()[:16]


def cached(name: str, key: str, compute: Callable[[], Arrays]) -> Arrays:
    """The arrays of an earlier run with the same key, or those computed now."""
    path = CACHE / f"{name}-{key}.npz"
    if path.exists():
        with np.load(path) as stored:
            return {each: stored[each] for each in stored.files}
    arrays = compute()
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial.npz")
    np.savez(partial, **arrays)  # type: ignore[arg-type]
    partial.replace(path)
    return arrays


def source_digest(*modules: str) -> str:
    """Hash of source files: a changed way of computing is a changed result."""
    root = Path(__file__).parent.parent
    return digest(*(root / module for module in modules))
