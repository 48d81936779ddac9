"""Labels the machine-labelled rows anew by a trained tagger; where it doubts, the characters stay open.

    python relabel.py OUT.jsonl.gz --weights tagger.pt --base base.npz --silver silver.jsonl.gz [--characters 3000000]

A row of OUT is one of --silver with new "spans" and "loose": the tags of a character are open where their probability is
below --sure, and so are all characters of a span that holds such a one.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from pathlib import Path

import numpy as np
import torch
from distil import loaded
from network import Tagger
from train import LONGEST, batches

from data import rows
from tracker.tag.encoder import Vocabulary, best_tags, spans_of

OPEN = ["O", "PERSON", "TITLE", "ORG", "LOC", "DATE"]


def labelled(row: dict, scores: np.ndarray, sure: float) -> dict:
    """The row with the spans of the best tags, and open where a character's best tag is not `sure`."""
    tags = best_tags(scores)
    odds = np.exp(scores - scores.max(-1, keepdims=True))
    belief = (odds / odds.sum(-1, keepdims=True))[np.arange(len(tags)), tags]
    doubted = belief < sure
    spans, loose = [], []
    for start, end, label in spans_of(tags):
        if doubted[start:end].any():
            doubted[start:end] = True
        else:
            spans.append([start, end, label])
    edges = np.flatnonzero(np.diff(np.concatenate([[0], doubted.astype(int), [0]])))
    for start, end in edges.reshape(-1, 2):
        loose.append([int(start), int(end), OPEN])
    return {**row, "spans": spans, "loose": loose}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    for name in ("weights", "base", "silver"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--characters", type=int, default=3_000_000)
    parser.add_argument("--sure", type=float, default=0.9)
    parser.add_argument("--batch", type=int, default=3072)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    vocabulary = Vocabulary(args.base.with_suffix(".vocab").read_text(encoding="utf-8"))
    state, depth = loaded(args.weights)
    tagger = Tagger(len(state["word.weight"]), depth)
    tagger.load_state_dict(state)
    tagger.bfloat16().eval()
    known = [row for row in rows(args.silver) if 6 <= len(row["text"]) <= LONGEST]
    random.Random(args.seed).shuffle(known)
    total, kept = 0, []
    for row in known:
        total += len(row["text"])
        if total > args.characters:
            break
        kept.append(row)
    data = [(np.array([0, *vocabulary.ids(row["text"]), 1]),) for row in kept]
    done = 0
    with gzip.open(args.out, "wt", encoding="utf-8") as out:
        for batch in batches(data, args.batch, random.Random(0)):
            ids = np.full((len(batch), max(len(data[i][0]) for i in batch)), 2)
            for line, i in enumerate(batch):
                ids[line, : len(data[i][0])] = data[i][0]
            with torch.inference_mode():
                scores = tagger(torch.from_numpy(ids)).float().numpy()
            for line, i in enumerate(batch):
                row = labelled(kept[i], scores[line, 1 : 1 + len(kept[i]["text"])], args.sure)
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
            if (done + len(batch)) // 5000 > done // 5000:
                print(f"{done + len(batch)} of {len(kept)} rows", flush=True)
            done += len(batch)


if __name__ == "__main__":
    main()
