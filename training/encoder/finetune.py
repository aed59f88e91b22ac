"""Fine-tuning of encoder and heads on messages and tickets together; each task's rows answer its own heads."""

from __future__ import annotations

import copy
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from training.corpus import NO_TRUTH
from training.encoder.contrastive import Pairs, embed, pair_loss
from training.encoder.masked import MASK, rate_at
from training.encoder.model import Reader
from training.encoder.noise import SPECIALS
from training.encoder.rows import TaskRows

TABLES = re.compile(r"grams\.weight|concepts\.weight|sounds\.weight|word_embeddings")
Batch = tuple[Tensor, Tensor, dict[str, Tensor]]  # numbers, concepts, truths


@dataclass(frozen=True)
class FinetunePlan:
    """How long and how hard to train; `twice` weighs the agreement of two passes with different dropout (R-Drop)."""

    epochs: float = 16
    batch: int = 128
    rate: float = 5e-4
    head_rate: float = 1e-3
    table_rate: float = 1e-3  # of embeddings
    decay: float = 0.02
    twice: float = 1.0
    smoothing: float = 0.05
    swapped: float = 0.25  # share of rows shown with concepts in other words
    noisy: float = 0.35  # share of rows shown with writing errors
    dropped: float = 0.03  # share of characters hidden
    heard: float = 0.03  # share of characters of which only the sound is known
    dropout: float = 0.1
    channels: float = 0.1  # share of texts that go without letter groups, and without concepts
    average: float = 0.995  # decay of the running mean of the weights that is kept
    pairs: float = 0.2  # weight of the contrastive loss; 0: none
    seconds: float = 10**9


class Finetuning:
    """Trains a reader and keeps the running mean of its weights, which is steadier than the last ones."""

    def __init__(self, reader: Reader, plan: FinetunePlan, seed: int = 3) -> None:
        self.reader, self.plan = reader, plan
        reader.encoder.dropped_channels = plan.channels
        self.device = next(reader.parameters()).device
        self.rng = np.random.default_rng(seed)
        self.mean = copy.deepcopy(reader).eval().requires_grad_(False)
        self._optimizer = self._build_optimizer()

    def run(self, tasks: Mapping[str, TaskRows], pairs: Pairs | None, report: Callable[[str], None]) -> Reader:
        """Train and return the reader with the mean weights, in evaluation mode."""
        largest = max(len(rows) for rows in tasks.values())
        steps = max(1, int(self.plan.epochs * largest / self.plan.batch))
        streams = {name: self._stream(rows, len(rows) * self.plan.epochs / steps) for name, rows in tasks.items()}
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
        """Tables learn faster than matrices: each of their rows is seen in few batches."""
        tables = {id(part) for name, part in self.reader.named_parameters() if TABLES.search(name)}
        encoder = {id(part) for part in self.reader.encoder.parameters()} - tables
        rates = [(tables, self.plan.table_rate), (encoder, self.plan.rate)]
        rates.append(({id(part) for part in self.reader.parameters()} - tables - encoder, self.plan.head_rate))
        groups = [
            {"params": [part for part in self.reader.parameters() if id(part) in chosen], "peak": rate}
            for chosen, rate in rates
        ]
        return torch.optim.AdamW(groups, self.plan.rate, betas=(0.9, 0.98), weight_decay=self.plan.decay, fused=True)

    def _stream(self, rows: TaskRows, size: float) -> Iterator[Batch]:
        """Batches without end; each row once an epoch."""
        lengths = rows.wordings.lengths()[rows.rows]
        while True:
            for chosen in self._batches(lengths, max(1, round(size))):
                places = rows.rows[chosen]
                numbers, concepts = rows.wordings.pick(places * rows.wordings.many + self._wording(rows, len(places)))
                truths = {head: torch.from_numpy(truth[places]).to(self.device) for head, truth in rows.truths.items()}
                yield *self._spoil(*self._placed((numbers, concepts))), truths

    def _wording(self, rows: TaskRows, texts: int) -> NDArray[np.intp]:
        """Which wording of each text is shown."""
        swapped, many = rows.wordings.swapped, rows.wordings.many
        drawn, result = self.rng.random(texts), np.zeros(texts, np.intp)
        if swapped:
            other = drawn < self.plan.swapped
            result[other] = self.rng.integers(1, 1 + swapped, int(other.sum()))
        if many > 1 + swapped:
            spoilt = drawn > 1 - self.plan.noisy
            result[spoilt] = self.rng.integers(1 + swapped, many, int(spoilt.sum()))
        return result

    def _batches(self, lengths: NDArray[np.int64], size: int) -> list[NDArray[np.intp]]:
        """Every row once, in batches of texts about as long (the lengths shaken a little), in any order."""
        shaken = lengths * self.rng.uniform(0.8, 1.25, len(lengths))
        order = np.argsort(shaken)
        cut = [order[start : start + size] for start in range(0, len(order), size)]
        return [cut[place] for place in self.rng.permutation(len(cut))]

    def _spoil(self, numbers: Tensor, concepts: Tensor) -> tuple[Tensor, Tensor]:
        """Some characters hidden, of some only the sound left; neither is seen to belong to a concept."""
        drawn, may = torch.rand(numbers.shape, device=self.device), numbers > MASK
        hidden, heard = (drawn < self.plan.dropped) & may, (drawn > 1 - self.plan.heard) & may
        numbers = torch.where(hidden, torch.full_like(numbers, MASK), numbers)
        numbers = torch.where(heard, self._as_heard(numbers), numbers)
        return numbers, concepts * ~(hidden | heard).unsqueeze(-1)

    def _as_heard(self, numbers: Tensor) -> Tensor:
        """Characters known by their sound only, as rare ones are read."""
        sounds = self.reader.encoder.sound_of[numbers]
        return torch.where(sounds > 0, sounds + SPECIALS - 1, numbers)

    def _loss(self, numbers: Tensor, concepts: Tensor, truths: dict[str, Tensor]) -> Tensor:
        passes = 2 if self.plan.twice else 1
        with self._precision():
            answers = self.reader(numbers.repeat(passes, 1), concepts.repeat(passes, 1, 1))
        loss = torch.zeros((), device=self.device)
        for head, truth in truths.items():
            scores, known = answers[head].float(), truth.repeat(passes)
            if bool((truth != NO_TRUTH).any()):
                smoothing = self.plan.smoothing
                loss = loss + F.cross_entropy(scores, known, label_smoothing=smoothing, ignore_index=NO_TRUTH)
            if passes == 2:
                loss = loss + self.plan.twice * _disagreement(*scores.chunk(2))
        return loss

    def _pair_loss(self, pairs: Pairs) -> Tensor:
        chosen = self.rng.choice(len(pairs.group), min(256, len(pairs.group)), replace=False)
        group = torch.from_numpy(pairs.group[chosen]).to(self.device)
        with self._precision():
            left, right = (embed(self.reader, *self._placed(pairs.pick(chosen, side))).float() for side in (0, 1))
            return pair_loss(left, right, group, 0.05)

    def _placed(self, given: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor]:
        return given[0].to(self.device), given[1].to(self.device)

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
def read(reader: Reader, rows: TaskRows, heads: Sequence[str], batch: int = 128) -> dict[str, NDArray[np.float32]]:
    """Log-probabilities of the heads for the texts as written."""
    device = next(reader.parameters()).device
    order = np.argsort(rows.wordings.lengths()[rows.rows], kind="stable")
    parts: dict[str, list[Tensor]] = {head: [] for head in heads}
    for start in range(0, len(order), batch):
        numbers, concepts = rows.wordings.pick(rows.rows[order[start : start + batch]] * rows.wordings.many)
        answers = reader(numbers.to(device), concepts.to(device))
        for head in heads:
            parts[head].append(F.log_softmax(answers[head].float(), -1).cpu())
    back = np.argsort(order, kind="stable")
    return {head: torch.cat(given).numpy()[back] for head, given in parts.items()}


def _disagreement(one: Tensor, other: Tensor) -> Tensor:
    """Symmetric Kullback-Leibler divergence."""
    first, second = F.log_softmax(one, -1), F.log_softmax(other, -1)
    return ((first.exp() - second.exp()) * (first - second)).sum(-1).mean() / 2
