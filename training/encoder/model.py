"""A small transformer over characters and their sounds."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

LONGEST = 192
PAD = 0


@dataclass(frozen=True)
class Size:
    """How large an encoder is; `width` is a multiple of 64, the width of one attention head times their number."""

    layers: int
    width: int
    heads: int
    inner: int

    def as_dict(self) -> dict[str, int]:
        """The numbers for a card."""
        return asdict(self)


SIZES = {
    "tiny": Size(2, 128, 2, 512),
    "small": Size(3, 256, 4, 1024),
    "base": Size(4, 320, 5, 1280),
    "large": Size(6, 384, 6, 1536),
}


class Layer(nn.Module):
    """Attention and a feed-forward net, each on normalised input (pre-norm trains stably from random weights)."""

    def __init__(self, size: Size, dropout: float) -> None:
        super().__init__()
        self.heads, self.dropout = size.heads, dropout
        self.before_attention, self.before_inner = nn.LayerNorm(size.width), nn.LayerNorm(size.width)
        self.attend, self.join = nn.Linear(size.width, 3 * size.width), nn.Linear(size.width, size.width)
        self.widen, self.narrow = nn.Linear(size.width, size.inner), nn.Linear(size.inner, size.width)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """States (texts, characters, width); `mask` says who may be attended to, or is added to the scores."""
        drop = self.dropout if self.training else 0.0
        texts, length, width = states.shape
        joint = self.attend(self.before_attention(states)).view(texts, length, 3, self.heads, width // self.heads)
        query, key, value = joint.permute(2, 0, 3, 1, 4).unbind(0)
        mixed = F.scaled_dot_product_attention(query, key, value, attn_mask=mask, dropout_p=drop)
        mixed = self.join(mixed.transpose(1, 2).reshape(texts, length, width))
        states = states + F.dropout(mixed, drop)
        inner = self.narrow(F.gelu(self.widen(self.before_inner(states))))
        return states + F.dropout(inner, drop)


class Encoder(nn.Module):
    """Characters, sounds and places summed, then layers; `sound_of` maps a character's number to its sound's."""

    def __init__(self, size: Size, sound_of: Tensor, dropout: float = 0.0) -> None:
        super().__init__()
        self.size = size
        self.register_buffer("sound_of", sound_of.long())
        self.characters = nn.Embedding(len(sound_of), size.width)
        self.sounds = nn.Embedding(int(sound_of.max()) + 1, size.width)
        self.places = nn.Embedding(LONGEST, size.width)
        self.layers = nn.ModuleList(Layer(size, dropout) for _ in range(size.layers))
        self.last = nn.LayerNorm(size.width)
        self.dropout = dropout
        self.apply(_start)

    def forward(
        self, numbers: Tensor, sounds: Tensor | None = None, places: Tensor | None = None, mask: Tensor | None = None
    ) -> Tensor:
        """States (texts, characters, width) of numbers (texts, characters); PAD is not attended to."""
        sounds = self.sound_of[numbers] if sounds is None else sounds
        places = torch.arange(numbers.shape[1], device=numbers.device)[None] if places is None else places
        states = self.characters(numbers) + self.sounds(sounds) + self.places(places)
        states = F.dropout(states, self.dropout if self.training else 0.0)
        if mask is None:
            mask = (numbers != PAD)[:, None, None, :]
        for layer in self.layers:
            states = layer(states, mask)
        return self.last(states)


class MaskedHead(nn.Module):
    """Guesses hidden characters; shares its output matrix with the character embedding."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        width = encoder.size.width
        self.turn, self.norm = nn.Linear(width, width), nn.LayerNorm(width)
        self.bias = nn.Parameter(torch.zeros(encoder.characters.num_embeddings))
        self.turn.apply(_start)

    def forward(self, states: Tensor, characters: Tensor) -> Tensor:
        """Scores (places, characters) of states (places, width)."""
        return F.linear(self.norm(F.gelu(self.turn(states))), characters, self.bias)


class Reader(nn.Module):
    """The encoder with one head for each question, and an embedding for search.

    A text is summed up as its first state, the mean and the maximum of its states.
    """

    def __init__(self, encoder: Encoder, heads: dict[str, int], embedding: int = 128, dropout: float = 0.1) -> None:
        super().__init__()
        width = encoder.size.width
        self.encoder, self.dropout = encoder, dropout
        self.heads = nn.ModuleDict({name: nn.Linear(3 * width, labels) for name, labels in heads.items()})
        self.embed = nn.Linear(width, embedding)
        self.heads.apply(_start)
        self.embed.apply(_start)

    def summary(self, numbers: Tensor, sounds: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Of each text its (first, mean, maximum) joined, and the mean alone."""
        states = self.encoder(numbers, sounds)
        kept = (numbers != PAD).unsqueeze(-1)
        mean = (states * kept).sum(1) / kept.sum(1).clamp(min=1)
        highest = states.masked_fill(~kept, -1e4).amax(1)
        return torch.cat([states[:, 0], mean, highest], -1), mean

    def forward(self, numbers: Tensor, sounds: Tensor | None = None) -> dict[str, Tensor]:
        """Scores of every head and the embedding, of unit length."""
        joined, mean = self.summary(numbers, sounds)
        joined = F.dropout(joined, self.dropout if self.training else 0.0)
        answers = {name: head(joined) for name, head in self.heads.items()}
        return {**answers, "embedding": F.normalize(self.embed(mean), dim=-1)}


def load_encoder(state: dict[str, Any], size: Size, sound_of: Tensor, dropout: float = 0.0) -> Encoder:
    """An encoder with stored weights; `state` may hold those of a head too."""
    encoder = Encoder(size, sound_of, dropout)
    own = {name.removeprefix("encoder."): value for name, value in state.items() if not name.startswith("head.")}
    encoder.load_state_dict(
        {name: value.float() if value.is_floating_point() else value for name, value in own.items()}
    )
    return encoder


def _start(module: nn.Module) -> None:
    if isinstance(module, nn.Linear | nn.Embedding):
        nn.init.normal_(module.weight, std=0.02)
    if isinstance(module, nn.Linear) and module.bias is not None:
        nn.init.zeros_(module.bias)
