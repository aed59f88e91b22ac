"""Any pretrained BERT or RoBERTa as our encoder: a hub name (hfl/chinese-macbert-base) or a folder.

Chinese BERTs read character by character, so their embeddings can be put in the order of our alphabet. Served, they
then need no tokenizer but ours; characters written together in their vocabulary (Latin words) are read one by one.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer, PreTrainedModel, PreTrainedTokenizerBase

from training.encoder.model import LONGEST, NO_CHANNELS, Channels, Encoder, begin_at_nothing


class UnsuitableModel(Exception):
    """A pretrained model cannot become our encoder; the message says why."""


def pretrained_encoder(
    name: str, characters: Sequence[str], sound_of: Tensor, dropout: float = 0.0, channels: Channels = NO_CHANNELS
) -> Encoder:
    """The model with its embeddings in the order of our alphabet.

    `characters` are those of the alphabet after its special numbers and syllables. What is ours starts at
    nothing, so that the model begins as it was.
    """
    rates = {"hidden_dropout_prob": dropout, "attention_probs_dropout_prob": dropout}
    trunk = AutoModel.from_pretrained(name, add_pooling_layer=False, **rates)
    _check(name, trunk)
    table = _rows(trunk, AutoTokenizer.from_pretrained(name), characters, len(sound_of))
    trunk.set_input_embeddings(nn.Embedding.from_pretrained(table, freeze=False))
    encoder = Encoder(trunk, sound_of, channels)
    begin_at_nothing(encoder, [name for name, _ in encoder.named_parameters() if not name.startswith("trunk.")])
    return encoder


def _check(name: str, trunk: PreTrainedModel) -> None:
    places = trunk.config.max_position_embeddings
    if trunk.get_input_embeddings().weight.shape[1] != trunk.config.hidden_size:
        raise UnsuitableModel(f"{name}: its embeddings are narrower than its layers")
    if places < LONGEST + 2:
        raise UnsuitableModel(f"{name}: reads {places} characters at most, {LONGEST + 2} are needed")


def _rows(trunk: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, characters: Sequence[str], size: int) -> Tensor:
    """Its embeddings of our numbers; a syllable (a rare character) and a character it lacks read as its unknown."""
    unknown = tokenizer.unk_token_id
    special = [tokenizer.pad_token_id, unknown, tokenizer.cls_token_id, tokenizer.sep_token_id]
    special.append(tokenizer.mask_token_id)
    known = [tokenizer.convert_tokens_to_ids(character) for character in characters]
    numbers = [*special, *[unknown] * (size - len(special) - len(known)), *known]
    old = trunk.get_input_embeddings().weight.detach()
    return old[torch.tensor([unknown if number is None else number for number in numbers])].clone()
