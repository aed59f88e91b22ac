"""The reader in the few operations in which it is served: for one short text each of them costs more than its sums."""

from __future__ import annotations

import copy
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from training.encoder.model import PAD, Encoder, Reader, sum_up


class Served(nn.Module):
    """Characters and sounds in one table, neighbours by a matrix, every attention as one node.

    Only to be exported: those nodes have no values in torch. The table of letter groups, which is the largest part, is
    stored in eight bits.
    """

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = copy.deepcopy(reader)
        encoder = self.reader.encoder
        both = (encoder.characters.weight + encoder.sounds.weight[encoder.sound_of]).detach()
        both[PAD] = 0
        self.register_buffer("table", both)
        self.register_buffer("places", _places(encoder))
        # (width out, width in, 3) → (3 × width in, width out): a matrix is served in eight bits, a convolution is not
        near = encoder.near.weight.detach().permute(2, 1, 0)
        self.register_buffer("near", near.reshape(-1, near.shape[-1]))
        self.channels = encoder.channels
        if self.channels.grams:
            grams, scale = in_eight_bits(encoder.grams.weight.detach())
            self.register_buffer("grams", grams)
            self.register_buffer("scale", scale[:, None])
        for layer in encoder.trunk.encoder.layer:
            layer.attention.self = Attention(layer.attention.self)

    def forward(self, numbers: Tensor, concepts: Tensor) -> tuple[Tensor, ...]:
        """Scores of every head in order, then the embedding."""
        present = numbers != PAD
        kept = present.to(self.table.dtype).unsqueeze(-1)
        entered = self._mix((F.embedding(numbers, self.table) + self._beside(numbers, concepts)) * kept)
        states = self._read(entered, present.to(torch.int32))
        joined, mean = sum_up(entered, states, kept)
        vector = self.reader.embed(mean)
        return (*(head(joined) for head in self.reader.heads.values()), vector / vector.norm(dim=-1, keepdim=True))

    def _beside(self, numbers: Tensor, concepts: Tensor) -> Tensor:
        encoder, added = self.reader.encoder, torch.zeros(())
        if self.channels.grams:
            rows = encoder.groups(numbers)
            added = added + encoder.gram_in((F.embedding(rows, self.grams) * F.embedding(rows, self.scale)).sum(2))
        if self.channels.concepts:
            added = added + F.embedding(concepts, encoder.concepts.weight).sum(2)
        return added

    def _mix(self, states: Tensor) -> Tensor:
        framed = F.pad(states, (0, 0, 1, 1))
        three = torch.cat([framed[:, :-2], framed[:, 1:-1], framed[:, 2:]], -1)
        return states + F.gelu(three @ self.near + self.reader.encoder.near.bias)

    def _read(self, entered: Tensor, present: Tensor) -> Tensor:
        """The trunk, without what it would derive anew from every text: places and masks."""
        trunk = self.reader.encoder.trunk
        states = trunk.embeddings.LayerNorm(entered + self.places[: entered.shape[1]])
        for layer in trunk.encoder.layer:
            states = layer(states, attention_mask=present)
        return trunk.LayerNorm(states) if hasattr(trunk, "LayerNorm") else states  # with which pre-norm models end


class Attention(nn.Module):
    """The attention of a BERT as the one node that onnxruntime has for it."""

    def __init__(self, attention: Any) -> None:
        super().__init__()
        parts = (attention.query, attention.key, attention.value)
        self.register_buffer("weight", torch.cat([part.weight.detach() for part in parts]).T.contiguous())
        self.register_buffer("bias", torch.cat([part.bias.detach() for part in parts]))
        self.heads: int = attention.num_attention_heads

    def forward(self, states: Tensor, attention_mask: Tensor, **_: Any) -> tuple[Tensor, None]:
        """``attention_mask`` (texts, characters), whole numbers: 0 is not attended to."""
        found = torch.onnx.ops.symbolic(
            "com.microsoft::Attention",
            (states, self.weight, self.bias, attention_mask),
            {"num_heads": self.heads},
            dtype=states.dtype,
            shape=states.shape,
            version=1,
        )
        return found, None


def in_eight_bits(table: Tensor) -> tuple[Tensor, Tensor]:
    """A table as whole numbers, and the scale of each row."""
    scale = (table.abs().amax(1) / 127).clamp(min=1e-9)
    return (table / scale[:, None]).round().to(torch.int8), scale


def _places(encoder: Encoder) -> Tensor:
    """What the trunk adds to the first, second … character of a text: a row each."""
    parts = encoder.trunk.embeddings
    rows: Tensor = parts.position_embeddings.weight[encoder.first_place :] + parts.token_type_embeddings.weight[0]
    return rows.detach()
