"""Turns trained weights into the spaCy pipeline: an ONNX model in int8, the characters, config and meta.

python export.py WEIGHTS.pt FOLDER --vocab base6.vocab [--kind mixed|dynamic|weights|float] [--version 0.1.0]
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

import numpy as np
import onnx
import spacy
import torch
from network import Tagger
from onnx import helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from tracker.tag.encoder import Vocabulary

NOTICE = Path(__file__).parent / "LICENSE-multilingual-e5.txt"
POSITIONS = 256  # the component never reads more at a time
LARGE = 20_000  # numbers; smaller tensors stay as they are


def graph(tagger: Tagger, path: Path) -> None:
    """Writes the float model: `ids` (batch, length) to `scores`."""
    tagger.eval()
    torch.onnx.export(
        tagger,
        (torch.tensor([[0, 5, 6, 7, 1], [0, 8, 1, 2, 2]]),),
        str(path),
        dynamo=False,
        opset_version=17,
        input_names=["ids"],
        output_names=["scores"],
        dynamic_axes={"ids": {0: "batch", 1: "length"}, "scores": {0: "batch", 1: "length"}},
    )


def weights_in_int8(model: onnx.ModelProto) -> onnx.ModelProto:
    """Large weights as int8 with a scale for each output (matrices) or row (embeddings); the arithmetic stays in float."""
    kept, nodes = [], []
    uses = {name: node.op_type for node in model.graph.node for name in node.input}
    for tensor in model.graph.initializer:
        value = numpy_helper.to_array(tensor)
        if value.size < LARGE or value.dtype != np.float32:
            kept.append(tensor)
            continue
        axis = 0 if uses.get(tensor.name) == "Gather" else 1
        scale = np.abs(value).max(axis=1 - axis, keepdims=True) / 127 + 1e-12
        whole = np.clip(np.rint(value / scale), -127, 127).astype(np.int8)
        kept += [
            numpy_helper.from_array(whole, tensor.name + "_int8"),
            numpy_helper.from_array(scale.reshape(-1).astype(np.float32), tensor.name + "_scale"),
        ]
        nodes.append(
            helper.make_node("DequantizeLinear", [tensor.name + "_int8", tensor.name + "_scale"], [tensor.name], axis=axis)
        )
    del model.graph.initializer[:]
    model.graph.initializer.extend(kept)
    rest = list(model.graph.node)
    del model.graph.node[:]
    model.graph.node.extend([*nodes, *rest])
    return model


def load(path: Path) -> Tagger:
    """The tagger with the weights of `train.py`."""
    state = {name: value.float() for name, value in torch.load(path).items()}
    layers = 1 + max(int(name.split(".")[1]) for name in state if name.startswith("layers."))
    state["pos.weight"] = state["pos.weight"][:POSITIONS]
    tagger = Tagger(len(state["word.weight"]), layers, positions=POSITIONS)
    tagger.load_state_dict(state)
    return tagger


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--vocab", type=Path, required=True)
    parser.add_argument("--kind", choices=("mixed", "dynamic", "weights", "float"), default="mixed")
    parser.add_argument("--version", default="0.1.0")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        whole, small = Path(scratch) / "float.onnx", Path(scratch) / "small.onnx"
        graph(load(args.weights), whole)
        if args.kind in ("dynamic", "mixed"):
            wide = [node.name for node in onnx.load(whole).graph.node if node.op_type == "MatMul" and "/fo/" in node.name]
            quantize_dynamic(
                whole,
                small,
                weight_type=QuantType.QInt8,
                per_channel=True,
                op_types_to_quantize=["MatMul"],
                nodes_to_exclude=wide if args.kind == "mixed" else [],  # what comes out of GELU has outliers
            )
            onnx.save(weights_in_int8(onnx.load(small)), small)
        elif args.kind == "weights":
            onnx.save(weights_in_int8(onnx.load(whole)), small)
        else:
            small = whole
        model = small.read_bytes()
    nlp = spacy.blank("zh")
    nlp.meta.update(
        name=args.folder.name.removeprefix("zh_"),
        version=args.version,
        license="CC BY-SA 4.0",  # of the Universal NER text; the base encoder is MIT
        author="tracker",
        description="People, posts, organisations, places and days in Chinese official news",
    )
    encoder = nlp.add_pipe("official_encoder")
    encoder.vocabulary, encoder.model = Vocabulary(args.vocab.read_text(encoding="utf-8")), model
    nlp.to_disk(args.folder)
    shutil.copy(NOTICE, args.folder / "official_encoder")
    print(f"{args.folder}: model.onnx {len(model) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
