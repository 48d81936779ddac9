"""Rows for a model that does not ship: what could be reached for PERSON with text that may only measure.

    python upper.py OUT.jsonl.gz --rows rows.jsonl.gz --sets msra/data.jsonl.gz ... --hand train.jsonl REPORTS...

To the training rows come the train splits of annotated sets, of which only PERSON counts (their other conventions differ,
so every other character may bear anything but PERSON), and the hand labels of general news. Train it with train.py
--start and compare PERSON on dev.jsonl: the distance says what more text could buy.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from pathlib import Path

from measure import read_gold

from data import rows

NO_PERSON = ["O", "TITLE", "ORG", "LOC", "DATE"]


def people_only(row: dict) -> dict:
    """The row with its people, and everything else open but for PERSON."""
    people = [span for span in row["spans"] if span[2] == "PERSON"]
    return {"text": row["text"], "spans": people, "loose": [[0, len(row["text"]), NO_PERSON]], "silver": False}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--rows", type=Path, required=True)
    parser.add_argument("--share", type=float, default=0.3, help="of --rows")
    parser.add_argument("--sets", type=Path, nargs="+", required=True)
    parser.add_argument("--hand", type=Path, nargs="+", required=True, help="hand labels, then the reports that hold their text")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    draw = random.Random(args.seed)
    found = [row for row in rows(args.rows) if draw.random() < args.share]
    print(len(found), "of the training rows")
    for path in args.sets:
        fresh = [people_only(row) for row in rows(path) if row["split"] == "train"]
        print(len(fresh), "of", path)
        found += fresh
    for gold in read_gold(args.hand[0], args.hand[1:], "news/"):
        found += [{"text": gold.text, "spans": sorted(gold.spans), "loose": [], "silver": False}] * 3
    with gzip.open(args.out, "wt", encoding="utf-8") as out:
        for row in found:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
