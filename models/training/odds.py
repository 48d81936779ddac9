"""Trains the component official_odds on annotated reports and puts it into a pipeline, whose tagger stays as it is.

    python odds.py ../zh_official_news --layer 3 --gold ../../data/gold/*_dev*.jsonl --texts REPORTS.jsonl[.gz] ...
    python odds.py ../zh_official_news --layer 3 --gold … --texts … --out-of-fold odds.jsonl

An annotation says of a person what he took part in and as what, not which mention says so; a person's odds are the smooth
maximum over his mentions, and the loss is that of these. With --out-of-fold the reports are then parted, each part is weighed
by networks that have not seen it, and the rows are written for benchmarks/calibrate.py.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import random
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import spacy
import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence

from tracker import roles, tag
from tracker.tag.encoder import WIDTH, OfficialEncoder
from tracker.tag.odds import OUTPUTS, OfficialOdds, pooled

HIDDEN, RECURRENT, DROP = 384, 128, 0.5
EPOCHS, RATE, BATCH, SEEDS = 16, 8e-4, 12, (0,)
torch.set_flush_denormal(True)  # moments of weights that no longer change sink so low that a step takes a hundred times as long


@dataclass(frozen=True)
class Example:
    """The people of one report: what is known of each mention, whose mentions they are, what each person did."""

    id: str
    places: list[tuple[int, int]]
    known: Tensor  # (mentions, width)
    whose: Tensor  # (people, mentions), true where a mention is of a person
    did: Tensor  # (people, OUTPUTS)


class Network(nn.Module):
    """Log odds of OUTPUTS for each mention of a report, read in order."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm, self.inner = nn.LayerNorm(width), nn.Linear(width, HIDDEN)
        self.row = nn.GRU(HIDDEN, RECURRENT, bidirectional=True, batch_first=True)
        self.out = nn.Linear(HIDDEN + 2 * RECURRENT, len(OUTPUTS))
        nn.init.constant_(self.out.bias, -2.0)  # most people do none of most things

    def forward(self, known: Tensor, lengths: list[int] | None = None) -> Tensor:
        inner = functional.gelu(self.inner(functional.dropout(self.norm(known), DROP, self.training)))
        row = functional.dropout(inner, 0.2, self.training)
        if lengths is None:
            among, _ = self.row(row)
        else:
            packed, _ = self.row(pack_padded_sequence(row, lengths, batch_first=True, enforce_sorted=False))
            among, _ = pad_packed_sequence(packed, batch_first=True, total_length=known.shape[1])
        return self.out(functional.dropout(torch.cat([inner, among], -1), 0.3, self.training))


class Mean(nn.Module):
    """The mean of several networks over the mentions of one report: `people` (mentions, width) to `odds`."""

    def __init__(self, networks: Sequence[Network]) -> None:
        super().__init__()
        self.networks = nn.ModuleList(networks)

    def forward(self, people: Tensor) -> Tensor:
        return torch.stack([network(people[None])[0] for network in self.networks]).mean(0)


def of_people(odds: Tensor, whose: Tensor) -> Tensor:
    """The smooth maximum over the mentions of each person."""
    return torch.logsumexp((odds[None] * 2).masked_fill(~whose[:, :, None], -1e9), 1) / 2


def loss(odds: Tensor, example: Example) -> Tensor:
    """The summed loss of the people of one report."""
    return functional.binary_cross_entropy_with_logits(of_people(odds, example.whose), example.did, reduction="sum")


def train(examples: Sequence[Example], seed: int) -> Network:
    """One network; all chance comes from `seed`."""
    torch.manual_seed(seed)
    chance = random.Random(seed)
    network = Network(examples[0].known.shape[1])
    optimizer = torch.optim.AdamW(network.parameters(), RATE, weight_decay=0.05)
    steps, step = EPOCHS * (len(examples) // BATCH + 1), 0
    network.train()
    for epoch in range(EPOCHS):
        # reports of like lengths share a batch, so that little is padded
        rows = sorted(examples, key=lambda example: len(example.places) + chance.random() * 6)
        batches = [rows[at : at + BATCH] for at in range(0, len(rows), BATCH)]
        chance.shuffle(batches)
        for batch in batches:
            odds = network(pad_sequence([e.known for e in batch], batch_first=True), [len(e.places) for e in batch])
            losses = [loss(row[: len(e.places)], e) for row, e in zip(odds, batch, strict=True)]
            optimizer.param_groups[0]["lr"] = RATE * min(1.0, (step + 1) / 40) * (1 - step / (steps + 20))
            step += 1
            optimizer.zero_grad()
            (torch.stack(losses).sum() / sum(len(e.did) for e in batch)).backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
        print(f"seed {seed}, epoch {epoch + 1} of {EPOCHS}", file=sys.stderr)
    return network.eval()


def giving(model: bytes, layer: int) -> bytes:
    """The encoder's model, that also gives out what `layer` makes of each character, as `states`."""
    graph = onnx.load_from_string(model)
    del graph.graph.output[1:]
    inner = f"/layers.{layer}/oln/LayerNormalization_output_0"
    for node in [node for node in graph.graph.node if node.name == "states"]:
        graph.graph.node.remove(node)
    graph.graph.node.append(onnx.helper.make_node("Identity", [inner], ["states"], "states"))
    shape = ["batch", "length", WIDTH]
    graph.graph.output.append(onnx.helper.make_tensor_value_info("states", onnx.TensorProto.FLOAT, shape))
    return bytes(graph.SerializeToString())


def examples_of(nlp: spacy.Language, reports: Iterable[dict[str, Any]]) -> Iterator[Example]:
    """An example of each report in which the tagger, whose encoder gives out its states, finds people."""
    for row in reports:
        doc = nlp(row["text"])
        bound = roles.bind(doc.text, tag.marked(doc))
        namings = [n for n in bound.namings if n.mention.by != "reference"]  # 王主任 is weighed by nobody
        names = list(dict.fromkeys(naming.name for naming in namings))
        if not names or not len(doc.tensor):
            continue
        places = [(n.mention.start, n.mention.end) for n in namings]
        whose = torch.tensor([[n.name == name for n in namings] for name in names])
        did = torch.tensor([_did(row, name) for name in names])
        states = np.asarray(doc.tensor, np.float32)
        yield Example(row["id"], places, torch.from_numpy(pooled(doc.text, states, places)), whose, did)


def _did(row: dict[str, Any], name: str) -> list[float]:
    """What an annotated report says that somebody did; nothing, for a name that is none."""
    done = {person["attendance"] for person in row["people"] if person["name"] == name}
    for event in row["events"]:
        for part in event["participants"]:
            if part["name"] == name:
                done |= {event["type"], *part["roles"]}
    return [float(output in done) for output in OUTPUTS]


def annotated(gold: Sequence[Path], texts: Sequence[Path]) -> list[dict[str, Any]]:
    """The annotated reports with their texts, in order of their ids."""
    rows = {row["id"]: row for file in gold for row in _rows(file) if "people" in row}
    known = (row for file in [*texts, *gold] for row in _rows(file) if row.get("id") in rows)
    words = {row["id"]: row["text"] for row in known if row.get("text")}
    missing = sorted(rows.keys() - words.keys())
    if missing:
        sys.exit(f"{len(missing)} reports have no text, among them {missing[0]}: give their files after --texts")
    return [{**rows[id], "text": words[id]} for id in sorted(rows)]


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8") if file.suffix == ".gz" else file.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def exported(networks: Sequence[Network], width: int) -> bytes:
    """The mean of the networks as an ONNX model."""
    file = io.BytesIO()
    torch.onnx.export(
        Mean(networks).eval(),
        (torch.zeros(3, width),),
        file,
        dynamo=False,
        opset_version=17,
        input_names=["people"],
        output_names=["odds"],
        dynamic_axes={"people": {0: "number"}, "odds": {0: "number"}},
    )
    return halved(file.getvalue())


def halved(model: bytes) -> bytes:
    """The model with its large weights in 16 bits, widened where they are used."""
    graph = onnx.load_from_string(model).graph
    kept, nodes = [], []
    rest = list(graph.node)
    for tensor in graph.initializer:
        value = onnx.numpy_helper.to_array(tensor)
        if value.dtype == np.float32 and value.size > 1000:
            kept.append(onnx.numpy_helper.from_array(value.astype(np.float16), tensor.name + "_half"))
            nodes.append(onnx.helper.make_node("Cast", [tensor.name + "_half"], [tensor.name], to=onnx.TensorProto.FLOAT))
        else:
            kept.append(tensor)
    whole = onnx.load_from_string(model)
    del whole.graph.initializer[:]
    whole.graph.initializer.extend(kept)
    del whole.graph.node[:]
    whole.graph.node.extend([*nodes, *rest])
    return bytes(whole.SerializeToString())


def out_of_fold(examples: Sequence[Example], folds: int, file: Path) -> None:
    """Writes a line for each report: its id, and of each mention its offsets and odds."""
    order = list(examples)
    random.Random(0).shuffle(order)
    with file.open("w", encoding="utf-8") as out:
        for fold in range(folds):
            mean = Mean([train([e for i, e in enumerate(order) if i % folds != fold], seed) for seed in SEEDS])
            for example in order[fold::folds]:
                with torch.no_grad():
                    rows = mean(example.known).tolist()
                people = [[*place, [round(x, 3) for x in row]] for place, row in zip(example.places, rows, strict=True)]
                print(json.dumps({"id": example.id, "people": people}), file=out)
            print(f"fold {fold + 1} of {folds}", file=sys.stderr)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="of the pipeline")
    parser.add_argument("--layer", type=int, required=True, help="of the encoder, whose states are looked at")
    parser.add_argument("--gold", type=Path, nargs="+", required=True)
    parser.add_argument("--texts", type=Path, nargs="*", default=[])
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--out-of-fold", type=Path)
    args = parser.parse_args()
    pipeline = spacy.load(args.folder)
    if "official_odds" in pipeline.pipe_names:
        pipeline.remove_pipe("official_odds")
    encoder = pipeline.get_pipe("official_encoder")
    assert isinstance(encoder, OfficialEncoder)
    encoder.model = giving(encoder.model, args.layer)
    with tempfile.TemporaryDirectory() as scratch:
        pipeline.to_disk(scratch)
        examples = []
        for example in examples_of(tag.load(scratch), annotated(args.gold, args.texts)):
            examples.append(example)
            if len(examples) % 50 == 0:
                print(f"{len(examples)} reports read", file=sys.stderr)
    networks = [train(examples, seed) for seed in SEEDS]
    odds = pipeline.add_pipe("official_odds")
    assert isinstance(odds, OfficialOdds)
    odds.model = exported(networks, examples[0].known.shape[1])
    pipeline.to_disk(args.folder)
    if args.out_of_fold:
        out_of_fold(examples, args.folds, args.out_of_fold)
    print(f"{args.folder}: official_odds {len(odds.model) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
