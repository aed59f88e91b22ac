"""Writing errors on purpose, on whole batches at once."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

SPECIALS = 5


class Homophones:
    """For every character others that sound the same, drawn by how common they are."""

    def __init__(self, candidates: Tensor) -> None:
        self._candidates = (
            candidates  # (characters, draws): numbers of homophones; the character itself where it has none
        )

    @classmethod
    def build(
        cls, sound_of: NDArray[np.int64], counts: NDArray[np.int64], draws: int = 32, seed: int = 5
    ) -> Homophones:
        """Draw once for every character; `counts` says how common each number is."""
        rng = np.random.default_rng(seed)
        table = np.tile(np.arange(sound_of.size)[:, None], (1, draws))
        for sound in range(1, int(sound_of.max()) + 1):
            members = np.flatnonzero((sound_of == sound) & (counts > 0))
            members = members[members >= SPECIALS + sound_of.max()]
            if members.size > 1:
                share = counts[members] ** 0.5
                for member in members:
                    chance = np.where(members == member, 0, share)
                    table[member] = rng.choice(members, draws, p=chance / chance.sum())
        return cls(torch.from_numpy(table))

    def to(self, device: torch.device) -> Homophones:
        """The same table on another device."""
        return Homophones(self._candidates.to(device))

    def replace(self, numbers: Tensor) -> Tensor:
        """Every character by one of its homophones."""
        draw = torch.randint(self._candidates.shape[1], numbers.shape, device=numbers.device)
        return self._candidates[numbers, draw]

    def scatter(self, numbers: Tensor, share: float) -> Tensor:
        """Some characters by homophones, in half of the texts; `share` is the mean share of them over all texts."""
        texts = torch.rand(numbers.shape[0], 1, device=numbers.device) * 4 * share
        texts = torch.where(torch.rand_like(texts) < 0.5, torch.zeros_like(texts), texts)
        hit = (torch.rand(numbers.shape, device=numbers.device) < texts / 2) & (numbers >= SPECIALS)
        return torch.where(hit, self.replace(numbers), numbers)
