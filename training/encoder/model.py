"""A small transformer over characters and their sounds."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from transformers import PreTrainedModel, RobertaPreLayerNormConfig, RobertaPreLayerNormModel

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
    "tiny": Size(2, 128, 4, 256),
    "small": Size(3, 256, 4, 1024),
    "base": Size(4, 320, 5, 1280),
    "large": Size(6, 384, 6, 1536),
}


class Encoder(nn.Module):
    """A BERT or RoBERTa of the transformers library; a character enters by its shape, its sound and its neighbours.

    `sound_of` maps a character's number to its sound's. Neighbours come in through a convolution over three
    characters: from random weights, letter groups are learnt much sooner so than through attention alone.
    """

    def __init__(self, trunk: PreTrainedModel, sound_of: Tensor) -> None:
        super().__init__()
        self.width: int = trunk.config.hidden_size
        self.register_buffer("sound_of", sound_of.long())
        self.trunk = trunk
        self.sounds = nn.Embedding(int(sound_of.max()) + 1, self.width)
        self.near = nn.Conv1d(self.width, self.width, 3, padding=1)
        self.sounds.apply(_start)
        # RoBERTas keep the first positions for padding, BERTs do not
        padding = trunk.embeddings.position_embeddings.padding_idx
        self._first_place = 0 if padding is None else padding + 1

    @property
    def characters(self) -> nn.Embedding:
        """The embedding of the characters, which is the trunk's own."""
        embedding: nn.Embedding = self.trunk.get_input_embeddings()
        return embedding

    def forward(
        self, numbers: Tensor, sounds: Tensor | None = None, places: Tensor | None = None, mask: Tensor | None = None
    ) -> Tensor:
        """States (texts, characters, width) of numbers (texts, characters).

        PAD is not attended to; `mask` (texts, 1, characters, characters) says instead which pairs may attend.
        """
        sounds = self.sound_of[numbers] if sounds is None else sounds
        kept = numbers != PAD
        entered = self.enter(self.characters(numbers) + self.sounds(sounds), kept.unsqueeze(-1))
        if places is None:
            places = torch.arange(numbers.shape[1], device=numbers.device)[None]
        seen = kept.long() if mask is None else mask
        return self.read(entered, places, seen)

    def enter(self, states: Tensor, kept: Tensor) -> Tensor:
        """Every character's embedding and what its neighbours add; padding counts as nothing."""
        states = states * kept
        return states + F.gelu(self.near(states.transpose(1, 2)).transpose(1, 2))

    def read(self, entered: Tensor, places: Tensor, seen: Tensor) -> Tensor:
        """The trunk alone; `seen` is a mask of characters, of pairs, or one to add to the scores."""
        places = (places + self._first_place).expand(entered.shape[0], -1)
        states: Tensor = self.trunk(inputs_embeds=entered, position_ids=places, attention_mask=seen).last_hidden_state
        return states


def build_encoder(size: Size, sound_of: Tensor, dropout: float = 0.0) -> Encoder:
    """An encoder with random weights; pre-norm, which trains stably from there."""
    config = RobertaPreLayerNormConfig(
        vocab_size=len(sound_of),
        hidden_size=size.width,
        num_hidden_layers=size.layers,
        num_attention_heads=size.heads,
        intermediate_size=size.inner,
        max_position_embeddings=LONGEST + 1,
        type_vocab_size=1,
        pad_token_id=PAD,
        hidden_dropout_prob=dropout,
        attention_probs_dropout_prob=0.0,  # twice as slow on a CPU with it
    )
    return Encoder(RobertaPreLayerNormModel(config, add_pooling_layer=False), sound_of)


class MaskedHead(nn.Module):
    """Guesses hidden characters; shares its output matrix with the character embedding."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        width = encoder.width
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
        width = encoder.width
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


def load_weights(encoder: Encoder, state: dict[str, Any]) -> Encoder:
    """The encoder with stored weights; `state` may hold those of heads too."""
    own = {name.removeprefix("encoder."): value for name, value in state.items() if name.startswith("encoder.")}
    encoder.load_state_dict(
        {name: value.float() if value.is_floating_point() else value for name, value in own.items()}
    )
    return encoder


def _start(module: nn.Module) -> None:
    if isinstance(module, nn.Linear | nn.Embedding):
        nn.init.normal_(module.weight, std=0.02)
    if isinstance(module, nn.Linear) and module.bias is not None:
        nn.init.zeros_(module.bias)
