"""Masked-language pretraining: whole words are hidden, or written as voice input would, and must be guessed.

Documents are packed into rows without gaps; attention stays within a document and places count from its beginning, so a
text looks the same as when it is classified.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from training.encoder.model import LONGEST, Encoder, MaskedHead
from training.encoder.noise import Homophones

CLS, SEP, MASK = 2, 3, 4
LAYERS = "trunk.encoder.layer."


@dataclass(frozen=True)
class Source:
    """Documents in a row, each CLS … SEP; `passes` of them make their share of a mixture epoch."""

    numbers: NDArray[np.uint16]
    begins: NDArray[np.bool_]
    passes: float


@dataclass(frozen=True)
class MaskedPlan:
    """How long and how hard to train."""

    seconds: float = 60.0
    steps: int = 10**9  # whichever comes first
    rows: int = 512  # of LONGEST characters
    rate: float = 1.5e-3
    warmup: float = 0.04
    floor: float = 0.02
    hidden: float = 0.2  # share of words to guess


def mixture(sources: Mapping[str, Source], rng: np.random.Generator) -> tuple[NDArray[np.uint16], NDArray[np.bool_]]:
    """One mixture epoch packed into rows (rows, LONGEST): numbers, and where words begin."""
    numbers, begins = [], []
    for source in sources.values():
        starts = np.append(np.flatnonzero(source.numbers == CLS), source.numbers.size)
        whole, part = divmod(source.passes, 1)
        every = np.arange(starts.size - 1)
        documents = np.concatenate([every] * int(whole) + [rng.permutation(every)[: int(part * every.size)]])
        for document in documents:
            numbers.append(source.numbers[starts[document] : starts[document + 1]])
            begins.append(source.begins[starts[document] : starts[document + 1]])
    order = rng.permutation(len(numbers))
    joined = np.concatenate([numbers[place] for place in order])
    joined_begins = np.concatenate([begins[place] for place in order])
    rows = joined.size // LONGEST
    return joined[: rows * LONGEST].reshape(rows, LONGEST), joined_begins[: rows * LONGEST].reshape(rows, LONGEST)


def packing(numbers: Tensor) -> tuple[Tensor, Tensor]:
    """For packed rows: the place of each character in its document, and which pairs may attend (as a mask to add)."""
    first = numbers == CLS
    document = first.long().cumsum(1)
    order = torch.arange(numbers.shape[1], device=numbers.device).expand_as(numbers)
    began = torch.where(first, order, torch.zeros_like(order)).cummax(1).values
    together = document[:, :, None] == document[:, None, :]
    return order - began, together[:, None]


def hide(
    numbers: Tensor, begins: Tensor, sound_of: Tensor, homophones: Homophones, share: float
) -> tuple[Tensor, Tensor, Tensor]:
    """Characters and sounds as shown, and which places must be guessed.

    Of the hidden words 65 % lose character and sound, 10 % keep their sound, 15 % are written in homophones, 10 % stay.
    """
    word = begins.long().cumsum(1)
    drawn = torch.rand(numbers.shape, device=numbers.device).gather(1, word.clamp(max=numbers.shape[1] - 1))
    way = torch.rand(numbers.shape, device=numbers.device).gather(1, word.clamp(max=numbers.shape[1] - 1))
    guess = (drawn < share) & (numbers > MASK)
    sounds = sound_of[numbers]
    masked = guess & (way < 0.75)
    shown = torch.where(masked, torch.full_like(numbers, MASK), numbers)
    shown = torch.where(guess & (way >= 0.75) & (way < 0.9), homophones.replace(numbers), shown)
    return shown, torch.where(guess & (way < 0.65), torch.zeros_like(sounds), sounds), guess


class MaskedTraining:
    """Trains an encoder by the clock: the rate falls to its floor just when the time is over."""

    def __init__(self, encoder: Encoder, head: MaskedHead, plan: MaskedPlan, homophones: Homophones) -> None:
        self.encoder, self.head, self.plan, self.homophones = encoder, head, plan, homophones
        self.device = next(encoder.parameters()).device
        self.curve: list[dict[str, float]] = []
        self._optimizers = build_optimizers([encoder, head], plan.rate)
        self._forward: Callable[..., Tensor] = encoder
        self.fast = self.device.type == "cuda"
        if self.fast:
            self._forward = torch.compile(encoder)  # type: ignore[assignment]

    def run(
        self, sources: Mapping[str, Source], report: Callable[[str], None], seed: int = 1
    ) -> list[dict[str, float]]:
        """Train until time or steps are over; returns the learning curve."""
        begun, step, seen = 0.0, 0, 0
        recent: list[Tensor] = []
        for numbers, begins in self._batches(sources, np.random.default_rng(seed)):
            if not begun:
                self._warm_up(numbers, begins)
                begun = time.monotonic()
            progress = max((time.monotonic() - begun) / self.plan.seconds, step / self.plan.steps)
            if progress >= 1:
                break
            self._set_rate(progress)
            recent.append(self._step(numbers, begins))
            step, seen = step + 1, seen + numbers.numel()
            if step % self._report_every() == 0:
                self._note(step, seen, time.monotonic() - begun, recent, report)
                recent = []
        return self.curve

    def _warm_up(self, numbers: Tensor, begins: Tensor) -> None:
        """Compile outside the clock; go on uncompiled where the machine cannot compile."""
        self._set_rate(0)
        try:
            self._step(numbers, begins)
        except Exception:  # whatever the compiler dislikes, training goes on without it
            if not self.fast:
                raise
            self._forward = self.encoder
            self._step(numbers, begins)

    def _report_every(self) -> int:
        return 100 if self.fast else 20

    def _batches(self, sources: Mapping[str, Source], rng: np.random.Generator) -> Iterator[tuple[Tensor, Tensor]]:
        with ThreadPoolExecutor(1) as ahead:  # the next mixture is packed while this one is read
            following = ahead.submit(mixture, sources, rng)
            while True:
                numbers, begins = following.result()
                following = ahead.submit(mixture, sources, rng)
                yield from self._rows(numbers, begins)

    def _rows(self, numbers: NDArray[np.uint16], begins: NDArray[np.bool_]) -> Iterator[tuple[Tensor, Tensor]]:
        whole = torch.from_numpy(numbers.astype(np.int16)).to(self.device), torch.from_numpy(begins).to(self.device)
        for start in range(0, max(1, len(numbers) - self.plan.rows + 1), self.plan.rows):
            yield whole[0][start : start + self.plan.rows].long(), whole[1][start : start + self.plan.rows]

    def _step(self, numbers: Tensor, begins: Tensor) -> Tensor:
        places, together = packing(numbers)
        shown, sounds, guess = hide(numbers, begins, self.encoder.sound_of, self.homophones, self.plan.hidden)
        with torch.autocast("cuda", torch.bfloat16) if self.fast else nullcontext():
            _, states = self._forward(shown, sounds=sounds, places=places, mask=together)
            scores = self.head(states[guess], self.encoder.characters.weight)
            loss = F.cross_entropy(scores.float(), numbers[guess])
        loss.backward()
        nn.utils.clip_grad_norm_([*self.encoder.parameters(), *self.head.parameters()], 1.0)
        for optimizer in self._optimizers:
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        right = (scores.argmax(-1) == numbers[guess]).float().mean()
        return torch.stack([loss.detach(), right])

    def _set_rate(self, progress: float) -> None:
        scale = rate_at(progress, self.plan.warmup, self.plan.floor)
        for optimizer in self._optimizers:
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * scale

    def _note(self, step: int, seen: int, took: float, recent: list[Tensor], report: Callable[[str], None]) -> None:
        loss, right = torch.stack(recent).mean(0).tolist()
        note = {"step": step, "characters": seen, "seconds": round(took, 1), "loss": round(loss, 4)}
        self.curve.append({**note, "right": round(right, 4)})
        speed = seen / took / 1e6
        report(f"step {step}, {seen / 1e6:.0f} M characters, {speed:.2f} M/s, loss {loss:.3f}, guessed {right:.3f}")


def rate_at(progress: float, warmup: float, floor: float) -> float:
    """Share of the peak rate: up in a line, down in a cosine."""
    if progress < warmup:
        return max(0.01, progress / warmup)
    return floor + (1 - floor) * 0.5 * (1 + math.cos(math.pi * (progress - warmup) / (1 - warmup)))


def build_optimizers(modules: list[nn.Module], rate: float) -> list[Any]:
    """Muon for the matrices of the layers, AdamW for everything else (embeddings, norms, biases)."""
    named = {id(p): (name, p) for module in modules for name, p in module.named_parameters() if p.requires_grad}
    matrices = [p for name, p in named.values() if p.ndim == 2 and name.startswith(LAYERS)]
    others = [p for name, p in named.values() if not (p.ndim == 2 and name.startswith(LAYERS))]
    fused = {"fused": True} if others[0].is_cuda else {}
    optimizers: list[Any] = [torch.optim.AdamW(others, lr=rate, betas=(0.9, 0.98), weight_decay=0.01, **fused)]
    if matrices and hasattr(torch.optim, "Muon"):
        optimizers.append(torch.optim.Muon(matrices, lr=rate, weight_decay=0.05, adjust_lr_fn="match_rms_adamw"))
    elif matrices:
        optimizers.append(torch.optim.AdamW(matrices, lr=rate, betas=(0.9, 0.98), weight_decay=0.05, **fused))
    for optimizer in optimizers:
        for group in optimizer.param_groups:
            group["peak"] = group["lr"]
    return optimizers
