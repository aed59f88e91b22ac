"""Contrastive training: of two wordings of the same matter each finds the other among all wordings of the batch."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from training.encoder.masked import build_optimizers, rate_at
from training.encoder.model import Reader
from training.encoder.noise import Homophones
from training.encoder.rows import Wordings


@dataclass(frozen=True)
class Pairs:
    """Two wordings each; pairs with the same group number are never each other's negatives (group -1: no group)."""

    texts: Wordings  # two of each
    group: NDArray[np.int64]

    def pick(self, chosen: NDArray[np.intp], side: int) -> tuple[Tensor, Tensor]:
        """Numbers and concepts of one side (0 or 1) of some pairs."""
        return self.texts.pick(chosen * 2 + side)


@dataclass(frozen=True)
class ContrastivePlan:
    """How long and how hard to train."""

    epochs: int = 4
    batch: int = 512
    rate: float = 2e-4
    temperature: float = 0.05
    seconds: float = 60.0


def pair_loss(left: Tensor, right: Tensor, group: Tensor, temperature: float) -> Tensor:
    """In-batch negatives, both ways; embeddings are of unit length."""
    scores = left @ right.T / temperature
    same = (group[:, None] == group[None, :]) & (group[:, None] >= 0)
    same.fill_diagonal_(False)
    scores = scores.masked_fill(same, -1e4)
    truth = torch.arange(len(left), device=left.device)
    return (F.cross_entropy(scores, truth) + F.cross_entropy(scores.T, truth)) / 2


def train_contrastive(
    reader: Reader,
    pairs: Pairs,
    plan: ContrastivePlan,
    homophones: Homophones,
    report: Callable[[str], None],
    seed: int = 2,
) -> list[dict[str, float]]:
    """Train encoder and embedding on the pairs; returns the learning curve."""
    device = next(reader.parameters()).device
    rng, begun, curve = np.random.default_rng(seed), time.monotonic(), []
    batch = min(plan.batch, len(pairs.group))
    steps = plan.epochs * (len(pairs.group) // batch)
    optimizers = build_optimizers([reader.encoder, reader.embed], plan.rate)
    reader.train()
    for step in range(steps):
        progress = max(step / steps, (time.monotonic() - begun) / plan.seconds)
        if progress >= 1:
            break
        for group in (group for optimizer in optimizers for group in optimizer.param_groups):
            group["lr"] = group["peak"] * rate_at(progress, 0.05, 0.02)
        chosen = rng.choice(len(pairs.group), batch, replace=False)
        groups = torch.from_numpy(pairs.group[chosen]).to(device)
        with torch.autocast("cuda", torch.bfloat16) if device.type == "cuda" else nullcontext():
            left, right = (_embed_noisily(reader, *pairs.pick(chosen, side), homophones) for side in (0, 1))
            loss = pair_loss(left, right, groups, plan.temperature)
        loss.backward()
        nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
        for optimizer in optimizers:
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        if (step + 1) % max(1, steps // 10) == 0:
            curve.append({"step": step + 1, "loss": round(loss.item(), 4)})
            report(f"pairs, step {step + 1} of {steps}, loss {loss.item():.3f}")
    return curve


def _embed_noisily(reader: Reader, numbers: Tensor, concepts: Tensor, homophones: Homophones) -> Tensor:
    device = next(reader.parameters()).device
    return embed(reader, homophones.scatter(numbers.to(device), 0.05), concepts.to(device)).float()


def embed(reader: Reader, numbers: Tensor, concepts: Tensor) -> Tensor:
    """Embeddings of unit length, (texts, width)."""
    return F.normalize(reader.embed(reader.summary(numbers, concepts)[1]), dim=-1)
