"""From a fine-tuned reader to an ONNX file that onnxruntime 1.23 reads too."""

from __future__ import annotations

import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from nlu.experts.reading import MOST_CONCEPTS
from training.encoder.model import Reader
from training.encoder.served import Served, in_eight_bits

# The bot's onnxruntime 1.23.2 reads neither newer operators nor a newer file format.
OPSET, FORMAT = 20, 10


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
            kinds = ["MatMul", "Gemm", "Attention"]
            quantize_dynamic(
                raw,
                target,
                weight_type=QuantType.QInt8,
                per_channel=True,
                op_types_to_quantize=kinds,
                extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},  # of what onnxruntime's own nodes answer
            )
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
    for part in (model, model.graph, *model.graph.node, *model.graph.input, *model.graph.output):
        del part.metadata_props[:]  # where on this machine each node comes from
    model.ir_version = min(model.ir_version, FORMAT)
    onnx.save(model, target)
