"""From the trained network to the shipped pipeline: ONNX, eight-bit weights, labels, vocabulary.

The last step of `python -m training.train`. Matrix products get eight-bit weights (dynamic quantisation: activations are
scaled as they come); so do the embeddings of words, row by row.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import warnings
from pathlib import Path

import numpy as np
import spacy
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

from briefgen.annotate.encoder import component
from training.learn import Labels
from training.network import Network

MODEL = Path(__file__).parent.parent / "briefgen" / "model"
OUTPUTS = (
    "tags",
    "scripts",
    "starts",
    "names",
    "roles",
    "arcs",
    "roots",
    "label_of",
    "label_to",
    "links",
)


class _Rows(torch.nn.Module):
    """An embedding in eight bits, each row with a scale of its own: one scale for all would blur the rare words."""

    def __init__(self, table: torch.Tensor) -> None:
        super().__init__()
        scale = table.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("rows", (table / scale).round().to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, index: torch.Tensor) -> torch.Tensor:
        return self.rows[index].float() * self.scale[index]


class _Exported(torch.nn.Module):
    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network
        network.words = _Rows(network.words.weight.detach())

    def forward(self, pieces: torch.Tensor, features: torch.Tensor, firsts: torch.Tensor) -> tuple[torch.Tensor, ...]:
        out = self.network(pieces, features, firsts)
        return tuple(out[name] for name in OUTPUTS)


def export(network: Network, labels: Labels, vocabulary: Path, work: Path, model: Path = MODEL) -> None:
    """Write the pipeline to `model`, replacing what is there."""
    network.eval()
    exact, prepared, small = work / "exact.onnx", work / "prepared.onnx", work / "encoder.onnx"
    example = (
        torch.arange(1000, 1012).unsqueeze(0),
        torch.ones(1, 12, dtype=torch.long),
        torch.arange(1, 9).unsqueeze(0),
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            _Exported(network),
            example,
            str(exact),
            input_names=["pieces", "features", "firsts"],
            output_names=list(OUTPUTS),
            dynamic_axes={
                "pieces": {1: "p"},
                "features": {1: "p"},
                "firsts": {1: "n"},
                **{name: {1: "n"} for name in OUTPUTS},
                "arcs": {1: "n", 2: "n"},
                "links": {1: "n", 2: "n"},
            },
            opset_version=17,
            dynamo=False,
        )
    quant_pre_process(str(exact), str(prepared), skip_symbolic_shape=True)
    quantize_dynamic(
        str(prepared), str(small), weight_type=QuantType.QInt8, per_channel=True,
        op_types_to_quantize=["MatMul", "Gemm"],
    )  # fmt: skip
    if model.is_dir():
        shutil.rmtree(model)
    digest = hashlib.sha256(small.read_bytes()).hexdigest()
    nlp = spacy.blank("en")
    nlp.add_pipe(component.FACTORY, name="encoder")
    nlp.meta.update(
        name="briefgen",
        version="0.2.0",
        description="Tags, dependencies, lemmas, named entities and attributions of English news, for briefgen.",
        author="the briefgen authors",
        license="CC-BY-SA-4.0",
        weights=digest,  # what is remembered of a text is remembered for these weights
    )
    nlp.to_disk(model)
    folder = model / "encoder"
    folder.mkdir(exist_ok=True)
    shutil.copyfile(small, folder / "encoder.onnx")
    shutil.copyfile(vocabulary, folder / "tokenizer.json")
    (folder / "labels.json").write_text(
        json.dumps({"tags": labels.tags, "scripts": labels.scripts, "deps": labels.deps}, indent=0) + "\n",
        encoding="utf-8",
    )
    np.savez(
        folder / "dependencies.npz",
        pair=network.label_pair.weight.detach().numpy().T.copy(),
        own=network.label_own.weight.detach().numpy().T.copy(),
        bias=network.label_own.bias.detach().numpy(),
    )
    print(f"{model}: {sum(f.stat().st_size for f in model.rglob('*') if f.is_file()) / 1e6:.1f} MB")
