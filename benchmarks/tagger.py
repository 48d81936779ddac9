"""Strict-span precision, recall and F1 of the tagger on hand labels, by label.

    python benchmarks/tagger.py data/labels/dev.jsonl REPORTS.jsonl[.gz] ... [--errors PERSON]

The labels hold offsets only (data/labels/GUIDE.md); REPORTS hold the texts, rows with "id" and "text". Each sentence is
tagged within its whole report, as the product does it. A label whose text is not in REPORTS, or differs, is an error.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from reports import rows as read

from tracker import tag

LABELS = ("PERSON", "TITLE", "ORG", "LOC", "DATE")


def sentences(rows: list[dict], reports: dict[str, str]) -> Iterator[tuple[dict, str]]:
    """Each label row with the text of its report, checked against the digest."""
    for row in rows:
        text = reports.get(row["report"])
        if text is None:
            sys.exit(f"no text for report {row['report']}: give the file that holds it")
        digest = hashlib.sha1(text[row["start"] : row["end"]].encode()).hexdigest()[:12]
        if digest != row["sha1"]:
            sys.exit(f"the text of report {row['report']} is not the one that was labelled")
        yield row, text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels", type=Path)
    parser.add_argument("reports", type=Path, nargs="+")
    parser.add_argument("--errors", choices=LABELS, help="print the misses and extras of a label")
    args = parser.parse_args()
    rows = list(read([args.labels]))
    wanted = {row["report"] for row in rows}
    texts = {row["id"]: row["text"] for row in read(args.reports) if row["id"] in wanted}
    nlp = tag.load()
    count: Counter[tuple[str, str]] = Counter()
    for row, text in sentences(rows, texts):
        start, end = row["start"], row["end"]
        gold = {tuple(span) for span in row["spans"]}
        said = {(m.start - start, m.end - start, m.label) for m in tag.mentions(nlp, text) if start <= m.start and m.end <= end}
        for label in LABELS:
            g, s = ({span for span in side if span[2] == label} for side in (gold, said))
            count.update({(label, "gold"): len(g), (label, "said"): len(s), (label, "hit"): len(g & s)})
            if label == args.errors and g != s:
                words = ["|".join(text[start + a : start + b] for a, b, _ in sorted(part)) for part in (g - s, s - g)]
                print(f"{row['report']}\tmissed {words[0]}\textra {words[1]}\t{text[start:end]}")
    print(f"{'label':8} {'P':>6} {'R':>6} {'F1':>6} {'hit':>5} {'gold':>5} {'said':>5}")
    for label in LABELS:
        hit, gold_n, said_n = (count[label, kind] for kind in ("hit", "gold", "said"))
        precision, recall = hit / max(said_n, 1), hit / max(gold_n, 1)
        f1 = 2 * hit / max(gold_n + said_n, 1)
        print(f"{label:8} {precision:6.3f} {recall:6.3f} {f1:6.3f} {hit:5} {gold_n:5} {said_n:5}")


if __name__ == "__main__":
    main()
