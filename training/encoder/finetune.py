"""Fine-tuning of encoder and heads on messages and tickets together; each task's rows answer its own heads."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from training.encoder.contrastive import Pairs, embed, pair_loss, trim
from training.encoder.masked import MASK, rate_at
from training.encoder.model import Reader
from training.encoder.noise import SPECIALS, Homophones

Batch = tuple[Tensor, dict[str, Tensor]]


@dataclass(frozen=True)
class TaskRows:
    """Texts of one task: several wordings of each (the first as written, others with concepts swapped), and truths."""

    numbers: NDArray[np.int64]  # (rows, wordings, characters), padded
    truths: Mapping[str, NDArray[np.int64]]  # head → (rows,)

    def take(self, rows: NDArray[np.intp]) -> TaskRows:
        """Some of the rows."""
        return TaskRows(self.numbers[rows], {head: truth[rows] for head, truth in self.truths.items()})


@dataclass(frozen=True)
class FinetunePlan:
    """How long and how hard to train; `twice` weighs the agreement of two passes with different dropout (R-Drop)."""

    epochs: float = 16
    batch: int = 128
    rate: float = 5e-4
    head_rate: float = 1e-3
    decay: float = 0.02
    twice: float = 1.0
    smoothing: float = 0.05
    swapped: float = 0.3  # share of rows shown with concepts swapped
    noise: float = 0.06  # mean share of characters written as homophones
    dropped: float = 0.03  # share of characters hidden
    heard: float = 0.03  # share of characters of which only the sound is known
    average: float = 0.995  # decay of the running mean of the weights that is kept
    pairs: float = 0.2  # weight of the contrastive loss; 0: none
    seconds: float = 10**9


class Finetuning:
    """Trains a reader and keeps the running mean of its weights, which is steadier than the last ones."""

    def __init__(self, reader: Reader, plan: FinetunePlan, homophones: Homophones, seed: int = 3) -> None:
        self.reader, self.plan, self.homophones = reader, plan, homophones
        self.device = next(reader.parameters()).device
        self.rng = np.random.default_rng(seed)
        self.mean = copy.deepcopy(reader).eval().requires_grad_(False)
        self._optimizer = self._build_optimizer()

    def run(self, tasks: Mapping[str, TaskRows], pairs: Pairs | None, report: Callable[[str], None]) -> Reader:
        """Train and return the reader with the mean weights, in evaluation mode."""
        largest = max(len(rows.numbers) for rows in tasks.values())
        steps = max(1, int(self.plan.epochs * largest / self.plan.batch))
        streams = {
            name: self._stream(rows, len(rows.numbers) * self.plan.epochs / steps) for name, rows in tasks.items()
        }
        begun, recent = time.monotonic(), []
        self.reader.train()
        for step in range(steps):
            progress = max(step / steps, (time.monotonic() - begun) / self.plan.seconds)
            if progress >= 1:
                break
            self._set_rate(progress)
            loss = sum((self._loss(*next(stream)) for stream in streams.values()), torch.zeros((), device=self.device))
            if pairs is not None and self.plan.pairs and step % 4 == 0:
                loss = loss + self.plan.pairs * self._pair_loss(pairs)
            self._update(loss, step)
            recent.append(loss.detach())
            if (step + 1) % max(1, steps // 10) == 0:
                report(f"step {step + 1} of {steps}, loss {torch.stack(recent).mean().item():.3f}")
                recent = []
        return self.mean

    def _build_optimizer(self) -> torch.optim.AdamW:
        encoder = list(self.reader.encoder.parameters())
        known = {id(p) for p in encoder}
        heads = [p for p in self.reader.parameters() if id(p) not in known]
        groups = [{"params": encoder, "peak": self.plan.rate}, {"params": heads, "peak": self.plan.head_rate}]
        fused = self.device.type == "cuda"
        return torch.optim.AdamW(groups, self.plan.rate, betas=(0.9, 0.98), weight_decay=self.plan.decay, fused=fused)

    def _stream(self, rows: TaskRows, size: float) -> Iterator[Batch]:
        """Batches without end; each row once an epoch."""
        size = max(1, round(size))
        numbers = torch.from_numpy(rows.numbers.astype(np.int16)).to(self.device)
        truths = {head: torch.from_numpy(truth).to(self.device) for head, truth in rows.truths.items()}
        lengths = (rows.numbers[:, 0] != 0).sum(1)
        while True:
            for chosen in self._batches(lengths, size):
                yield self._spoil(numbers[chosen]), {head: truth[chosen] for head, truth in truths.items()}

    def _batches(self, lengths: NDArray[np.intp], size: int) -> list[Tensor]:
        """Every row once, in batches of texts about as long (the lengths shaken a little), in any order."""
        shaken = lengths * self.rng.uniform(0.8, 1.25, len(lengths))
        order = np.argsort(shaken)
        cut = [order[start : start + size] for start in range(0, len(order), size)]
        return [torch.from_numpy(cut[place]).to(self.device) for place in self.rng.permutation(len(cut))]

    def _spoil(self, wordings: Tensor) -> Tensor:
        """One wording of each row, with writing errors."""
        texts, many, _ = wordings.shape
        pick = torch.randint(1, max(2, many), (texts,), device=self.device).clamp(max=many - 1)
        pick = torch.where(torch.rand(texts, device=self.device) < self.plan.swapped, pick, torch.zeros_like(pick))
        numbers = trim(wordings[torch.arange(texts, device=self.device), pick].long())
        numbers = self.homophones.scatter(numbers, self.plan.noise)
        drawn, may = torch.rand(numbers.shape, device=self.device), numbers > MASK
        numbers = torch.where((drawn < self.plan.dropped) & may, torch.full_like(numbers, MASK), numbers)
        return torch.where((drawn > 1 - self.plan.heard) & may, self._as_heard(numbers), numbers)

    def _as_heard(self, numbers: Tensor) -> Tensor:
        """Characters known by their sound only, as rare ones are read."""
        sounds = self.reader.encoder.sound_of[numbers]
        return torch.where(sounds > 0, sounds + SPECIALS - 1, numbers)

    def _loss(self, numbers: Tensor, truths: dict[str, Tensor]) -> Tensor:
        passes = 2 if self.plan.twice else 1
        with self._precision():
            answers = self.reader(numbers.repeat(passes, 1))
        loss = torch.zeros((), device=self.device)
        for head, truth in truths.items():
            scores = answers[head].float()
            loss = loss + F.cross_entropy(scores, truth.repeat(passes), label_smoothing=self.plan.smoothing)
            if passes == 2:
                loss = loss + self.plan.twice * _disagreement(*scores.chunk(2))
        return loss

    def _pair_loss(self, pairs: Pairs) -> Tensor:
        chosen = self.rng.choice(len(pairs.group), min(256, len(pairs.group)), replace=False)
        left, right, group = (
            torch.from_numpy(a[chosen]).to(self.device) for a in (pairs.left, pairs.right, pairs.group)
        )
        with self._precision():
            return pair_loss(
                embed(self.reader, trim(left)).float(), embed(self.reader, trim(right)).float(), group, 0.05
            )

    def _precision(self) -> torch.autocast | nullcontext[None]:
        return torch.autocast("cuda", torch.bfloat16) if self.device.type == "cuda" else nullcontext()

    def _set_rate(self, progress: float) -> None:
        for group in self._optimizer.param_groups:
            group["lr"] = group["peak"] * rate_at(progress, 0.08, 0.01)

    def _update(self, loss: Tensor, step: int) -> None:
        loss.backward()
        nn.utils.clip_grad_norm_(self.reader.parameters(), 1.0)
        self._optimizer.step()
        self._optimizer.zero_grad(set_to_none=True)
        keep = min(self.plan.average, (1 + step) / (10 + step))
        with torch.no_grad():
            torch._foreach_lerp_(list(self.mean.parameters()), list(self.reader.parameters()), 1 - keep)


@torch.no_grad()
def read(
    reader: Reader, numbers: NDArray[np.int64], heads: tuple[str, ...], batch: int = 256
) -> dict[str, NDArray[np.float32]]:
    """Log-probabilities of the heads for texts (texts, characters)."""
    device = next(reader.parameters()).device
    order = np.argsort((numbers != 0).sum(1), kind="stable")
    parts: dict[str, list[Tensor]] = {head: [] for head in heads}
    for start in range(0, len(order), batch):
        answers = reader(trim(torch.from_numpy(numbers[order[start : start + batch]]).to(device)))
        for head in heads:
            parts[head].append(F.log_softmax(answers[head].float(), -1).cpu())
    back = np.argsort(order, kind="stable")
    return {head: torch.cat(given).numpy()[back] for head, given in parts.items()}


def _disagreement(one: Tensor, other: Tensor) -> Tensor:
    """Symmetric Kullback-Leibler divergence."""
    first, second = F.log_softmax(one, -1), F.log_softmax(other, -1)
    return ((first.exp() - second.exp()) * (first - second)).sum(-1).mean() / 2
