"""`python -m training.pretrain`: the encoder from random weights (masked words, then pairs of wordings).

Uses a GPU when there is one; on two CPU cores give it hours (`--hours`). The arrays and each finished stage are kept by
the hash of what they were made from.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from training.cache import digest
from training.corpus import load_intents, load_tickets
from training.encoder.bundle import Bundle
from training.encoder.bundling import write_bundle
from training.encoder.contrastive import ContrastivePlan
from training.encoder.masked import MaskedPlan
from training.encoder.stages import EncoderStages, device
from training.encoder.texts import sources
from training.settings import CACHE, CORPUS, shared

# Rows of 192 characters in one step: a GPU wants many, two CPU cores get further with many small steps.
ROWS = {"cuda": 512, "cpu": 32}
console = Console()


def main(
    size: Annotated[str, typer.Option(help="tiny, small, base or large")] = "small",
    hours: Annotated[float, typer.Option(help="time for the masked stage")] = 0.15,
) -> None:
    """Prepare the texts, pretrain, and leave the weights beside the arrays in the training cache.

    `python -m training.train --start <the file named at the end>` fine-tunes them.
    """
    bundle, key = prepare()
    stages = EncoderStages(Bundle.load(bundle), console.print)
    plan = MaskedPlan(seconds=hours * 3600, rows=ROWS[device().type])
    masked = bundle / f"masked-{size}-{digest(key, asdict(plan))}.pt"
    if not masked.exists():
        stages.pretrain(size, plan, None, masked)
    contrast = ContrastivePlan(seconds=hours * 600)
    encoder = bundle / f"encoder-{size}-{digest(key, asdict(plan), asdict(contrast))}.pt"
    if not encoder.exists():
        stages.contrast(size, contrast, masked, encoder)
    console.print(f"encoder: {encoder}")


def prepare() -> tuple[Path, str]:
    """The folder of arrays, written unless it is there, and its key."""
    tasks = [load_intents(), load_tickets()]
    key = digest(sorted(sources(shared(), tasks)), *sorted(CORPUS.glob("*.tsv")))
    folder = CACHE / f"bundle-{key}"
    if not (folder / "common.npz.xz").exists():  # written last
        console.print("preparing the texts; some minutes")
        write_bundle(folder, shared(), tasks, console.print)
    return folder, key


if __name__ == "__main__":
    typer.run(main)
