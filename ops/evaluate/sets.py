"""Which labelled files there are: our own in tests, and the samples of DIANDA_SHARED when they are there."""

from __future__ import annotations

import os
from pathlib import Path

from ops.layout import ROOT

OWN = ROOT / "tests" / "sets"
OWN_QUESTIONS = ROOT / "tests" / "knowledge"
KINDS = ("utterances", "tickets", "questions", "bills", "addresses")


def labelled_files(kind: str) -> dict[str, Path]:
    """Name of a set → its file, for one of KINDS."""
    folders = {"own": OWN, "samples": _shared() / "acceptance"}
    found = {name: folder / f"{kind}.jsonl" for name, folder in folders.items()}
    if kind == "questions":
        found |= {f"own, {path.stem}": path for path in sorted(OWN_QUESTIONS.glob("*questions*.jsonl"))}
    if kind == "addresses":
        found["own, half that is tuned on"] = OWN / "addresses_tuning.jsonl"
    return {name: path for name, path in found.items() if path.exists()}


def records_folder() -> Path:
    """Real loads and customers on which advice is tested backwards; need not exist."""
    return _shared() / "data"


def _shared() -> Path:
    return Path(os.environ.get("DIANDA_SHARED") or ROOT.parent / "shared")
