"""`make journeys`: play every dialogue of tests/journeys/dialogues (or the files given) and print what went wrong."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from rich.console import Console

from ops.journeys.dialogue import read_dialogue
from ops.journeys.player import Player
from ops.layout import ROOT, Layout

DIALOGUES = ROOT / "tests" / "journeys" / "dialogues"


def main() -> int:
    """0 when every dialogue went as written."""
    base = os.environ.get("DIANDA_URL") or f"http://127.0.0.1:{Layout.from_environment().port}"
    paths = [Path(name) for name in sys.argv[1:]] or sorted(DIALOGUES.glob("*.yml"))
    console, failed = Console(), 0
    for path in paths:
        player = Player(base)
        dialogue = read_dialogue(path)
        faults = player.play(dialogue)
        player.close()
        failed += bool(faults)
        console.print(f"{'[red]✗' if faults else '[green]✓'}[/] {path.stem}: {dialogue.title}")
        for fault in faults:
            console.print(f"    {fault}", markup=False, highlight=False)
    console.print(f"{len(paths) - failed} of {len(paths)} dialogues as written")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
