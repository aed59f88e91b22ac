"""A small transformer over characters and their sounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from transformers import PreTrainedModel, RobertaPreLayerNormConfig, RobertaPreLayerNormModel

LONGEST = 192
PAD = 0
# A character without a sound counts as a syllable of its own.
SOUNDLESS = 1000
# What a character, or a syllable, is multiplied by at each place of a letter group, for the group's number.
FACTORS = ((40503, 30011, 50021), (60013, 20011, 10007))


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


@dataclass(frozen=True)
class Channels:
    """What enters beside characters and sounds: hashed letter groups, and the concepts of the lexicon (0: none)."""

    concepts: int = 0
    grams: int = 65521  # prime: groups that differ in one character never share a row
    gram_width: int = 96


NO_CHANNELS = Channels(grams=0)

SIZES = {
    "tiny": Size(2, 128, 4, 256),
    "small": Size(3, 256, 4, 1024),
    "base": Size(4, 320, 5, 1280),
    "large": Size(6, 384, 6, 1536),
}


class Encoder(nn.Module):
    """A BERT or RoBERTa of the transformers library; a character enters by all that the linear experts know of it.

    That is its shape, its sound, the groups of two and three characters and syllables it begins (hashed), the concepts
    that cover it, and through a convolution its two neighbours: from random weights all this is learnt much sooner so
    than through attention alone. `sound_of` maps a character's number to its sound's.
    """

    def __init__(self, trunk: PreTrainedModel, sound_of: Tensor, channels: Channels = NO_CHANNELS) -> None:
        super().__init__()
        self.channels = channels
        self.dropped_channels = 0.0  # share of texts that go without a channel while training
        self.width: int = trunk.config.hidden_size
        self.register_buffer("sound_of", sound_of.long())
        self.register_buffer("shares", shares_of_groups(self.sound_of), persistent=False)
        self.trunk = trunk
        self.sounds = nn.Embedding(int(sound_of.max()) + 1, self.width)
        self.near = nn.Conv1d(self.width, self.width, 3, padding=1)
        self.sounds.apply(_start)
        if channels.grams:
            self.grams = nn.Embedding(channels.grams, channels.gram_width)
            self.gram_in = nn.Linear(channels.gram_width, self.width, bias=False)
            nn.init.normal_(self.grams.weight, std=0.02)
            nn.init.normal_(self.gram_in.weight, std=channels.gram_width**-0.5)
        if channels.concepts:
            self.concepts = nn.Embedding(channels.concepts + 1, self.width, padding_idx=0)
            nn.init.normal_(self.concepts.weight[1:], std=0.02)
        # RoBERTas keep the first positions for padding, BERTs do not
        padding = trunk.embeddings.position_embeddings.padding_idx
        self.first_place = 0 if padding is None else padding + 1

    @property
    def characters(self) -> nn.Embedding:
        """The embedding of the characters, which is the trunk's own."""
        embedding: nn.Embedding = self.trunk.get_input_embeddings()
        return embedding

    def forward(
        self,
        numbers: Tensor,
        concepts: Tensor | None = None,
        sounds: Tensor | None = None,
        places: Tensor | None = None,
        mask: Tensor | None = None,
    ) -> tuple[Tensor, Tensor]:
        """What entered and the states, each (texts, characters, width), of numbers (texts, characters).

        PAD is not attended to; `mask` (texts, 1, characters, characters) says instead which pairs may attend.
        """
        sounds = self.sound_of[numbers] if sounds is None else sounds
        kept = numbers != PAD
        known = self.characters(numbers) + self.sounds(sounds)
        entered = self.mix(known + self.beside(numbers, concepts), kept.unsqueeze(-1))
        if places is None:
            places = torch.arange(numbers.shape[1], device=numbers.device)[None]
        seen = kept.long() if mask is None else mask
        return entered, self.read(entered, places, seen)

    def beside(self, numbers: Tensor, concepts: Tensor | None) -> Tensor:
        """What groups and concepts add to each character; while training some texts go without one of them."""
        added = torch.zeros((), device=numbers.device)
        if self.channels.grams:
            added = added + self._some(self.gram_in(self.grams(self.groups(numbers)).sum(2)))
        if self.channels.concepts and concepts is not None:
            added = added + self._some(self.concepts(concepts).sum(2))
        return added

    def _some(self, channel: Tensor) -> Tensor:
        if not self.training or not self.dropped_channels:
            return channel
        kept = torch.rand(channel.shape[0], 1, 1, device=channel.device) >= self.dropped_channels
        return channel * kept

    def groups(self, numbers: Tensor) -> Tensor:
        """Rows of the table of letter groups (texts, characters, 4): two and three characters, two and three syllables.

        Groups that share a row are told apart by their company.
        """
        shifted = (F.pad(numbers[:, place:], (0, place)) for place in range(len(self.shares)))
        first, second, third = (F.embedding(part, shares) for part, shares in zip(shifted, self.shares, strict=True))
        rows: Tensor = (first + second + third) % self.channels.grams
        return rows

    def mix(self, states: Tensor, kept: Tensor) -> Tensor:
        """Every character's embedding and what its neighbours add; padding counts as nothing."""
        states = states * kept
        return states + F.gelu(self.near(states.transpose(1, 2)).transpose(1, 2))

    def read(self, entered: Tensor, places: Tensor, seen: Tensor) -> Tensor:
        """The trunk alone; `seen` is a mask of characters, of pairs, or one to add to the scores."""
        places = (places + self.first_place).expand(entered.shape[0], -1)
        states: Tensor = self.trunk(inputs_embeds=entered, position_ids=places, attention_mask=seen).last_hidden_state
        return states


def shares_of_groups(sound_of: Tensor) -> Tensor:
    """What a character adds to the number of a group, (place in the group, character, kind of group): see `groups`."""
    characters = torch.arange(len(sound_of))
    sounds = torch.where((sound_of > 0) | (characters == PAD), sound_of, characters + SOUNDLESS)
    kinds = []
    for view, (first, second, third) in zip((characters, sounds), FACTORS, strict=True):
        nothing = torch.zeros_like(view)
        kinds.append(torch.stack([view * first, view * second, nothing]))
        kinds.append(torch.stack([view * third + 1, view * first, view * second]))
    return torch.stack(kinds, -1)


def build_encoder(size: Size, sound_of: Tensor, dropout: float = 0.0, channels: Channels = NO_CHANNELS) -> Encoder:
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
    return Encoder(RobertaPreLayerNormModel(config, add_pooling_layer=False), sound_of, channels)


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

    A text is summed up as its first state, the mean and the maximum of its states, and the mean and the maximum of
    what entered: so the heads see letter groups and concepts also past the layers.
    """

    PARTS = 5

    def __init__(self, encoder: Encoder, heads: dict[str, int], embedding: int = 128, dropout: float = 0.1) -> None:
        super().__init__()
        width = encoder.width
        self.encoder, self.dropout = encoder, dropout
        self.heads = nn.ModuleDict({name: nn.Linear(self.PARTS * width, labels) for name, labels in heads.items()})
        self.embed = nn.Linear(width, embedding)
        self.heads.apply(_start)
        self.embed.apply(_start)

    def summary(self, numbers: Tensor, concepts: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Of each text its parts joined, and the mean of its states alone."""
        entered, states = self.encoder(numbers, concepts)
        return sum_up(entered, states, (numbers != PAD).unsqueeze(-1).to(states.dtype))

    def forward(self, numbers: Tensor, concepts: Tensor | None = None) -> dict[str, Tensor]:
        """Scores of every head and the embedding, of unit length."""
        joined, mean = self.summary(numbers, concepts)
        joined = F.dropout(joined, self.dropout if self.training else 0.0)
        answers = {name: head(joined) for name, head in self.heads.items()}
        return {**answers, "embedding": F.normalize(self.embed(mean), dim=-1)}


def sum_up(entered: Tensor, states: Tensor, kept: Tensor) -> tuple[Tensor, Tensor]:
    """The parts of a text's summary joined, and the mean of its states; `kept` (texts, characters, 1) is 0 at PAD."""
    size, far = kept.sum(1).clamp(min=1), (1 - kept) * 1e4
    mean = (states * kept).sum(1) / size
    parts = [states[:, 0], mean, (states - far).amax(1), (entered * kept).sum(1) / size, (entered - far).amax(1)]
    return torch.cat(parts, -1), mean


def load_weights(encoder: Encoder, state: dict[str, Any]) -> Encoder:
    """The encoder with stored weights; `state` may hold those of heads too.

    Channels it was stored without begin at nothing, so that it reads as it did.
    """
    own = {name.removeprefix("encoder."): value for name, value in state.items() if name.startswith("encoder.")}
    given = {name: value.float() if value.is_floating_point() else value for name, value in own.items()}
    begin_at_nothing(encoder, encoder.load_state_dict(given, strict=False).missing_keys)
    return encoder


def begin_at_nothing(encoder: Encoder, names: Sequence[str]) -> None:
    """Parts that were not stored add nothing at first; the table of groups keeps its draw, or nothing could learn."""
    for name, part in encoder.named_parameters():
        if name in names and name != "grams.weight":
            nn.init.zeros_(part)


def _start(module: nn.Module) -> None:
    if isinstance(module, nn.Linear | nn.Embedding):
        nn.init.normal_(module.weight, std=0.02)
    if isinstance(module, nn.Linear) and module.bias is not None:
        nn.init.zeros_(module.bias)
