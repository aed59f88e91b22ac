"""From a fine-tuned reader to an ONNX file that onnxruntime 1.23 reads too."""

from __future__ import annotations

import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional as F

from training.encoder.model import PAD, Reader

# The bot's onnxruntime 1.23.2 reads neither newer operators nor a newer file format.
OPSET, FORMAT = 20, 10


class Served(nn.Module):
    """The reader as it is served: characters and sounds in one table, neighbours by a matrix, masks by addition."""

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

    def forward(self, numbers: Tensor) -> tuple[Tensor, ...]:
        """Scores of every head in order, then the embedding."""
        encoder = self.reader.encoder
        empty = (numbers == PAD).to(self.table.dtype)
        entered = self._enter(self.table[numbers])
        places = torch.arange(numbers.shape[1], device=numbers.device)[None]
        states = encoder.read(entered, places, empty[:, None, None, :] * -1e4)
        kept = 1 - empty.unsqueeze(-1)
        mean = (states * kept).sum(1) / kept.sum(1).clamp(min=1)
        highest = (states - (1 - kept) * 1e4).amax(1)
        joined = torch.cat([states[:, 0], mean, highest], -1)
        vector = self.reader.embed(mean)
        return (*(head(joined) for head in self.reader.heads.values()), vector / vector.norm(dim=-1, keepdim=True))

    def _enter(self, states: Tensor) -> Tensor:
        framed = F.pad(states, (0, 0, 1, 1))
        three = torch.cat([framed[:, :-2], framed[:, 1:-1], framed[:, 2:]], -1)
        return states + F.gelu(three @ self.near + self.reader.encoder.near.bias)


def export(reader: Reader, target: Path, eight_bits: bool = True) -> None:
    """Write the ONNX file; inputs `numbers` (texts, characters), outputs the heads by name and `vector`."""
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
    shapes = ({0: torch.export.Dim("texts", min=1, max=4096), 1: torch.export.Dim("characters", min=2, max=192)},)
    program = torch.onnx.export(
        served,
        (torch.randint(5, 300, (2, 24)),),
        dynamo=True,
        opset_version=OPSET,
        dynamic_shapes=shapes,
        input_names=["numbers"],
        output_names=outputs,
    )
    program.save(str(target))


def _store(model: onnx.ModelProto, target: Path) -> None:
    model.ir_version = min(model.ir_version, FORMAT)
    onnx.save(model, target)
