"""From a fine-tuned reader to an eight-bit ONNX file that onnxruntime 1.23 reads too."""

from __future__ import annotations

import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.encoder.model import PAD, Reader

# The bot's onnxruntime 1.23.2 reads neither newer operators nor a newer file format.
OPSET, FORMAT = 20, 10


class Served(nn.Module):
    """The reader as it is served: one eight-bit table for characters and sounds, scores and embedding as outputs."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader
        encoder = reader.encoder
        with torch.no_grad():
            both = encoder.characters.weight + encoder.sounds.weight[encoder.sound_of]
        scale = both.abs().amax(1, keepdim=True).clamp(min=1e-6) / 127
        self.register_buffer("characters", (both / scale).round().to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, numbers: Tensor) -> tuple[Tensor, ...]:
        """Scores of every head in order, then the embedding."""
        encoder = self.reader.encoder
        states = self.characters[numbers].float() * self.scale[numbers] + encoder.places.weight[: numbers.shape[1]]
        empty = numbers == PAD
        mask = empty[:, None, None, :].to(states.dtype) * -1e4
        for layer in encoder.layers:
            states = layer(states, mask)
        states = encoder.last(states)
        kept = 1 - empty.to(states.dtype).unsqueeze(-1)
        mean = (states * kept).sum(1) / kept.sum(1).clamp(min=1)
        highest = (states - (1 - kept) * 1e4).amax(1)
        joined = torch.cat([states[:, 0], mean, highest], -1)
        vector = self.reader.embed(mean)
        return (*(head(joined) for head in self.reader.heads.values()), vector / vector.norm(dim=-1, keepdim=True))


def export(reader: Reader, target: Path, eight_bits: bool = True) -> None:
    """Write the ONNX file; inputs `numbers` (texts, characters), outputs the heads by name and `embedding`."""
    served = Served(reader.eval().cpu()).eval()
    names = [*reader.heads, "embedding"]
    example = torch.randint(5, 500, (2, 24))
    shapes = ({0: torch.export.Dim("texts", min=1, max=4096), 1: torch.export.Dim("characters", min=2, max=192)},)
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw.onnx"
        program = torch.onnx.export(
            served,
            (example,),
            dynamo=True,
            opset_version=OPSET,
            dynamic_shapes=shapes,
            input_names=["numbers"],
            output_names=names,
        )
        program.save(str(raw))
        model = onnx.load(raw)
        del model.graph.value_info[:]  # shapes of the float graph, wrong after quantising
        model.ir_version = min(model.ir_version, FORMAT)
        onnx.save(model, raw)
        if not eight_bits:
            onnx.save(model, target)
            return
        quantize_dynamic(
            raw,
            target,
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul", "Gemm"],
        )
    model = onnx.load(target)
    model.ir_version = min(model.ir_version, FORMAT)
    onnx.save(model, target)
