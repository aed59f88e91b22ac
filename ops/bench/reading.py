"""Understanding, one thread: latency and texts a second, beside the linear model and stock DIET."""

from __future__ import annotations

import json
import os
import subprocess
from itertools import islice
from pathlib import Path

from ops.corpus import CORPUS, read_rows
from ops.layout import ROOT, Layout, python_of
from ops.prepare.bot_model import bot_environment

MESSAGES = 800
OURS, LINEAR, STOCK = "ours", "ours without the transformer", "stock: Jieba, counts, DIET"


def reading_times(layout: Layout, stock: Path) -> dict[str, dict[str, float]]:
    """Every reader in the bot's environment on the same messages; raises CalledProcessError when one fails."""
    texts = column("utterances.tsv", MESSAGES)
    readers = {OURS: ("ours",), LINEAR: ("linear",), STOCK: ("stock", str(stock))}
    return {name: _times(layout, arguments, texts) for name, arguments in readers.items()}


def _times(layout: Layout, arguments: tuple[str, ...], texts: list[str]) -> dict[str, float]:
    command = [str(python_of("bot")), "-m", "ops.bench.reading_times", *arguments]
    environment = {**os.environ, **bot_environment(layout)}
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        input=json.dumps(texts),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def column(name: str, most: int) -> list[str]:
    """Every n-th text of a corpus file, so that every label is among them."""
    texts = [row["text"] for row in read_rows(CORPUS / name)]
    return list(islice(texts[:: max(1, len(texts) // most)], most))
