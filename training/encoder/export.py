"""From a fine-tuned reader to an ONNX file that onnxruntime 1.23 reads too."""

from __future__ import annotations

import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional as F

from nlu.experts.reading import MOST_CONCEPTS
from training.encoder.model import PAD, Reader, sum_up

# The bot's onnxruntime 1.23.2 reads neither newer operators nor a newer file format.
OPSET, FORMAT = 20, 10


class Served(nn.Module):
    """The reader as it is served: characters and sounds in one table, neighbours by a matrix, masks by addition.

    The table of letter groups, which is the largest part, is stored in eight bits.
    """

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader
        encoder = reader.encoder
        encoder.trunk.config._attn_implementation = "eager"
        both = (encoder.characters.weight + encoder.sounds.weight[encoder.sound_of]).detach()
        both[PAD] = 0
        self.register_buffer("table", both)
        # (width out, width in, 3) → (3 × width in, width out): a matrix is served in eight bits, a convolution is not
        near = encoder.near.weight.detach().permute(2, 1, 0)
        self.register_buffer("near", near.reshape(-1, near.shape[-1]))
        self.channels = encoder.channels
        if self.channels.grams:
            grams, scale = in_eight_bits(encoder.grams.weight.detach())
            self.register_buffer("grams", grams)
            self.register_buffer("scale", scale)

    def forward(self, numbers: Tensor, concepts: Tensor) -> tuple[Tensor, ...]:
        """Scores of every head in order, then the embedding."""
        encoder = self.reader.encoder
        empty = (numbers == PAD).to(self.table.dtype)
        kept = 1 - empty.unsqueeze(-1)
        entered = self._mix((self.table[numbers] + self._beside(numbers, concepts)) * kept)
        places = torch.arange(numbers.shape[1], device=numbers.device)[None]
        states = encoder.read(entered, places, empty[:, None, None, :] * -1e4)
        joined, mean = sum_up(entered, states, kept)
        vector = self.reader.embed(mean)
        return (*(head(joined) for head in self.reader.heads.values()), vector / vector.norm(dim=-1, keepdim=True))

    def _beside(self, numbers: Tensor, concepts: Tensor) -> Tensor:
        encoder, added = self.reader.encoder, torch.zeros(())
        if self.channels.grams:
            rows = encoder.groups(numbers)
            added = added + encoder.gram_in((self.grams[rows].float() * self.scale[rows].unsqueeze(-1)).sum(2))
        if self.channels.concepts:
            added = added + encoder.concepts.weight[concepts].sum(2)
        return added

    def _mix(self, states: Tensor) -> Tensor:
        framed = F.pad(states, (0, 0, 1, 1))
        three = torch.cat([framed[:, :-2], framed[:, 1:-1], framed[:, 2:]], -1)
        return states + F.gelu(three @ self.near + self.reader.encoder.near.bias)


def in_eight_bits(table: Tensor) -> tuple[Tensor, Tensor]:
    """A table as whole numbers, and the scale of each row."""
    scale = (table.abs().amax(1) / 127).clamp(min=1e-9)
    return (table / scale[:, None]).round().to(torch.int8), scale


@torch.no_grad()
def round_tables(reader: Reader) -> Reader:
    """The reader with the tables that `export` stores in eight bits rounded to what is stored."""
    if reader.encoder.channels.grams:
        numbers, scale = in_eight_bits(reader.encoder.grams.weight)
        reader.encoder.grams.weight.copy_(numbers.float() * scale[:, None])
    return reader


def export(reader: Reader, target: Path, eight_bits: bool = True) -> None:
    """Write the ONNX file.

    Inputs are the arrays of a `Reading`, as far as the model looks at them: `numbers`, and `concepts` where it has
    that channel; outputs the heads by name and `vector`.
    """
    served = Served(reader.eval().cpu()).eval()
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw.onnx"
        _trace(served, [*reader.heads, "vector"], raw)
        model = onnx.load(raw)
        del model.graph.value_info[:]  # shapes of the float graph, wrong after quantising
        _store(model, target if not eight_bits else raw)
        if eight_bits:
            kinds = ["MatMul", "Gemm"]
            quantize_dynamic(raw, target, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=kinds)
            _store(onnx.load(target), target)


def _trace(served: Served, outputs: list[str], target: Path) -> None:
    """The graph as torch.export sees it; the older exporter dropped the attention mask without a word."""
    texts, characters = torch.export.Dim("texts", min=1, max=4096), torch.export.Dim("characters", min=2, max=192)
    program = torch.onnx.export(
        served,
        (torch.randint(5, 300, (2, 24)), torch.zeros(2, 24, MOST_CONCEPTS, dtype=torch.int64)),
        dynamo=True,
        opset_version=OPSET,
        dynamic_shapes=({0: texts, 1: characters}, {0: texts, 1: characters}),
        input_names=["numbers", "concepts"],
        output_names=outputs,
    )
    program.save(str(target))


def _store(model: onnx.ModelProto, target: Path) -> None:
    model.ir_version = min(model.ir_version, FORMAT)
    onnx.save(model, target)
