"""The stages of the encoder's training, from arrays to weights; the same on a CPU and on a GPU."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from training.encoder.bundle import Bundle
from training.encoder.contrastive import ContrastivePlan, train_contrastive
from training.encoder.finetune import FinetunePlan, Finetuning, read
from training.encoder.masked import MaskedPlan, MaskedTraining
from training.encoder.model import (
    NO_CHANNELS,
    SIZES,
    Channels,
    Encoder,
    MaskedHead,
    Reader,
    build_encoder,
    load_weights,
)
from training.encoder.noise import Homophones
from training.encoder.pretrained import pretrained_encoder

CHANNELS = Channels()
Report = Callable[[str], None]


def device() -> torch.device:
    """The GPU where there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


class EncoderStages:
    """Runs stages on one bundle; weights pass between them as files."""

    def __init__(self, bundle: Bundle, report: Report) -> None:
        torch.set_float32_matmul_precision("high")
        self.bundle, self.report = bundle, report
        self.homophones = Homophones.build(bundle.sound_of, bundle.counts).to(device())

    def pretrain(self, size: str, plan: MaskedPlan, start: Path | None, target: Path) -> list[dict[str, float]]:
        """Masked-language training from random or given weights; writes encoder and head."""
        torch.manual_seed(11)
        encoder = self._encoder(size, start)
        head = MaskedHead(encoder).to(device())
        if start is not None:
            state = torch.load(start, map_location=device())["state"]
            head.load_state_dict(
                {n.removeprefix("head."): v.float() for n, v in state.items() if n.startswith("head.")}
            )
        curve = MaskedTraining(encoder, head, plan, self.homophones).run(self.bundle.sources, self.report)
        state = {f"encoder.{n}": v for n, v in encoder.state_dict().items()} | {
            f"head.{n}": v for n, v in head.state_dict().items()
        }
        save(target, size, state, {"masked": curve})
        return curve

    def contrast(self, size: str, plan: ContrastivePlan, start: Path, target: Path) -> list[dict[str, float]]:
        """Contrastive training of a pretrained encoder and its embedding."""
        torch.manual_seed(12)
        reader = self.reader(size, start)
        curve = train_contrastive(reader, self.bundle.pairs, plan, self.homophones, self.report)
        keep = {n: v for n, v in reader.state_dict().items() if n.startswith(("encoder.", "embed."))}
        save(target, size, keep, {"pairs": curve})
        return curve

    def finetune(
        self, size: str, plan: FinetunePlan, start: Path | None, rows: Mapping[str, NDArray[np.intp]]
    ) -> Reader:
        """A reader fine-tuned on the given rows of each task; a task without rows is left out."""
        torch.manual_seed(13)
        tasks = {name: self.bundle.tasks[name].take(chosen) for name, chosen in rows.items()}
        pairs = self.bundle.pairs if plan.pairs else None
        reader = self.reader(size, start, plan.dropout, CHANNELS)
        return Finetuning(reader, plan).run(tasks, pairs, self.report)

    def hold_out(self, size: str, plan: FinetunePlan, start: Path | None, fold: int) -> dict[str, NDArray[Any]]:
        """Fine-tune without a fold; log-probabilities of its rows, "task/head" → (rows of the fold, labels)."""
        training = {n: np.flatnonzero(f != fold) for n, f in self.bundle.folds.items()}
        reader = self.finetune(size, plan, start, training).eval()
        answers: dict[str, NDArray[Any]] = {}
        for name in training:
            held_out = self.bundle.tasks[name].take(np.flatnonzero(self.bundle.folds[name] == fold))
            answers |= {
                f"{name}/{head}": given for head, given in read(reader, held_out, tuple(held_out.truths)).items()
            }
        return answers

    def reader(self, size: str, start: Path | None, dropout: float = 0.1, channels: Channels = NO_CHANNELS) -> Reader:
        """A reader on a stored encoder; heads (and the embedding, unless stored) start at random."""
        sizes = [(h, int(t.max()) + 1) for rows in self.bundle.tasks.values() for h, t in rows.truths.items()]
        heads = {head: max(size for other, size in sizes if other == head) for head, _ in sizes}
        reader = Reader(self._encoder(size, start, dropout, channels), heads, dropout=dropout).to(device())
        if start is not None:
            state = torch.load(start, map_location=device())["state"]
            reader.load_state_dict(
                {n: v.float() for n, v in state.items() if n.startswith(("heads.", "embed."))}, strict=False
            )
        return reader

    def _encoder(
        self, size: str, start: Path | None, dropout: float = 0.0, channels: Channels = NO_CHANNELS
    ) -> Encoder:
        """One of our sizes with random weights, or else the pretrained model of that name; stored weights on top."""
        sound_of = torch.from_numpy(self.bundle.sound_of)
        channels = replace(channels, concepts=self.bundle.concepts) if channels.grams else channels
        if size in SIZES:
            encoder = build_encoder(SIZES[size], sound_of, dropout, channels)
        else:
            encoder = pretrained_encoder(size, self.bundle.characters, sound_of, dropout, channels)
        if start is not None:
            load_weights(encoder, torch.load(start, map_location="cpu")["state"])
        return encoder.to(device())


def save(path: Path, size: str, state: Mapping[str, torch.Tensor], notes: Mapping[str, Any]) -> None:
    """Weights in half precision, and beside them a .json of what is known of their training."""
    half = {n: v.detach().cpu().half() if v.is_floating_point() else v.cpu() for n, v in state.items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"size": size, "state": half}, path)
    path.with_suffix(".json").write_text(json.dumps({"size": size, **notes}), "utf-8")
